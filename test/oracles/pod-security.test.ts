import { Inventory } from '@breakwater/inventory';
import { createPodSecurity, type PodSecurity, parseMinor } from '@breakwater/policy';
import { expect, test } from 'vitest';
import { readCompiledPolicies } from '../content/judge-set.ts';
import { readStandard } from '../content/read-standard.ts';
import { describeWithShared } from '../shared.ts';
import { readJsonLines } from './json-lines.ts';

interface Line {
  readonly id: string;
  readonly expect: 'pass' | 'fail';
  readonly check: string | null;
}

interface Case extends Line {
  readonly level: 'baseline' | 'restricted';
  readonly versions: readonly string[];
  readonly pod: Record<string, unknown>;
}

interface Verdict {
  readonly version: string;
  readonly violates: readonly string[];
}

describeWithShared('Pod Security Standards', ['oracles', 'config', 'pod-security.jsonl'], path => {
  test('all 4,537 facts of the reference implementation hold', () => {
    const lines = readJsonLines(path) as unknown as readonly Case[];
    const podSecurity = createPodSecurity(readStandard('pod-security'), readCompiledPolicies());
    const facts = lines.flatMap(line => line.versions.map(version => ({ line, verdict: judgePod(podSecurity, line, version) })));
    const wrong = facts
      .filter(({ line, verdict }) => !holds(line, verdict))
      .map(({ line, verdict }) => `${line.id} at ${verdict.version}: ${verdict.violates.join(', ')}`);
    expect(wrong).toEqual([]);
    expect(facts).toHaveLength(4537);
  });
});

function judgePod(podSecurity: PodSecurity, { pod, level }: Case, version: string): Verdict {
  const inventory = new Inventory([{ value: pod }], {
    cluster: 'file:oracle',
    kubeMinor: parseMinor(version),
    complete: true,
    namespace: '',
  });
  return { version, violates: inventory.workloads.flatMap(workload => podSecurity.listViolations(inventory, workload, level)) };
}

/** A failing pod violates its own check, whatever else; the base pods of a failing directory name no check. */
function holds({ expect: expected, check }: Line, { violates }: Verdict): boolean {
  return expected === 'pass' ? violates.length === 0 : check === null || violates.includes(check);
}
