import { expect, test } from 'vitest';
import { guardedLookup } from './guarded-lookup.ts';

function look(host: string, all: boolean): Promise<unknown> {
  return new Promise((resolve, reject) => {
    guardedLookup(host, { all }, (error, address, family) => (error === null ? resolve(all ? address : [address, family]) : reject(error)));
  });
}

test('names lead where they lead', async () => {
  expect([await look('127.0.0.1', true), await look('127.0.0.1', false)]).toStrictEqual([
    [{ address: '127.0.0.1', family: 4 }],
    ['127.0.0.1', 4],
  ]);
});

test.each(['169.254.169.254', '0.0.0.0', 'fe80::1', '::ffff:169.254.169.254', '::'])('but never to %s', async host => {
  await expect(look(host, true)).rejects.toMatchObject({ code: 'address-refused' });
});
