import { createHash } from 'node:crypto';
import type { ImageOutput } from '@breakwater/model';
import type { ScannerDatabase } from '@breakwater/protocol';
import { type AdvisoryDatabase, matchPackages, toImageSubject } from '@breakwater/vulnerability';

export interface MatchOptions {
  /** Today, as YYYY-MM-DD. */
  readonly today: string;
  /** Hash of what was found before: the same findings are not sent again. */
  readonly known: string | undefined;
}

/**
 * Matches an image by what was told of it when it was read; the image itself is not needed.
 *
 * @returns ScanMatch as JSON: what is hashed and sent is written once
 */
export function matchOutput(
  output: ImageOutput,
  database: AdvisoryDatabase,
  { digest, built }: Pick<ScannerDatabase, 'digest' | 'built'>,
  { today, known }: MatchOptions,
): string {
  const { distribution, packages, layers } = toImageSubject(output);
  const matched = matchPackages({ packages, distribution, today }, database);
  const findings = JSON.stringify(matched.findings);
  const rest = `"notEvaluated":${JSON.stringify(matched.notEvaluated)},"layers":${JSON.stringify(layers.map(({ id }) => id))}`;
  const hash = createHash('sha256').update(findings).update(rest).digest('hex');
  const found = hash === known ? '' : `,"findings":${findings}`;
  return `{"database":${JSON.stringify({ digest, built })},"hash":"${hash}",${rest}${found}}`;
}
