import { describe, expect, it } from 'vitest';
import { describeOutcome } from '../testing/outcome.ts';

describe('IP addresses', () => {
  it.each([
    ['ip("127.0.0.1")', 'net.IP 127.0.0.1'],
    ['ip("2001:DB8::0:0:ABCD")', 'net.IP 2001:db8::abcd'],
    ['ip("::ffff:1.2.3.4")', 'evaluation-failed: 1:1: IPv4-mapped IPv6 address "::ffff:1.2.3.4" is not allowed'],
    ['ip("64:ff9b::1.2.3.4") == ip("64:ff9b::102:304")', 'bool true'],
    ['ip("fe80::1%eth0")', 'evaluation-failed: 1:1: IP address "fe80::1%eth0" with zone value is not allowed'],
    ['ip("127.0.0.256")', 'evaluation-failed: 1:1: IP Address "127.0.0.256" parse error during conversion from string'],
    [
      'isIP("01.2.3.4") || isIP("1.2.3") || isIP(":::1") || isIP("1::2::3") || isIP("1:2:3:4:5:6:7:8:9") || isIP("1:2:3:4:5:6:7::8:9")',
      'bool false',
    ],
    ['isIP("::") && isIP("1:2:3:4:5:6:7:8") && isIP("1::8") && isIP("::1.2.3.4")', 'bool true'],
    ['ip.isCanonical("2001:db8::abcd") && !ip.isCanonical("2001:DB8::ABCD") && !ip.isCanonical("2001:db8::0:0:0:abcd")', 'bool true'],
    ['[ip("127.0.0.1").family(), ip("::1").family()]', '[int 4, int 6]'],
    ['ip("0.0.0.0").isUnspecified() && ip("::").isUnspecified() && !ip("::1").isUnspecified()', 'bool true'],
    ['ip("127.9.9.9").isLoopback() && ip("::1").isLoopback() && !ip("192.168.0.1").isLoopback()', 'bool true'],
    [
      'ip("224.0.0.1").isLinkLocalMulticast() && ip("ff02::1").isLinkLocalMulticast() && !ip("224.0.1.1").isLinkLocalMulticast()',
      'bool true',
    ],
    [
      'ip("169.254.169.254").isLinkLocalUnicast() && ip("fe80::1").isLinkLocalUnicast() && !ip("fd80::1").isLinkLocalUnicast()',
      'bool true',
    ],
    ['ip("192.168.0.1").isGlobalUnicast() && !ip("255.255.255.255").isGlobalUnicast() && !ip("ff00::1").isGlobalUnicast()', 'bool true'],
    ['string(ip("1:0:0:2:0:0:0:3"))', '"1:0:0:2::3"'],
    ['type(ip("::1")) == net.IP', 'bool true'],
  ])('%s', (source, outcome) => {
    expect(describeOutcome(source)).toBe(outcome);
  });
});
