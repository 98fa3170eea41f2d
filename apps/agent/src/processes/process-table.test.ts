import { expect, test } from 'vitest';
import { readFrame } from '../frames/read-frame.ts';
import { buildFrame, type FrameParts } from '../testing/build-frame.ts';
import { ProcessTable } from './process-table.ts';

const toHead = (parts: Partial<FrameParts>) => readFrame(buildFrame({ type: 0, ...parts })).head;

test('a chain of processes has no more ancestors than are told, however long it is', () => {
  const table = new ProcessTable('n', 'b');
  let head = toHead({ pid: 100, start: 0n });
  for (let pid = 101; pid < 200; pid += 1) {
    table.fork(head, { pid, start: pid, containerPid: pid });
    head = toHead({ pid, start: BigInt(pid) * 10_000_000n });
  }
  const { ancestors, ancestorsTruncated } = table.resolve(head);
  expect([ancestors.length, ancestors[0]?.id, ancestorsTruncated]).toStrictEqual([8, table.toId(198, 198), true]);
});

test('a pid that is used again is another process', () => {
  const table = new ProcessTable('n', 'b');
  const first = table.resolve(toHead({ pid: 7, start: 10_000_000n, name: 'old' }));
  const second = table.resolve(toHead({ pid: 7, start: 90_000_000n, name: 'new' }));
  expect([first.name, second.name, first.id === second.id, table.find(7, 1)]).toStrictEqual(['old', 'new', false, undefined]);
});

test('the table is bounded', () => {
  const table = new ProcessTable('n', 'b', 100);
  for (let pid = 1; pid < 1000; pid += 1) table.resolve(toHead({ pid, start: 10_000_000n }));
  expect([table.size, table.find(1, 1), table.find(999, 1)?.pid]).toStrictEqual([100, undefined, 999]);
});

test('ids differ by node and boot', () => {
  const ids = [new ProcessTable('n', 'b'), new ProcessTable('m', 'b'), new ProcessTable('n', 'c')].map(table => table.toId(1, 1));
  expect(new Set(ids).size).toBe(3);
});
