import { readFileSync } from 'node:fs';

/** Resident memory of a process, in MB. */
export function readMemory(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

/** How much the line of least squares through samples at equal distances rises over all of them. */
export function measureGrowth(samples: readonly number[]): number {
  const middle = (samples.length - 1) / 2;
  const mean = samples.reduce((sum, value) => sum + value, 0) / samples.length;
  const [rise, run] = samples.reduce(
    ([up, along], value, index) => [up + (index - middle) * (value - mean), along + (index - middle) ** 2],
    [0, 0],
  );
  return (rise / run) * (samples.length - 1);
}
