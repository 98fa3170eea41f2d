import { readFileSync } from 'node:fs';
import { containsRange } from '@breakwater/inventory';
import { type End, findAtom, Reachability, UPSTREAM } from '@breakwater/network';
import { expect, test } from 'vitest';
import { describeWithShared } from '../../../../test/shared.ts';
import { type ProbeCase, readProbes, suite } from './network-probes.ts';

interface Answer {
  readonly allowed: boolean;
  readonly ingress?: boolean;
  readonly egress?: boolean;
}

interface OracleCase {
  readonly id: string;
  readonly probes: readonly Answer[];
}

const FILES = [
  ['e2e', 506],
  ['policy-api', 301],
  ['policy-assistant', 1090],
] as const;

describeWithShared('the truth of upstream', ['oracles', 'network'], folder => {
  const read = (name: string): readonly OracleCase[] =>
    readFileSync(`${folder}/${name}.jsonl`, 'utf8')
      .split('\n')
      .filter(line => line !== '')
      .map(line => JSON.parse(line) as OracleCase);

  test.each(FILES)('%s has its %i probes', (name, count) => {
    expect(read(name).flatMap(({ probes }) => probes)).toHaveLength(count);
  });

  test.each(FILES.flatMap(([name]) => read(name)).map(oracleCase => [oracleCase.id, oracleCase] as const))('%s', (_id, oracleCase) => {
    const answers = suite.run({ ...oracleCase }) as readonly Required<Answer>[];
    const told = oracleCase.probes.map(({ allowed, ingress, egress }, index) => ({
      allowed,
      ingress: ingress ?? answers[index]?.ingress,
      egress: egress ?? answers[index]?.egress,
    }));
    expect(answers).toStrictEqual(told);
  });

  test.each(FILES)('%s by classes of pods', name => {
    const cases = read(name).map(oracleCase => ({ oracleCase, probes: readProbes({ ...oracleCase }) }));
    const wrong = cases.flatMap(({ oracleCase, probes }) => {
      const reachability = new Reachability(probes.pods, probes.policies, probes.world);
      return listWrong(reachability, probes, oracleCase);
    });
    expect(wrong).toStrictEqual([]);
  });

  test('steps of one test as updates of the step before', () => {
    const steps = read('e2e').map(oracleCase => ({ oracleCase, probes: readProbes({ ...oracleCase }) }));
    const pairs = steps.flatMap((step, index) => {
      const before = steps[index - 1];
      return before !== undefined && isSameTest(before.oracleCase, step.oracleCase) && isSameCluster(before.probes, step.probes)
        ? [{ before, step }]
        : [];
    });
    expect(pairs.length).toBeGreaterThanOrEqual(8);
    const wrong = pairs.flatMap(({ before, step }) => {
      const told = [...before.probes.policies, ...step.probes.policies];
      const reachability = new Reachability(step.probes.pods, before.probes.policies, step.probes.world, UPSTREAM, told);
      for (const policy of before.probes.policies) expect(reachability.update(policy, undefined)).toBe(true);
      for (const policy of step.probes.policies) expect(reachability.update(undefined, policy)).toBe(true);
      return listWrong(reachability, step.probes, step.oracleCase);
    });
    expect(wrong).toStrictEqual([]);
  });
});

function listWrong(reachability: Reachability, { probes, world }: ProbeCase, { id, probes: told }: OracleCase): readonly string[] {
  return probes.flatMap(({ source, destination, query }, index) => {
    const [from, to] = [findClass(reachability, source), findClass(reachability, destination)];
    // The node of a pod always reaches it, which classes do not tell.
    const isLocal =
      source.kind === 'node' && destination.kind === 'pod' && destination.node === source.name && world.nodes.includes(source);
    const found = isLocal || reachability.reaches(from, to, findAtom(reachability.atoms, query.protocol, query.port));
    return found === told[index]?.allowed ? [] : [`${id} probe ${index}`];
  });
}

function findClass({ classes }: Reachability, end: End): number {
  const index = classes.findIndex(({ end: representative, members }) => {
    if (end.kind === 'pod') return members.includes(end);
    if (end.kind === 'node' || representative.kind !== 'outside') return representative === end;
    const { without = [] } = representative as { without?: readonly (typeof end.range)[] };
    return containsRange(representative.range, end.range) && !without.some(part => containsRange(part, end.range));
  });
  if (index < 0) throw new RangeError('every end has a class');
  return index;
}

function isSameTest(a: OracleCase, b: OracleCase): boolean {
  const name = ({ id }: OracleCase): string => id.slice(0, id.lastIndexOf('/'));
  return name(a) === name(b);
}

function isSameCluster(a: ProbeCase, b: ProbeCase): boolean {
  const text = ({ pods, world }: ProbeCase): string =>
    JSON.stringify([pods, [...world.namespaces]], (_, value) => (typeof value === 'bigint' ? String(value) : value));
  return text(a) === text(b);
}
