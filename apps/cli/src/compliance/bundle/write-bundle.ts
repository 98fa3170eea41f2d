import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ComplianceOutput } from '@breakwater/model';
import { isUncertain } from '../../answer.ts';
import { builtInPolicies } from '../../catalogue.ts';
import { type CommandInput, type Terminal, UsageError } from '../../command.ts';
import { dryRun } from '../../propose/dry-run.ts';
import type { Assessment } from '../assess.ts';
import { asksCluster } from '../read-subject.ts';
import { proposeChanges } from './propose-changes.ts';
import { buildBundle } from './remediation-bundle.ts';

/** Writes the files of a bundle where one is wanted, and says so. Throws UsageError for a dry run without a cluster, or a folder that cannot be written. */
export async function writeBundle(
  input: CommandInput,
  output: ComplianceOutput,
  assessment: Assessment,
  terminal: Terminal,
): Promise<void> {
  const { options } = input;
  const folder = options['bundle'];
  if (options['dry-run'] === true && (typeof folder !== 'string' || !asksCluster(input))) {
    throw new UsageError('--dry-run asks a cluster about the objects of --bundle: give both, and -A or --kubeconfig');
  }
  if (typeof folder !== 'string') return;
  const proposals = proposeChanges(output.results, assessment, !isUncertain(output.problems));
  const answered = options['dry-run'] === true ? await dryRun(input, proposals) : proposals.map(proposal => ({ proposal }));
  const files = buildBundle(output.results, answered, new Set(builtInPolicies.map(({ id }) => id)), assessment.language);
  try {
    for (const { path, text } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  } catch (cause) {
    throw new UsageError(`--bundle: ${folder} cannot be written: ${(cause as Error).message}`);
  }
  await terminal.stderr(`${folder}: ${files.length} files; README.md says what is in them\n`);
}
