import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { run } from '../testing/terminal.ts';

const KEV = JSON.stringify({ vulnerabilities: [{ cveID: 'CVE-1', dateAdded: '2026-01-01' }] });

/** A proxy that answers for the mirror, which nobody can reach otherwise. */
async function startProxy() {
  const log: string[] = [];
  const server = createServer((request, response) => {
    log.push(request.url ?? '');
    response.end(KEV);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    log,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

afterEach(() => vi.unstubAllEnvs());

test('a source is a feed and a URL', async () => {
  const { code, err } = await run(['db', 'update', '--source', 'osv']);
  expect([code, err.split('\n')[0]]).toStrictEqual([
    2,
    "error: --source takes a feed and a URL such as osv=https://osv.example, not 'osv'",
  ]);
});

test.each<[title: string, noProxy: string, code: number, log: readonly string[]]>([
  ['a proxy', '', 0, ['http://mirror.invalid/known_exploited_vulnerabilities.json']],
  ['no proxy, where none is wanted', 'mirror.invalid', 3, []],
])('goes through %s', async (_, noProxy, code, log) => {
  await using proxy = await startProxy();
  using folder = createFolder({ 'cache/npm.jsonl': '{"id":"X-1"}' });
  for (const [name, value] of Object.entries({ HTTP_PROXY: proxy.url, http_proxy: '', NO_PROXY: noProxy, no_proxy: '' }))
    vi.stubEnv(name, value);
  const words = ['--db', folder.at('db'), '--cache', folder.at('cache'), '--mirror', 'http://mirror.invalid', '--only', 'kev'];
  const answer = await run(['db', 'update', ...words]);
  expect([answer.code, proxy.log]).toStrictEqual([code, log]);
});
