import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createRefresher } from './refresher.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('gathers what comes together, then pauses', async () => {
  const asked: string[][] = [];
  const refresher = createRefresher(async names => asked.push([...names]), 1000);
  refresher.add(['violations', 'overview']);
  refresher.add(['violations', 'workloads']);
  await vi.advanceTimersByTimeAsync(60);
  expect(asked).toEqual([['violations', 'overview', 'workloads']]);
  refresher.add(['nodes']);
  await vi.advanceTimersByTimeAsync(900);
  expect(asked).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(200);
  expect(asked[1]).toEqual(['nodes']);
});

it('waits for a slow answer, and goes on after a failure', async () => {
  let asked = 0;
  const refresher = createRefresher(async () => {
    asked += 1;
    await new Promise(done => setTimeout(done, 5000));
    throw new Error('down');
  }, 1000);
  refresher.add(['violations']);
  await vi.advanceTimersByTimeAsync(100);
  refresher.add(['violations']);
  await vi.advanceTimersByTimeAsync(5500);
  expect(asked).toBe(1);
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked).toBe(2);
});

it('asks for nothing after it was stopped', async () => {
  const refresh = vi.fn(async () => undefined);
  const refresher = createRefresher(refresh, 1000);
  refresher.add(['violations']);
  refresher.stop();
  await vi.advanceTimersByTimeAsync(5000);
  refresher.add(['violations']);
  await vi.advanceTimersByTimeAsync(5000);
  expect(refresh).not.toHaveBeenCalled();
});
