import { tokens } from '@breakwater/api';
import { createLog } from '@breakwater/daemon';
import { startSensor } from '@breakwater/sensor';
import { startServer } from '@breakwater/server';
import { expect, onTestFinished, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { logIn } from '../testing/log-in.ts';
import { run } from '../testing/terminal.ts';

const MANIFEST = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n';

/** A server with one cluster, whose sensor has no port for a responder. */
async function start() {
  const folder = createFolder({ 'objects/shop.yaml': MANIFEST, wrong: 'bwt_no-such-token' });
  onTestFinished(() => folder[Symbol.dispose]());
  const log = createLog('silent');
  const version = '0.0.0-test';
  const server = await startServer({ version, log, dataDir: folder.at('server'), host: '127.0.0.1', port: 0, sensorPort: 0 });
  onTestFinished(() => server.close());
  const source = { type: 'folder' as const, paths: [folder.at('objects')], name: 'manifests' };
  const sensor = await startSensor({ source, dataDir: folder.at('sensor'), version, log, joinToken: () => server.createJoinToken() });
  onTestFinished(() => sensor.close());
  await sensor.synced;
  const admin = await logIn(server.url, server.firstPassword ?? '');
  const { secret } = await admin.call(tokens.endpoints.create, { body: { name: 'incident', role: 'admin', scope: {}, days: 1 } });
  return { url: server.url, folder, secret };
}

test('a real server says what is wrong with token, cluster and responder, and what to do', { timeout: 120_000 }, async () => {
  const { url, folder, secret } = await start();
  using right = createFolder({ token: secret });
  const respond = (cluster: string, token: string) =>
    run(['respond', 'kill', 'web', '--reason', 'x', '--yes', '--server', url, '--cluster', cluster, '--token-file', token]);
  const wrongToken = await respond('manifests', folder.at('wrong'));
  const wrongCluster = await respond('manifest', right.at('token'));
  const noResponder = await respond('manifests', right.at('token'));
  const none = await run(['respond', 'list', '--server', url, '--token-file', right.at('token')]);
  expect([wrongToken, { ...wrongCluster, err: wrongCluster.err.split('\n')[0] }, noResponder, none]).toStrictEqual([
    {
      code: 3,
      out: '',
      err: 'The API token is not known, or it has ended. Name a file with one that holds with --token-file; the console makes them under Users, API tokens.\n',
    },
    { code: 2, out: '', err: "error: the server knows no cluster 'manifest' that you may see; did you mean 'manifests'?" },
    {
      code: 3,
      out: '',
      err: "The sensor of 'manifests' has no port for a responder. Start it with --role-port, and a responder beside it: breakwater responder.\n",
    },
    { code: 0, out: '0 responses\n', err: '' },
  ]);
});
