import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { problems as problemList } from '@breakwater/api';
import type { ApiClient, Raw } from '../../cluster/api-client.ts';
import { SENSOR_TOKEN } from '../../cluster/control-plane.ts';
import type { Journey } from '../journey.ts';
import { printManifests } from '../print-install.ts';
import { toPath } from '../resource-paths.ts';
import { createFolder, removeFolder } from './folder.ts';
import { startPlatform, startSensorRole } from './platform.ts';
import { waitUntil } from './wait-until.ts';

const NAMESPACE = 'breakwater';

const BINDINGS = '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings';

/** What `install manifest` prints is applied as it is: the API server takes it without a warning, and the rights are enough and not more. */
export const journey: Journey = {
  name: 'what install manifest prints is taken by the API server, its pods by the restricted level, and its rights are what a sensor needs',
  profile: 'acting',
  run: async (plane, report) => {
    const objects = printManifests();
    const applied = await applyAll(plane.client, objects);
    report(`${objects.length} objects applied`);
    return [...applied, ...(await waitForPods(plane.client)), ...(await trySensor(plane, report))];
  },
};

async function applyAll(client: ApiClient, objects: readonly Raw[]): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const object of objects) {
    const { kind, metadata } = object as unknown as { kind: string; metadata: { name: string } };
    const { status, body, warnings } = await client.request('POST', toPath(object), object);
    if (status !== 201) problems.push(`${kind} ${metadata.name}: ${status} ${String(body['message'])}`);
    problems.push(...warnings.map(text => `${kind} ${metadata.name}: warning: ${text}`));
  }
  return problems;
}

/** Controllers make the pods; admission would refuse one that is not restricted. */
async function waitForPods(client: ApiClient): Promise<readonly string[]> {
  const list = async () => {
    const { body } = await client.request('GET', `/api/v1/namespaces/${NAMESPACE}/pods`);
    return (body['items'] as { metadata: { labels: Record<string, string> } }[]).map(
      ({ metadata }) => metadata.labels['app.kubernetes.io/component'],
    );
  };
  const wanted = ['scanner', 'sensor', 'server', 'server'];
  await waitUntil('pods of every role', 60, async () => (await list()).toSorted().join() === wanted.join()).catch(() => undefined);
  const got = (await list()).toSorted();
  return got.join() === wanted.join() ? [] : [`pods of ${wanted.join()} were wanted, there are ${got.join()}`];
}

/** A sensor with just these rights reads everything but Secrets, which it may not list, and says so. */
async function trySensor(plane: Parameters<Journey['run']>[0], report: (line: string) => void): Promise<readonly string[]> {
  const folder = createFolder('install');
  const kubeconfig = join(folder, 'sensor.kubeconfig');
  writeFileSync(kubeconfig, plane.kubeconfigFor(SENSOR_TOKEN), { mode: 0o600 });
  await plane.client.request('POST', BINDINGS, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'e2e-install' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'breakwater-sensor' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'sensor' }],
  });
  const platform = await startPlatform(folder, 17_530);
  const sensor = await startSensorRole(platform, 'install', ['--kubeconfig', kubeconfig]);
  const told = async (): Promise<readonly string[]> => {
    const { results } = await platform.admin.call(problemList.endpoints.list, { query: { filter: 'code=kind-unreadable' } });
    return results.map(({ source }) => source);
  };
  try {
    await waitUntil('a problem with secrets', 60, async () => (await told()).length > 0);
    const sources = await told();
    report(`cannot read: ${sources.join(', ')}`);
    return sources.join() === 'secrets' ? [] : [`a sensor with the printed rights cannot read ${sources.join(', ')}`];
  } finally {
    await sensor.stop();
    await platform.server.stop();
    await plane.client.request('DELETE', `${BINDINGS}/e2e-install`);
    await plane.client.request('DELETE', `/api/v1/namespaces/${NAMESPACE}`);
    removeFolder(folder);
  }
}
