import { expect, test } from 'vitest';
import { listSyscalls } from './syscall-names.ts';

/** Bits of some numbers. */
function toBits(...numbers: readonly number[]): Uint8Array {
  const bits = new Uint8Array(64);
  for (const number of numbers) bits[number >> 3] = (bits[number >> 3] ?? 0) | (1 << (number & 7));
  return bits;
}

test.each([
  ['x64', [0, 1, 59, 257, 334, 435], ['clone3', 'execve', 'openat', 'read', 'rseq', 'write']],
  ['arm64', [56, 63, 64, 221, 293, 435], ['clone3', 'execve', 'openat', 'read', 'rseq', 'write']],
  ['x64', [400, 511], ['400', '511']],
  ['riscv64', [63], ['63']],
  ['x64', [], []],
])('%s: %j', (architecture, numbers, expected) => {
  expect(listSyscalls(toBits(...numbers), architecture)).toStrictEqual(expected);
});
