import type { Raw } from '../../cluster/api-client.ts';
import type { ControlPlane } from '../../cluster/control-plane.ts';
import type { Journey } from '../journey.ts';
import { createFolder, removeFolder } from './folder.ts';
import { listViolations, type Platform, startPlatform, startSensorRole } from './platform.ts';
import { waitUntil } from './wait-until.ts';

const deployment = (namespace: string, name: string, hostPID: boolean): Raw => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace },
  spec: {
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { hostPID, containers: [{ name: 'app', image: 'app:1' }] } },
  },
});

/** Names of the workloads of a namespace that share the node's processes, as the server sees it. */
async function listOpen(platform: Platform, namespace: string): Promise<string> {
  const rows = await listViolations(platform.admin, `policy=host-pid,namespace=${namespace}`);
  return rows
    .map(({ name }) => name)
    .toSorted()
    .join();
}

async function apply(plane: ControlPlane, namespace: string, change: 'before' | 'while away'): Promise<void> {
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments`;
  if (change === 'before') {
    await plane.client.request('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    for (const name of ['stays', 'goes', 'is-mended']) await plane.client.request('POST', path, deployment(namespace, name, true));
    return;
  }
  await plane.client.request('DELETE', `${path}/goes`);
  await plane.client.request(
    'PATCH',
    `${path}/is-mended`,
    { spec: { template: { spec: { hostPID: false } } } },
    'application/merge-patch+json',
  );
  await plane.client.request('POST', path, deployment(namespace, 'comes', true));
}

const away = (who: 'server' | 'sensor', port: number): Journey => ({
  name: `what changes while the ${who} is away is all there when it is back`,
  profile: 'acting',
  run: async (plane, report) => {
    const namespace = `away-${who}`;
    const folder = createFolder(namespace);
    await apply(plane, namespace, 'before');
    const platform = await startPlatform(folder, port);
    let sensor = await startSensorRole(platform, who, ['--kubeconfig', plane.kubeconfig]);
    try {
      await waitUntil('three violations', 60, async () => (await listOpen(platform, namespace)) === 'goes,is-mended,stays');
      await (who === 'server' ? platform.server.kill() : sensor.kill());
      await apply(plane, namespace, 'while away');
      const start = performance.now();
      if (who === 'server') await platform.restart();
      else sensor = await startSensorRole(platform, who, ['--kubeconfig', plane.kubeconfig], 'go on');
      let picture = '';
      await waitUntil('the new picture', 60, async () => {
        picture = await listOpen(platform, namespace);
        return picture === 'comes,stays';
      }).catch(cause => {
        throw new Error(`${cause.message}, but it is '${picture}'`);
      });
      report(`whole again ${Math.round(performance.now() - start)} ms after the start`);
      const resolved = await listViolations(platform.admin, `policy=host-pid,namespace=${namespace},state=resolved`);
      const names = resolved
        .map(({ name }) => name)
        .toSorted()
        .join();
      if (names !== 'goes,is-mended') return [`resolved are '${names}'`];
    } finally {
      await sensor.stop();
      await platform.server.stop();
    }
    removeFolder(folder);
    return [];
  },
});

export const serverAway = away('server', 17_490);
export const sensorAway = away('sensor', 17_500);
