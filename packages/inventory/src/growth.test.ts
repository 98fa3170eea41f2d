import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { buildInventory } from './testing/build.ts';
import { buildLargeSet } from './testing/large-set.ts';
import { listMisfits } from './testing/read-facts.ts';

/** Milliseconds for reading every fact of a fresh set: the best of two, so that a busy machine weighs less. */
function measure(count: number, spread: 'one namespace' | 'many namespaces'): number {
  const objects = buildLargeSet(count, spread);
  const runs = [1, 2].map(() => {
    const start = process.threadCpuUsage();
    listMisfits(buildInventory(objects), Number.POSITIVE_INFINITY);
    return process.threadCpuUsage(start).user / 1000;
  });
  return Math.min(...runs);
}

/** Ten times the objects may cost what ten times the objects cost, with room for memory; a join of all with all would cost a hundred times. */
describe('reading every fact grows with the number of objects', () => {
  test.each(['one namespace', 'many namespaces'] as const)('in %s', spread => {
    measure(500, spread);
    const [small, middle, large] = [1_000, 5_000, 10_000].map(count => measure(count, spread));
    expect((middle ?? 0) / (small ?? 1)).toBeLessThan(15);
    expect((large ?? 0) / (small ?? 1)).toBeLessThan(30);
    expect(large).toBeLessThan(15_000);
  });
});
