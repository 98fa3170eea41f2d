import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createLog } from '@breakwater/daemon';
import { waitFor } from '@breakwater/testkit';
import { expect, test } from 'vitest';
import { createFolder } from './testing/images.ts';
import { startUpdates } from './updates.ts';
import { Matcher } from './work/matcher.ts';

test('advisories are fetched from a mirror, and the database that comes of it is used from then on', async () => {
  const server = createServer((request, response) => {
    const known = request.url === '/known_exploited_vulnerabilities.json';
    response
      .writeHead(known ? 200 : 404)
      .end(known ? JSON.stringify({ vulnerabilities: [{ cveID: 'CVE-2026-1', dateAdded: '2026-03-01' }] }) : '');
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  using folder = createFolder();
  const file = join(folder.path, 'data', 'advisories.db');
  const matcher = new Matcher(file, createLog('silent'));
  expect([await matcher.describe(), await matcher.match('{}')]).toStrictEqual([undefined, undefined]);
  const mirrors = [`http://127.0.0.1:${(server.address() as AddressInfo).port}/`];
  const stop = startUpdates(file, { everyMs: 3_600_000, folder: join(folder.path, 'fetched'), mirrors }, createLog('silent'));
  await waitFor('the database', () => existsSync(file));
  const described = await matcher.describe();
  expect(described).toMatchObject({ digest: expect.stringMatching(/^[0-9a-f]{64}$/), feeds: [{ name: 'kev' }] });
  await stop();
  await matcher.close();
  server.closeAllConnections();
  server.close();
});
