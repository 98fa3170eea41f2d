import { rename, writeFile } from 'node:fs/promises';
import { Baseline, type Exception, listSchemaIssues, type Problem, type Result } from '@breakwater/model';
import { type ResultList, toFingerprint } from '@breakwater/report';
import { UsageError } from '../command.ts';
import { explain } from './find-files.ts';
import type { Judgement } from './judge.ts';
import { readText } from './read-bytes.ts';

/** Findings that were there before, by fingerprint. Throws UsageError for a file that is none. */
export async function readBaseline(file: string): Promise<ReadonlySet<string>> {
  const value = parseJson(await readBaselineText(file), file);
  const [issue] = listSchemaIssues(Baseline, value);
  if (issue !== undefined)
    throw new UsageError(
      `--baseline ${file} is no baseline: ${['', ...issue.path].join('/')} ${issue.message}; --update-baseline writes one`,
    );
  return new Set((value as Baseline).findings);
}

async function readBaselineText(file: string): Promise<string> {
  try {
    return await readText(file);
  } catch (cause) {
    throw cause instanceof UsageError ? new UsageError(`--baseline ${cause.message} --update-baseline writes it.`) : cause;
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`--baseline ${file} is no JSON; --update-baseline writes it anew`);
  }
}

/** Writes what is found now, beside the file first, so that a baseline is never half written. Throws UsageError. */
export async function writeBaseline(file: string, results: ResultList): Promise<void> {
  const findings = [...new Set(results.filter(result => result.state === 'fail').map(toFingerprint))].toSorted();
  const baseline: Baseline = { schema: 'breakwater/baseline', version: '1', findings };
  try {
    await writeFile(`${file}.new`, `${JSON.stringify(baseline, null, 2)}\n`);
    await rename(`${file}.new`, file);
  } catch (cause) {
    throw new UsageError(`--baseline ${file}: ${explain(cause)}`);
  }
}

/** The evaluation with everything accepted that the baseline holds, and a hint when it holds what is no longer found. */
export function applyBaseline(
  evaluation: Judgement['evaluation'],
  baseline: ReadonlySet<string>,
  file: string,
): { evaluation: Judgement['evaluation']; problems: readonly Problem[] } {
  const found = new Set<string>();
  let accepted = 0;
  const results = evaluation.results.map(result => {
    const fingerprint = toFingerprint(result);
    if (result.state !== 'fail' || !baseline.has(fingerprint)) return result;
    found.add(fingerprint);
    accepted++;
    return accept(result, file);
  });
  const { fail, accepted: before } = evaluation.states;
  const states = { ...evaluation.states, fail: fail - accepted, accepted: before + accepted };
  const gone = baseline.size - found.size;
  const problems = gone === 0 ? [] : [{ code: 'baseline-outdated', source: file, message: describeGone(gone) }];
  return { evaluation: { results, states }, problems };
}

function accept(result: Result, file: string): Result {
  const exception: Exception = { id: file, target: result.policy, scope: {}, reason: 'it was there when the baseline was written' };
  return { ...result, state: 'accepted', exception };
}

function describeGone(count: number): string {
  const [what, it] = count === 1 ? ['1 finding', 'it'] : [`${count} findings`, 'they'];
  return `${what} of the baseline can no longer be found: run with --update-baseline, so that ${it} cannot come back unnoticed`;
}
