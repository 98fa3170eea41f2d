import process from 'node:process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRecord, toRecord } from './raw.ts';
import { ANSWERS, buildInventory } from './testing/build.ts';
import { CORPUS } from './testing/corpus.ts';
import { JUNK, replaceAt, replaceAtDepth } from './testing/mutate.ts';
import { listMisfits } from './testing/read-facts.ts';

const show = (junk: unknown) =>
  `${typeof junk} ${JSON.stringify(junk, (_, value) => (typeof value === 'bigint' ? `${value}n` : value))}`.slice(0, 60);

/** Down to the deepest level at which the corpus holds anything: all that lies there at once, or the scalars only. */
const PLACES = Array.from({ length: 16 }, (_, index) => index + 1).flatMap(depth => [[depth, 'all'] as const, [depth, 'scalars'] as const]);

/** No object of a file makes a fact throw or break its type, whatever stands where. */
describe('every fact answers objects whose fields are', () => {
  test.each(JUNK.map(junk => [show(junk), junk] as const))('%s', (_, junk) => {
    const start = process.threadCpuUsage();
    const misfits = PLACES.flatMap(([depth, what]) => {
      const objects = CORPUS.map(({ apiVersion, kind, ...rest }) => ({
        ...toRecord(replaceAtDepth(rest, depth, what, junk)),
        apiVersion,
        kind,
      }));
      return listMisfits(buildInventory(objects, ANSWERS), 50_000).misfits;
    });
    expect([...new Set(misfits)]).toStrictEqual([]);
    expect(process.threadCpuUsage(start).user / 1000).toBeLessThan(10_000);
  });
});

test('every fact answers objects in which some fields are anything', () => {
  const steps = fc.array(fc.nat(40), { minLength: 1, maxLength: 12 });
  const junk = fc.oneof(fc.constantFrom(...JUNK), fc.jsonValue());
  const mutation = fc.tuple(fc.nat(CORPUS.length - 1), steps, junk);
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 30 }), fc.boolean(), (mutations, complete) => {
      const objects: unknown[] = [...CORPUS];
      for (const [at, path, value] of mutations) objects[at] = replaceAt(objects[at], path, value);
      expect(listMisfits(buildInventory(objects.filter(isRecord), { ...ANSWERS, complete }), 50_000).misfits).toStrictEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('every fact answers a set in which everything is there three times', () => {
  expect(listMisfits(buildInventory([...CORPUS, ...CORPUS, ...CORPUS]), 100_000).misfits).toStrictEqual([]);
});
