import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeObjects, POLICIES } from './catalogue.ts';
import { isRecord, JUNK, type Raw, replaceAt, replaceAtDepth } from './mutate.ts';

/** Objects of every example of every policy: whatever a policy looks into stands in one of them. */
const EXAMPLES: readonly Raw[] = POLICIES.flatMap(({ examples }) =>
  [...examples.comply, ...examples.violate].flatMap(({ objects = [] }) => objects),
);

/** Judges objects; nothing is thrown, and every result can be written and says something. */
function judgeAnything(objects: readonly Raw[], complete: boolean): void {
  const { results, states } = judgeObjects(objects, { complete });
  expect(JSON.stringify(results).length).toBeGreaterThan(0);
  expect(
    results.filter(({ message, target }) => typeof message !== 'string' || message === '' || typeof target.name !== 'string'),
  ).toStrictEqual([]);
  expect(Object.values(states).filter(count => !Number.isInteger(count) || count < 0)).toStrictEqual([]);
}

describe('all policies', () => {
  // Thousands of objects by hundreds of policies, twice.
  test('judge all their examples as one set, twice the same', { timeout: 120_000 }, () => {
    const judge = () => judgeObjects(EXAMPLES, { complete: false });
    const { results, states } = judge();
    expect(results.length).toBeGreaterThan(EXAMPLES.length);
    const broken = results.filter(({ state }) => state === 'error');
    expect(broken.map(({ policy, message }) => `${policy}: ${message}`)).toStrictEqual([]);
    expect(judge().states).toStrictEqual(states);
  });

  const show = (junk: unknown) =>
    `${typeof junk} ${JSON.stringify(junk, (_, value) => (typeof value === 'bigint' ? `${value}n` : value))}`.slice(0, 40);
  test.each(JUNK.map(junk => [show(junk), junk] as const))('judge examples whose fields are %s', (_, junk) => {
    const start = performance.now();
    for (const depth of [1, 2, 3, 4, 5, 6, 7, 9]) {
      const some = EXAMPLES.filter((_example, index) => index % 64 === depth);
      judgeAnything(
        some.map(({ apiVersion, kind, ...rest }) => ({
          ...(replaceAtDepth(rest, depth, junk) as Raw),
          apiVersion,
          kind,
        })),
        depth % 2 === 0,
      );
    }
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  test('judge examples in which some fields are anything', () => {
    const steps = fc.array(fc.nat(20), { minLength: 1, maxLength: 10 });
    const mutation = fc.tuple(fc.nat(EXAMPLES.length - 1), steps, fc.oneof(fc.constantFrom(...JUNK), fc.jsonValue()));
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 40 }), fc.boolean(), (mutations, complete) => {
        const objects = mutations.map(([at, path, value]) => replaceAt(EXAMPLES[at], path, value)).filter(isRecord);
        judgeAnything(objects, complete);
      }),
      { numRuns: 40 },
    );
  });
});
