import { join } from 'node:path';
import { tokens } from '@breakwater/api';
import { BearerClient, createLog } from '@breakwater/daemon';
import type { Event } from '@breakwater/model';
import { startSensor } from '@breakwater/sensor';
import { startServer } from '@breakwater/server';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { logIn } from '../testing/log-in.ts';
import { run } from '../testing/terminal.ts';

const MANIFEST = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop, uid: d }
spec:
  selector: { matchLabels: { app: web } }
  template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: app, image: shop/web:1 }] } }
---
apiVersion: v1
kind: Pod
metadata:
  name: web-1
  namespace: shop
  uid: p1
  ownerReferences: [{ apiVersion: apps/v1, kind: Deployment, name: web, uid: d, controller: true }]
spec: { containers: [{ name: app, image: shop/web:1 }] }
`;
const SECRET = 'shared-with-agents-for-tests-0123456789abc';
const PROCESS = { id: 'p', exe: '/bin/app', argv: ['/bin/app'], argvTruncated: false, uid: 0, ancestors: [] };

/** A server, a sensor with a port for agents, and one event of an agent. */
async function start() {
  const folder = createFolder({ 'objects/shop.yaml': MANIFEST, 'secrets/agent': SECRET });
  onTestFinished(() => folder[Symbol.dispose]());
  const log = createLog('silent');
  const version = '0.0.0-test';
  const server = await startServer({ version, log, dataDir: folder.at('server'), host: '127.0.0.1', port: 0, sensorPort: 0 });
  onTestFinished(() => server.close());
  const dataDir = folder.at('sensor');
  const source = { type: 'folder' as const, paths: [folder.at('objects')], name: 'shop' };
  const rolePort = { port: 0, secrets: folder.at('secrets') };
  const sensor = await startSensor({ source, dataDir, version, log, rolePort, joinToken: () => server.createJoinToken() });
  onTestFinished(() => sensor.close());
  await sensor.synced;
  const agent = new BearerClient({
    url: sensor.roleUrl ?? '',
    caFile: join(dataDir, 'roles', 'ca.pem'),
    tokenFile: folder.at('secrets/agent'),
  });
  onTestFinished(() => agent.close());
  const word = { node: 'n', bootId: 'b', version, since: '', capabilities: [], problems: [] };
  const event: Event = {
    id: 'n/b/1',
    time: new Date().toISOString(),
    type: 'process-exec',
    cluster: '',
    node: 'n',
    podUid: 'p1',
    container: 'app',
    process: PROCESS,
  };
  await agent.ask('POST', '/roles/agent/events', {
    body: JSON.stringify({ agent: word, events: [event] }),
    maxBytes: 100_000,
    timeoutMs: 10_000,
  });
  const admin = await logIn(server.url, server.firstPassword ?? '');
  const { secret } = await admin.call(tokens.endpoints.create, { body: { name: 'review', role: 'admin', scope: {}, days: 1 } });
  const token = createFolder({ token: secret });
  onTestFinished(() => token[Symbol.dispose]());
  return (...words: readonly string[]) => run(['baseline', ...words, '--server', server.url, '--token-file', token.at('token')]);
}

test('what an agent saw becomes a baseline of the server, and is locked from the command line', { timeout: 120_000 }, async () => {
  const ask = await start();
  const show = async () => (await ask('show', '--format', 'json')).out;
  await vi.waitFor(async () => expect(await show()).toContain('/bin/app'), { timeout: 60_000, interval: 200 });
  const locked = await ask('lock', '--workload', 'shop/Deployment/web', '--reason', 'reviewed', '--remove', 'process init /bin/app');
  expect([locked.code, locked.err]).toStrictEqual([0, '']);
  await vi.waitFor(
    async () => {
      const { results } = JSON.parse(await show()) as { readonly results: readonly object[] };
      expect(results).toMatchObject([{ state: 'locked', lockedBy: 'admin', processes: [], removed: ['process init /bin/app'] }]);
    },
    { timeout: 60_000, interval: 200 },
  );
});
