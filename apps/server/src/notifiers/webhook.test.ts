import { describe, expect, test } from 'vitest';
import { isAllowedAddress } from './allowed-address.ts';
import { webhook } from './webhook.ts';

describe('where messages may go', () => {
  test.each([
    ['203.0.113.9', true, true],
    ['10.0.0.5', true, true],
    ['192.168.1.1', true, true],
    ['2001:db8::1', true, true],
    ['127.0.0.1', false, true],
    ['127.8.8.8', false, true],
    ['::1', false, true],
    ['::ffff:127.0.0.1', false, true],
    ['::ffff:7f00:1', false, true],
    ['169.254.169.254', false, false],
    ['::ffff:169.254.169.254', false, false],
    ['::ffff:a9fe:a9fe', false, false],
    ['64:ff9b::a9fe:a9fe', false, false],
    ['100.100.100.200', false, false],
    ['192.0.0.192', false, false],
    ['168.63.129.16', false, false],
    ['0.0.0.0', false, false],
    ['::', false, false],
    ['224.0.0.1', false, false],
    ['255.255.255.255', false, false],
    ['fe80::1', false, false],
    ['fd00:ec2::254', false, false],
  ])('%s: %j, with loopback allowed %j', (address, strict, loose) => {
    expect([isAllowedAddress(address, false), isAllowedAddress(address, true)]).toStrictEqual([strict, loose]);
  });
});

describe('a webhook', () => {
  const message = { schema: 'breakwater/notification/1', id: 'x', event: 'test', time: '2026-01-01T00:00:00Z' } as const;
  test.each([
    ['http://127.0.0.1/', '127.0.0.1'],
    ['http://2130706433/', '127.0.0.1'],
    ['http://0x7f.1/', '127.0.0.1'],
    ['http://[::1]/', '::1'],
    ['http://169.254.169.254/latest/meta-data', '169.254.169.254'],
    ['http://localhost/', '(?:127.0.0.1|::1)'],
  ])('never goes to %s', async (url, address) => {
    const outcome = webhook.deliver({ config: { url }, secret: undefined }, message, { allowLoopback: false });
    await expect(outcome).rejects.toMatchObject({
      code: 'address-refused',
      message: expect.stringMatching(new RegExp(`^${address} is a loopback, link-local or metadata address, where no message may go$`)),
    });
  });
});
