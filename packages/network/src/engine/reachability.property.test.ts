import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DOUBTS, UPSTREAM } from '../evaluate/assumptions.ts';
import { sortTiers } from '../evaluate/side.ts';
import { decide } from '../evaluate/verdict.ts';
import { readPolicies } from '../policy/read-policies.ts';
import { type ArbitraryCluster, arbitraryCluster } from '../testing/arbitrary-world.ts';
import type { End } from '../world.ts';
import { hasBit } from './bitset.ts';
import { findAtom, Reachability } from './reachability.ts';

const RUNS = 60;

/** Every two ends that are not one and the same, with the classes that stand for them. */
function* listPairs({ classes }: Reachability): Generator<{ source: End; from: number; destination: End; to: number }> {
  const ends = classes.flatMap(({ end, members }, index) =>
    members.length === 0 ? [{ end, index }] : members.map(pod => ({ end: pod, index })),
  );
  for (const { end: source, index: from } of ends) {
    for (const { end: destination, index: to } of ends) {
      const own = destination.kind === 'pod' ? destination.node : undefined;
      const isOwnNode =
        own !== undefined &&
        (source.kind === 'node' ? source.name === own : source.kind === 'pod' && source.hostNetwork && source.node === own);
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

const CHANGES = Object.entries(DOUBTS).flatMap(([doubt, changes]) =>
  changes.map(change => [`${doubt} ${Object.values(change)}`, change] as const),
);

test.each(CHANGES)('and so they do when it is assumed otherwise: %s', (_doubt, change) => {
  fc.assert(
    fc.property(arbitraryCluster, cluster => compare(cluster, { ...UPSTREAM, ...change })),
    { numRuns: RUNS / 4 },
  );
});

/** Everything that is reached, port by port, whatever the atoms are. */
function describeAll(reachability: Reachability): readonly string[] {
  return [...reachability.classes.keys()].flatMap(source =>
    [...reachability.classes.keys()].flatMap(destination =>
      reachability.atoms
        .filter((_, atom) => reachability.reaches(source, destination, atom))
        .map(({ protocol, from, to }) => `${source} ${destination} ${protocol} ${from}-${to}`),
    ),
  );
}

test('an update gives what a computation from the beginning gives', () => {
  fc.assert(
    fc.property(arbitraryCluster, fc.nat(), fc.nat(), ({ pods, world, policies: raw }, first, second) => {
      const { policies } = readPolicies(raw);
      const [old, next] = [policies[first % (policies.length + 1)], policies[second % (policies.length + 1)]];
      const before = policies.filter(policy => policy !== next || policy === old);
      const after = [...before.filter(policy => policy !== old), ...(next === undefined ? [] : [next])];
      const updated = new Reachability(pods, before, world, UPSTREAM, policies);
      expect(updated.update(old, next)).toBe(true);
      expect(describeAll(updated)).toStrictEqual(describeAll(new Reachability(pods, after, world, UPSTREAM, policies)));
    }),
    { numRuns: RUNS },
  );
});

test('an update cuts ports further, and refuses what the classes do not tell apart', () => {
  fc.assert(
    fc.property(arbitraryCluster, fc.nat(), ({ pods, world, policies: raw }, at) => {
      const { policies } = readPolicies(raw);
      const next = policies[at % (policies.length + 1)];
      const before = policies.filter(policy => policy !== next);
      const updated = new Reachability(pods, before, world);
      const untouched = describeAll(updated);
      const fresh = new Reachability(pods, policies, world);
      if (updated.update(undefined, next)) {
        expect(updated.classes).toStrictEqual(fresh.classes);
        for (const { source, from, destination, to } of listPairs(fresh)) {
          for (const [atom, { protocol, from: port }] of fresh.atoms.entries()) {
            const found = updated.reaches(from, to, findAtom(updated.atoms, protocol, port));
            expect([source, destination, protocol, port, found]).toStrictEqual([
              source,
              destination,
              protocol,
              port,
              fresh.reaches(from, to, atom),
            ]);
          }
        }
      } else expect(describeAll(updated)).toStrictEqual(untouched);
    }),
    { numRuns: RUNS },
  );
});

test('what is said to change nothing changes nothing', () => {
  fc.assert(
    fc.property(arbitraryCluster, fc.nat(), ({ pods, world, policies: raw }, at) => {
      const { policies } = readPolicies(raw);
      const old = policies[at % Math.max(policies.length, 1)];
      if (old === undefined) return;
      const now = new Reachability(pods, policies, world);
      const rest = policies.filter(policy => policy !== old);
      const later = new Reachability(pods, rest, world, UPSTREAM, policies);
      if (!now.wouldChange(old, undefined)) expect(describeAll(later)).toStrictEqual(describeAll(now));
    }),
    { numRuns: RUNS },
  );
});
