import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createDataFolder } from '../testing/data-folder.ts';
import { findUnprivileged, mayEnter } from './postgres-account.ts';

describe('the account that PostgreSQL runs under', () => {
  test.each([
    [
      'root:x:0:0::/root:/bin/sh\nnobody:x:65534:65534::/:/bin/false\npostgres:x:101:104::/var/lib/postgresql:/bin/sh',
      { uid: 101, gid: 104 },
    ],
    ['root:x:0:0::/root:/bin/sh\nnobody:x:65534:65533::/:/bin/false', { uid: 65_534, gid: 65_533 }],
    ['breakwater:x:7:8::/:/bin/false\nnobody:x:65534:65534::/:/bin/false', { uid: 7, gid: 8 }],
    ['root:x:0:0::/root:/bin/sh', undefined],
    ['nobody:x:0:0::/:/bin/sh', undefined],
    ['', undefined],
  ])('%j', (passwd, account) => {
    expect(findUnprivileged(passwd)).toStrictEqual(account);
  });
});

test('a folder may be entered when every folder above may', () => {
  const folder = createDataFolder();
  const account = { uid: 65_534, gid: 65_534 };
  const inner = join(folder.path, 'a/b');
  mkdirSync(inner, { recursive: true });
  expect([mayEnter(inner, account), mayEnter(join(inner, 'not-yet'), account)]).toStrictEqual([true, true]);
  chmodSync(join(folder.path, 'a'), 0o700);
  expect([mayEnter(inner, account), mayEnter(inner, undefined)]).toStrictEqual([false, true]);
  folder.remove();
});
