import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DOUBTS, UPSTREAM } from '../evaluate/assumptions.ts';
import { sortTiers } from '../evaluate/side.ts';
import { decide } from '../evaluate/verdict.ts';
import { readPolicies } from '../policy/read-policies.ts';
import { type ArbitraryCluster, arbitraryCluster } from '../testing/arbitrary-world.ts';
import type { End } from '../world.ts';
import { hasBit } from './bitset.ts';
import { Reachability } from './reachability.ts';

const RUNS = 60;

/** Every two ends that are not one and the same, with the classes that stand for them. */
function* listPairs({ classes }: Reachability): Generator<{ source: End; from: number; destination: End; to: number }> {
  const ends = classes.flatMap(({ end, members }, index) =>
    members.length === 0 ? [{ end, index }] : members.map(pod => ({ end: pod, index })),
  );
  for (const { end: source, index: from } of ends) {
    for (const { end: destination, index: to } of ends) {
      const isOwnNode = source.kind === 'node' && destination.kind === 'pod' && destination.node === source.name;
      if (source !== destination && !isOwnNode) yield { source, from, destination, to };
    }
  }
}

function compare({ pods, world, policies: raw }: ArbitraryCluster, assumptions = UPSTREAM): void {
  const { policies, problems } = readPolicies(raw);
  expect(problems).toStrictEqual([]);
  const rules = { world, tiers: sortTiers(policies) };
  const reachability = new Reachability(pods, policies, world, assumptions);
  const visited = new Map<string, boolean>();
  reachability.visitAll((source, atom, reached) => {
    for (const to of reachability.classes.keys()) visited.set(`${source} ${to} ${atom}`, hasBit(reached, to));
  });
  for (const { source, from, destination, to } of listPairs(reachability)) {
    for (const [atom, { protocol, from: port }] of reachability.atoms.entries()) {
      const expected = decide(rules, source, destination, { protocol, port }, assumptions).upstream === 'allowed';
      const where = JSON.stringify([source, destination, protocol, port], (_, value) =>
        typeof value === 'bigint' ? String(value) : value,
      );
      expect([where, reachability.reaches(from, to, atom)]).toStrictEqual([where, expected]);
      expect([where, visited.get(`${from} ${to} ${atom}`)]).toStrictEqual([where, expected]);
      expect([where, hasBit(reachability.listReached(from, atom), to)]).toStrictEqual([where, expected]);
    }
  }
}

test('classes answer as two of their members do', () => {
  fc.assert(
    fc.property(arbitraryCluster, cluster => compare(cluster)),
    { numRuns: RUNS },
  );
});

test.each(Object.entries(DOUBTS))('and so they do when it is assumed otherwise: %s', (_doubt, change) => {
  fc.assert(
    fc.property(arbitraryCluster, cluster => compare(cluster, { ...UPSTREAM, ...change })),
    { numRuns: RUNS / 4 },
  );
});
