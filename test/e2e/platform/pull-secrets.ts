import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { problems as problemsOf, scans } from '@breakwater/api';
import { ApiServer, ImageRegistry } from '@breakwater/testkit';
import type { Journey } from '../journey.ts';
import { createFolder, removeFolder } from './folder.ts';
import { startPlatform, startSensorRole } from './platform.ts';
import { startScannerRole } from './scanner.ts';
import { waitUntil } from './wait-until.ts';

const PORT = 17_770;
const PASSWORD = 'correct-horse-battery';

export const journey: Journey = {
  name: 'a private image is read with the pull secret of its pod, which nobody but the scanner beside the cluster sees',
  run: async (_, report) => {
    const folder = createFolder('pull-secrets');
    const registry = new ImageRegistry();
    await registry.start();
    registry.logins.set('shop/private', { user: 'kim', password: PASSWORD });
    const { reference, digest } = registry.push('shop/private', '1', { 'etc/os-release': 'ID=debian\nVERSION_ID="12"\n' });
    const api = new ApiServer();
    await api.start();
    putCluster(api, registry.host, reference, digest);
    const kubeconfig = join(folder, 'kubeconfig');
    writeFileSync(kubeconfig, api.kubeconfig, { mode: 0o600 });
    const platform = await startPlatform(folder, PORT);
    const sensor = await startSensorRole(platform, 'shop', ['--kubeconfig', kubeconfig]);
    const words = ['--offline', '--plain-http', registry.host];
    const stranger = await startScannerRole(platform, 'stranger', words);
    const problems: string[] = [];
    const list = async (filter: string) => (await platform.admin.call(scans.endpoints.list, { query: { filter } })).results;
    try {
      await waitUntil(
        'a scanner without logins is not let in',
        60,
        async () => (await list('state=failed,code=registry-unauthorized')).length === 1,
      );
      const seen = await platform.admin.call(problemsOf.endpoints.list, { query: { filter: 'code=registry-unauthorized' } });
      if (seen.results[0]?.source !== reference) problems.push(`the problem is ${JSON.stringify(seen.results)}`);
      await stranger.stop();
      const beside = await startScannerRole(platform, 'beside', [...words, '--kubeconfig', kubeconfig]);
      await platform.admin.call(scans.endpoints.create, { body: { reference: `${reference}@${digest}` } });
      await waitUntil('the one beside the cluster is', 60, async () => (await list('state=done')).length > 0);
      report(`read with ${registry.requests.length} requests`);
      await beside.stop();
    } finally {
      await sensor.stop();
      await platform.server.stop();
      await registry.stop();
      await api.stop();
    }
    for (const text of [PASSWORD, Buffer.from(`kim:${PASSWORD}`).toString('base64')]) {
      const { stdout } = spawnSync('grep', ['-rlaF', text, folder], { encoding: 'utf8' });
      if (stdout !== '') problems.push(`the login stands in ${stdout.trim()}`);
    }
    if (problems.length === 0) removeFolder(folder);
    return problems;
  },
};

function putCluster(api: ApiServer, host: string, image: string, digest: string): void {
  const config = { auths: { [host]: { auth: Buffer.from(`kim:${PASSWORD}`).toString('base64') } } };
  const data = { '.dockerconfigjson': Buffer.from(JSON.stringify(config)).toString('base64') };
  api.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  api.put({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'login', namespace: 'shop' },
    type: 'kubernetes.io/dockerconfigjson',
    data,
  });
  api.put({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'app', namespace: 'shop' },
    spec: { imagePullSecrets: [{ name: 'login' }], containers: [{ name: 'app', image }] },
    status: { phase: 'Running', containerStatuses: [{ name: 'app', image, imageID: `${image}@${digest}` }] },
  });
}
