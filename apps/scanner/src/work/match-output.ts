import { createHash } from 'node:crypto';
import type { ImageOutput } from '@breakwater/model';
import type { ScanMatch, ScannerDatabase } from '@breakwater/protocol';
import { type AdvisoryDatabase, matchPackages, toImageSubject } from '@breakwater/vulnerability';

export interface MatchOptions {
  /** Today, as YYYY-MM-DD. */
  readonly today: string;
  /** Hash of what was found before: the same findings are not sent again. */
  readonly known: string | undefined;
}

/** Matches an image by what was told of it when it was read; the image itself is not needed. */
export function matchOutput(
  output: ImageOutput,
  database: AdvisoryDatabase,
  { digest, built }: Pick<ScannerDatabase, 'digest' | 'built'>,
  { today, known }: MatchOptions,
): ScanMatch {
  const { distribution, packages, layers } = toImageSubject(output);
  const matched = matchPackages({ packages, distribution, today }, database);
  const notEvaluated = matched.notEvaluated.map(gap => ({ ...gap, examples: [...gap.examples] }));
  const rest = { notEvaluated, layers: layers.map(({ id }) => id) };
  const findings = [...matched.findings];
  const hash = createHash('sha256')
    .update(JSON.stringify([findings, rest]))
    .digest('hex');
  return { database: { digest, built }, hash, ...rest, ...(hash === known ? {} : { findings }) };
}
