import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { problems as problemList } from '@breakwater/api';
import { SENSOR_TOKEN } from '../../cluster/control-plane.ts';
import type { Journey } from '../journey.ts';
import { createFolder, removeFolder } from './folder.ts';
import { startPlatform, startSensorRole } from './platform.ts';
import { waitUntil } from './wait-until.ts';

const ROLES = '/apis/rbac.authorization.k8s.io/v1/clusterroles';
const BINDINGS = '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings';

const role = (withSecrets: boolean) => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name: 'e2e-sensor' },
  rules: withSecrets
    ? [
        { apiGroups: ['*'], resources: ['*'], verbs: ['get', 'list', 'watch'] },
        { nonResourceURLs: ['*'], verbs: ['get'] },
      ]
    : [
        {
          apiGroups: [''],
          resources: ['namespaces', 'pods', 'nodes', 'services', 'serviceaccounts', 'configmaps'],
          verbs: ['get', 'list', 'watch'],
        },
        {
          apiGroups: ['apps', 'batch', 'rbac.authorization.k8s.io', 'networking.k8s.io', 'policy'],
          resources: ['*'],
          verbs: ['get', 'list', 'watch'],
        },
        { nonResourceURLs: ['*'], verbs: ['get'] },
      ],
});

export const journey: Journey = {
  name: 'a right that is taken away becomes a problem that is seen, and goes when it comes back',
  profile: 'acting',
  run: async (plane, report) => {
    const folder = createFolder('rights');
    const kubeconfig = join(folder, 'sensor.kubeconfig');
    writeFileSync(kubeconfig, plane.kubeconfigFor(SENSOR_TOKEN), { mode: 0o600 });
    await plane.client.request('POST', ROLES, role(true));
    await plane.client.request('POST', BINDINGS, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'e2e-sensor' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'e2e-sensor' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'sensor' }],
    });
    const platform = await startPlatform(folder, 17_510);
    const sensor = await startSensorRole(platform, 'rights', ['--kubeconfig', kubeconfig]);
    const told = async (): Promise<readonly string[]> => {
      const { results } = await platform.admin.call(problemList.endpoints.list, { query: { filter: 'code=kind-unreadable' } });
      return results.map(({ message, source }) => `${source}: ${message}`);
    };
    try {
      await waitUntil('no problem with secrets', 60, async () => !(await told()).some(text => /^secrets\b/i.test(text)));
      await plane.client.request('PUT', `${ROLES}/e2e-sensor`, role(false));
      // What is watched already goes on until the watch ends: the API server asks again for each request.
      await plane.restartApiServer();
      await waitUntil('a problem with secrets', 90, async () => (await told()).some(text => /^secrets\b/i.test(text)));
      report((await told()).find(text => /^secrets\b/i.test(text)) ?? '');
      await plane.client.request('PUT', `${ROLES}/e2e-sensor`, role(true));
      await waitUntil('the problem is gone', 120, async () => !(await told()).some(text => /^secrets\b/i.test(text)));
    } finally {
      await sensor.stop();
      await platform.server.stop();
      // The same user has other rights in other journeys.
      await plane.client.request('DELETE', `${BINDINGS}/e2e-sensor`);
      await plane.client.request('DELETE', `${ROLES}/e2e-sensor`);
      removeFolder(folder);
    }
    return [];
  },
};
