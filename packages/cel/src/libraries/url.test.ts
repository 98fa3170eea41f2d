import { describe, expect, it } from 'vitest';
import { describeOutcome } from '../testing/outcome.ts';

describe('URLs', () => {
  it.each([
    ['url("https://user:pass@example.com:80/path?query=val#fragment").getHost()', '"example.com:80"'],
    ['url("/absolute-path").getScheme() + url("/absolute-path").getHost()', '""'],
    [
      'isURL("https://a:b:c/") || isURL("../relative-path") || isURL("") || isURL("http://[::1") || isURL("https://ex ample.com/")',
      'bool false',
    ],
    ['url("HTTPS://Example.com").getScheme() + url("HTTPS://Example.com").getHost()', '"httpsExample.com"'],
    ['url("https://[::1]:80/").getHost() + " " + url("https://[::1]:80/").getHostname()', '"[::1]:80 ::1"'],
    ['url("https://example.com:80/").getPort() + url("https://example.com/").getPort()', '"80"'],
    ['url("https://example.com/path with spaces/").getEscapedPath()', '"/path%20with%20spaces/"'],
    ['url("https://example.com/a%2Fb").getEscapedPath()', '"/a%2Fb"'],
    ['url("https://example.com").getEscapedPath()', '""'],
    ['url("https://example.com/path?k1=a&k2=b&k2=c+d%21").getQuery()', '{"k1": ["a"], "k2": ["b", "c d!"]}'],
    ['url("https://example.com/path?").getQuery()', '{}'],
    ['url("mailto:a@example.com").getScheme()', '"mailto"'],
    [
      'url("https://example.com/%zz")',
      'evaluation-failed: 1:1: URL parse error during conversion from string: invalid URL escape: "https://example.com/%zz"',
    ],
    ['url("/a") == url("/a") && url("/a") != url("/b")', 'bool true'],
  ])('%s', (source, outcome) => {
    expect(describeOutcome(source)).toBe(outcome);
  });
});
