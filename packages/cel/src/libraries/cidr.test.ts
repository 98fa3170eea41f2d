import { describe, expect, it } from 'vitest';
import { describeOutcome } from '../testing/outcome.ts';

describe('address ranges', () => {
  it.each([
    ['cidr("192.168.0.1/24")', 'net.CIDR 192.168.0.1/24'],
    ['cidr("192.168.0.0/33")', 'evaluation-failed: 1:1: network address parse error during conversion from string: "192.168.0.0/33"'],
    [
      'isCIDR("::1/128") && !isCIDR("::1/129") && !isCIDR("10.0.0.0/08") && !isCIDR("10.0.0.0") && !isCIDR("::ffff:1.2.3.4/24")',
      'bool true',
    ],
    ['cidr("192.168.0.0/24").containsIP("192.168.0.1") && !cidr("192.168.0.0/24").containsIP(ip("192.168.1.1"))', 'bool true'],
    ['cidr("0.0.0.0/0").containsIP("::1")', 'bool false'],
    ['cidr("10.0.0.0/8").containsIP("x")', 'evaluation-failed: 1:20: IP Address "x" parse error during conversion from string'],
    ['cidr("192.168.0.0/16").containsCIDR("192.168.10.0/24") && !cidr("192.168.1.0/24").containsCIDR(cidr("192.168.0.0/16"))', 'bool true'],
    ['cidr("192.168.0.1/24").masked()', 'net.CIDR 192.168.0.0/24'],
    ['cidr("192.168.0.1/24") == cidr("192.168.0.1/24").masked()', 'bool false'],
    ['cidr("::1/128").prefixLength() + cidr("::1/128").ip().family()', 'int 134'],
    ['string(cidr("2001:DB8::/32"))', '"2001:db8::/32"'],
  ])('%s', (source, outcome) => {
    expect(describeOutcome(source)).toBe(outcome);
  });
});
