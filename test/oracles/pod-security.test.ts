import { expect, test } from 'vitest';
import { suite } from '../../apps/cli/src/suites/pod-security.ts';
import { describeWithShared } from '../shared.ts';
import { readJsonLines } from './json-lines.ts';

interface Line {
  readonly id: string;
  readonly expect: 'pass' | 'fail';
  readonly check: string | null;
}

interface Verdict {
  readonly version: string;
  readonly violates: readonly string[];
}

describeWithShared('Pod Security Standards', ['oracles', 'config', 'pod-security.jsonl'], path => {
  test('all 4,537 facts of the reference implementation hold', () => {
    const lines = readJsonLines(path) as unknown as readonly Line[];
    const facts = lines.flatMap(line => (suite.run(line as unknown as Record<string, unknown>) as Verdict[]).map(verdict => ({ line, verdict })));
    const wrong = facts.filter(({ line, verdict }) => !holds(line, verdict)).map(({ line, verdict }) => `${line.id} at ${verdict.version}: ${verdict.violates.join(', ')}`);
    expect(wrong).toEqual([]);
    expect(facts).toHaveLength(4537);
  });
});

/** A failing pod violates its own check, whatever else; the base pods of a failing directory name no check. */
function holds({ expect: expected, check }: Line, { violates }: Verdict): boolean {
  return expected === 'pass' ? violates.length === 0 : check === null || violates.includes(check);
}
