import { expect, test } from 'vitest';
import { joinTail } from './use-tail.ts';

const rowsAt = (...times: readonly string[]) => times.map(time => ({ time }));
const timeOf = ({ time }: { readonly time: string }) => time;

test.each([
  ['nothing before', undefined, ['3', '2'], false, ['3', '2'], false],
  ['new ones come first', ['2', '1'], ['4', '3'], false, ['4', '3', '2', '1'], false],
  ['a late one stands where its time puts it', ['4', '2'], ['5', '3'], false, ['5', '4', '3', '2'], false],
  ['too many for one look: what is older goes', ['2', '1'], ['9', '8'], true, ['9', '8'], true],
] as const)('%s', (_, before, fresh, isCut, rows, isCutAfter) => {
  const old = before === undefined ? undefined : { rows: rowsAt(...before), isCut: false };
  expect(joinTail(old, { rows: rowsAt(...fresh), total: 7, isCut }, timeOf)).toStrictEqual({
    rows: rowsAt(...rows),
    total: 7,
    isCut: isCutAfter,
  });
});

test('keeps the newest 5,000, says that there were more, and goes on saying so', () => {
  const many = Array.from({ length: 5001 }, (_, index) => ({ time: String(20_000 - index) }));
  const full = joinTail(undefined, { rows: many, total: 1, isCut: false }, timeOf);
  expect([full.rows.length, full.rows.at(-1), full.isCut]).toStrictEqual([5000, { time: '15001' }, true]);
  expect(joinTail(full, { rows: [], total: 1, isCut: false }, timeOf).isCut).toBe(true);
});
