import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { Ballast, isUnwritable, measureRoom, RESERVE } from './disk.ts';

/** What SQLite says when it has no more pages. */
function fillDatabase(): unknown {
  const database = new DatabaseSync(':memory:');
  try {
    database.exec('PRAGMA max_page_count = 3; CREATE TABLE t (text TEXT); INSERT INTO t VALUES (hex(zeroblob(100000)))');
  } catch (cause) {
    return cause;
  } finally {
    database.close();
  }
  return undefined;
}

it.each([
  ['a full database', fillDatabase(), true],
  ['a write that the system refuses', Object.assign(new Error('x'), { errcode: 778 }), true],
  ['a file on a full disk', Object.assign(new Error('x'), { code: 'ENOSPC' }), true],
  ['a quota', Object.assign(new Error('x'), { code: 'EDQUOT' }), true],
  ['a lock', Object.assign(new Error('x'), { errcode: 5 }), false],
  ['anything else', new Error('x'), false],
  ['no error', 'full', false],
])('%s', (_, cause, isFull) => {
  expect(isUnwritable(cause)).toBe(isFull);
});

it('measures the disk, and takes one that cannot be measured for empty', () => {
  expect(measureRoom(tmpdir())).toBeGreaterThan(0);
  expect(measureRoom('/no/such/folder')).toBe(Number.MAX_SAFE_INTEGER);
});

it('holds ballast while there is plenty of room, and gives it up once', () => {
  const folder = createFolder();
  const ballast = new Ballast(folder);
  ballast.takeIn(RESERVE);
  expect([readdirSync(folder), ballast.drop()]).toEqual([[], false]);
  ballast.takeIn(1e9);
  ballast.takeIn(1e9);
  expect(readdirSync(folder)).toEqual(['ballast']);
  expect([ballast.drop(), ballast.drop(), readdirSync(folder)]).toEqual([true, false, []]);
});
