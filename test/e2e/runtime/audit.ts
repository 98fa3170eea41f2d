import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { events } from '@breakwater/api';
import { ROOT } from '../../../scripts/run.ts';
import type { ControlPlane } from '../../cluster/control-plane.ts';
import type { Journey } from '../journey.ts';
import { createFolder, removeFolder } from '../platform/folder.ts';
import { listViolations, type Platform, startPlatform, startSensorRole } from '../platform/platform.ts';
import { waitUntil } from '../platform/wait-until.ts';

const NAMESPACE = 'audited';
const PORT = 17_760;
const EVENT_PORT = 17_765;
const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const WHOLE = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole' };

/** Somebody does what only an attacker would: the API server tells it, and each thing is a violation. */
export const journey: Journey = {
  name: 'the API server tells its audit events by webhook: what attackers do with the API is a violation, also what they did while the sensor was away',
  run: async (plane, report) => {
    const folder = createFolder('audit');
    const secrets = join(folder, 'senders');
    mkdirSync(secrets, { recursive: true });
    writeFileSync(join(secrets, 'kube-apiserver'), 'a secret of the API server, for tests only'.replaceAll(' ', '-'));
    const platform = await startPlatform(folder, PORT);
    const source = ['--kubeconfig', plane.kubeconfig, '--event-port', String(EVENT_PORT), '--event-secrets', secrets];
    let sensor = await startSensorRole(platform, 'audited', source);
    try {
      await plane.restartApiServer(writeFlags(folder, secrets));
      await prepare(plane);
      const begin = performance.now();
      await bindClusterAdmin(plane, 'before');
      await askWithoutName(plane);
      await plane.client.request('GET', `/api/v1/namespaces/${NAMESPACE}/pods/web/exec?command=id`);
      await waitFor(platform, ['audit-cluster-admin-bound', 'audit-anonymous-allowed', 'audit-pod-privileged']);
      await waitUntil('the exec, as what was done to its pod', 60, () => hasEvent(platform, 'subject~exec,workload=Pod/web'));
      report(`three violations and an exec were told within ${Math.round(performance.now() - begin)} ms`);
      await sensor.kill();
      await plane.client.request('POST', `${RBAC}/clusterroles`, {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
        metadata: { name: 'everything' },
        rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
      });
      sensor = await startSensorRole(platform, 'audited', source, 'go on');
      await waitFor(platform, ['audit-role-wildcard']);
      report('what was done while the sensor was away was told when it was back');
      return [];
    } finally {
      await plane.restartApiServer();
      await sensor.stop();
      await platform.server.stop();
      removeFolder(folder);
    }
  },
};

/** As the commands print it for users. */
function writeFlags(folder: string, secrets: string): readonly string[] {
  const print = (...words: readonly string[]): string =>
    execFileSync(join(ROOT, 'bin/breakwater'), ['install', ...words], { encoding: 'utf8' });
  const [webhook, policy] = [join(folder, 'webhook.yaml'), join(folder, 'policy.yaml')];
  const ca = join(folder, 'audited/roles/ca.pem');
  const token = join(secrets, 'kube-apiserver');
  writeFileSync(webhook, print('audit-webhook', '--url', `https://127.0.0.1:${EVENT_PORT}`, '--ca', ca, '--token-file', token));
  writeFileSync(policy, print('audit-policy'));
  return [
    `--audit-webhook-config-file=${webhook}`,
    `--audit-policy-file=${policy}`,
    '--audit-webhook-batch-max-wait=1s',
    '--audit-webhook-initial-backoff=5s',
    '--audit-webhook-truncate-enabled=true',
  ];
}

async function prepare({ client }: ControlPlane): Promise<void> {
  await client.request('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } });
  await client.request('POST', `/api/v1/namespaces/${NAMESPACE}/pods`, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web' },
    spec: { containers: [{ name: 'app', image: 'app:1', securityContext: { privileged: true } }] },
  });
  await client.request('POST', `${RBAC}/clusterroles`, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'reads-pods' },
    rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }],
  });
  await client.request('POST', `${RBAC}/clusterrolebindings`, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'nobody-reads' },
    roleRef: { ...WHOLE, name: 'reads-pods' },
    subjects: [{ apiGroup: WHOLE.apiGroup, kind: 'User', name: 'system:anonymous' }],
  });
}

async function bindClusterAdmin({ client }: ControlPlane, name: string): Promise<void> {
  await client.request('POST', `${RBAC}/clusterrolebindings`, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: `taken-over-${name}` },
    roleRef: { ...WHOLE, name: 'cluster-admin' },
    subjects: [{ apiGroup: WHOLE.apiGroup, kind: 'User', name: 'mallory' }],
  });
}

/** Without a token. */
async function askWithoutName({ kubeconfigFor }: ControlPlane): Promise<void> {
  const server = /"server":"(https:[^"]+)"/.exec(kubeconfigFor('none'))?.[1] ?? '';
  await waitUntil('an answer for nobody', 30, () => {
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    // Who it is that answers does not matter here.
    const sent = request(new URL(`/api/v1/namespaces/${NAMESPACE}/pods`, server), { rejectUnauthorized: false, agent: false }, answer => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    sent.once('error', reject);
    sent.end();
    return promise;
  });
}

async function waitFor({ admin }: Platform, policies: readonly string[]): Promise<void> {
  for (const policy of policies)
    await waitUntil(`a violation of ${policy}`, 90, async () => (await listViolations(admin, `policy=${policy}`)).length > 0);
}

async function hasEvent({ admin }: Platform, filter: string): Promise<boolean> {
  return (await admin.call(events.endpoints.list, { query: { filter: `type=kube-audit,${filter}` } })).results.length > 0;
}
