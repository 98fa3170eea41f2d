import type { ResponseRecord } from '@breakwater/model';
import type { ApiClient, Raw } from '../../cluster/api-client.ts';
import type { Journey } from '../journey.ts';
import { createFolder, removeFolder } from '../platform/folder.ts';
import { waitUntil } from '../platform/wait-until.ts';
import { readRecord, runBreakwater } from './breakwater.ts';
import { createObjects, isReady, listPods, read, toDeployment, toTemplate } from './objects.ts';

const NAMESPACE = 'bw-respond';
const SECONDS = 60;

/** One response, what the cluster has while it holds, and what it has before and after. */
interface Trial {
  readonly words: readonly string[];
  readonly path: string;
  readonly field: readonly string[];
  readonly before: unknown;
  readonly during: unknown;
  /** App whose pods are gone meanwhile. */
  readonly stops?: string;
}

const at = (group: string, plural: string, name: string): string => `${group}/namespaces/${NAMESPACE}/${plural}/${name}`;
const APPS = '/apis/apps/v1';
const BATCH = '/apis/batch/v1';

const TRIALS: readonly Trial[] = [
  {
    words: ['scale-to-zero', 'deployment/web'],
    path: at(APPS, 'deployments', 'web'),
    field: ['spec', 'replicas'],
    before: 2,
    during: 0,
    stops: 'web',
  },
  {
    words: ['scale-to-zero', 'sts/db'],
    path: at(APPS, 'statefulsets', 'db'),
    field: ['spec', 'replicas'],
    before: 1,
    during: 0,
    stops: 'db',
  },
  {
    words: ['scale-to-zero', 'rc/old'],
    path: at('/api/v1', 'replicationcontrollers', 'old'),
    field: ['spec', 'replicas'],
    before: 1,
    during: 0,
    stops: 'old',
  },
  {
    words: ['scale-to-zero', 'ds/agent'],
    path: at(APPS, 'daemonsets', 'agent'),
    field: ['status', 'desiredNumberScheduled'],
    before: 1,
    during: 0,
    stops: 'agent',
  },
  {
    words: ['scale-to-zero', 'job/long'],
    path: at(BATCH, 'jobs', 'long'),
    field: ['spec', 'suspend'],
    before: false,
    during: true,
    stops: 'long',
  },
  {
    words: ['scale-to-zero', 'cronjob/nightly'],
    path: at(BATCH, 'cronjobs', 'nightly'),
    field: ['spec', 'suspend'],
    before: false,
    during: true,
  },
  {
    words: ['label', 'deployment/web', '--set', 'incident=42'],
    path: at(APPS, 'deployments', 'web'),
    field: ['metadata', 'labels', 'incident'],
    before: undefined,
    during: '42',
  },
  {
    words: ['label', 'deployment/web', '--annotation', '--set', 'example.com/note=see 42'],
    path: at(APPS, 'deployments', 'web'),
    field: ['metadata', 'annotations', 'example.com/note'],
    before: undefined,
    during: 'see 42',
  },
  { words: ['cordon', 'node-1'], path: '/api/v1/nodes/node-1', field: ['spec', 'unschedulable'], before: undefined, during: true },
];

/** With one's own rights, by the command line: what is planned is what is done, and everything is as it was after the undo. */
export const journey: Journey = {
  name: 'breakwater respond acts on a cluster with one’s own rights: planned, done once, seen in the cluster, and undone',
  profile: 'acting',
  run: async ({ client, kubeconfig }, report) => {
    const folder = createFolder('respond');
    try {
      await createWorkloads(client);
      const respond = (...words: readonly string[]) =>
        runBreakwater(['respond', ...words, '--kubeconfig', kubeconfig, '--data', folder, '--format', 'json']);
      const problems: string[] = [];
      for (const trial of TRIALS) {
        const found = await makeTrial(trial, client, respond).catch((cause: unknown) => [String(cause)]);
        report(`${trial.words.join(' ')}: ${found.length === 0 ? 'planned, done, seen, undone' : 'not as it should be'}`);
        problems.push(...found.map(text => `${trial.words.join(' ')}: ${text}`));
      }
      for (const [name, make] of OTHERS) {
        const found = await make(client, respond).catch((cause: unknown) => [String(cause)]);
        report(`${name}: ${found.length === 0 ? 'as it should be' : 'not as it should be'}`);
        problems.push(...found.map(text => `${name}: ${text}`));
      }
      return problems;
    } finally {
      await client.request('DELETE', `/api/v1/namespaces/${NAMESPACE}`);
      removeFolder(folder);
    }
  },
};

type Respond = (...words: readonly string[]) => ReturnType<typeof runBreakwater>;

async function createWorkloads(client: ApiClient): Promise<void> {
  const selector = (app: string) => ({ selector: { matchLabels: { app } } });
  await createObjects(client, NAMESPACE, [
    toDeployment('web', 2),
    toDeployment('steady', 2),
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'db' },
      spec: { replicas: 1, serviceName: 'db', ...selector('db'), template: toTemplate('db') },
    },
    {
      apiVersion: 'v1',
      kind: 'ReplicationController',
      metadata: { name: 'old' },
      spec: { replicas: 1, selector: { app: 'old' }, template: toTemplate('old') },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: 'agent' },
      spec: { ...selector('agent'), template: toTemplate('agent') },
    },
    { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'long' }, spec: { template: toTemplate('long', { restartPolicy: 'Never' }) } },
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'nightly' },
      spec: { schedule: '0 3 1 1 *', jobTemplate: { spec: { template: toTemplate('nightly', { restartPolicy: 'Never' }) } } },
    },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'bare', labels: { app: 'bare' } },
      spec: (toTemplate('bare') as { spec: Raw }).spec,
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] },
    },
  ]);
  await waitUntil('pods run', SECONDS, async () => (await countReady(client, 'app')) === 9);
}

async function countReady(client: ApiClient, selector: string): Promise<number> {
  return (await listPods(client, NAMESPACE, selector)).filter(isReady).length;
}

async function makeTrial(
  { words, path, field, before, during, stops }: Trial,
  client: ApiClient,
  respond: Respond,
): Promise<readonly string[]> {
  const look = async (): Promise<unknown> => read((await client.request('GET', path)).body, ...field);
  const version = async (): Promise<unknown> => read((await client.request('GET', path)).body, 'metadata', 'generation');
  const place = words[0] === 'cordon' ? [] : ['-n', NAMESPACE];
  const problems: string[] = [];
  const expect = (what: string, got: unknown, wanted: unknown): void => {
    if (JSON.stringify(got) !== JSON.stringify(wanted)) problems.push(`${what}: ${JSON.stringify(got)} and not ${JSON.stringify(wanted)}`);
  };
  const generation = await version();
  const planned = readRecord(await respond(...words, ...place, '--dry-run'));
  expect('after the dry run', await look(), before);
  expect('generation after the dry run', await version(), generation);
  const done = readRecord(await respond(...words, ...place, '--reason', 'trial', '--yes'));
  expect('state', [done.state, done.verification?.state], ['done', 'verified']);
  expect('calls that were planned and made', toCalls(done), toCalls(planned));
  await waitUntil('it holds', SECONDS, async () => JSON.stringify(await look()) === JSON.stringify(during)).catch(() => undefined);
  expect('while it holds', await look(), during);
  const app = `app=${stops}`;
  if (stops !== undefined) expect('its pods', (await listPods(client, NAMESPACE, app)).length, 0);
  const undone = readRecord(await respond('undo', done.request.id, '--reason', 'enough', '--yes'));
  expect('state after the undo', [undone.state, undone.message], ['undone', 'everything is as it was before']);
  await waitUntil('it is as before', SECONDS, async () => JSON.stringify(await look()) === JSON.stringify(before)).catch(() => undefined);
  expect('after the undo', await look(), before);
  if (stops !== undefined) await waitUntil('its pods are back', SECONDS, async () => (await countReady(client, app)) > 0);
  const marks = Object.keys((read((await client.request('GET', path)).body, 'metadata', 'annotations') ?? {}) as Raw).filter(key =>
    /breakwater/.test(key),
  );
  expect('annotations of ours that are left', marks, []);
  return problems;
}

/** What was annotated beside a change is planned, and is no call of its own. */
function toCalls({ steps }: ResponseRecord): readonly string[] {
  const calls = steps.flatMap(({ changes }) =>
    changes.map(({ verb, resource, name, field, before, after }) => `${verb} ${resource} ${name} ${field} ${before} ${after}`),
  );
  // Each has an id of its own.
  return calls.filter(text => !text.includes('metadata.annotations["breakwater')).map(text => text.replaceAll(/\br-[0-9a-f]{16}\b/g, 'ID'));
}

const OTHERS: readonly (readonly [name: string, make: (client: ApiClient, respond: Respond) => Promise<readonly string[]>])[] = [
  ['a PodDisruptionBudget forbids an eviction, and the pod stays until it allows it', killUnderBudget],
  ['a bare pod is deleted once evidence is kept', deleteBare],
  ['a restart replaces every pod', restart],
  ['a quarantined pod is out of Service and ReplicaSet, and another is ready', quarantine],
  ['what somebody takes back is noticed', noticeRevert],
  ['protected namespaces and the last ready pod are left alone', refuse],
];

async function killUnderBudget(client: ApiClient, respond: Respond): Promise<readonly string[]> {
  const budget = {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'steady' },
    spec: { minAvailable: 2, selector: { matchLabels: { app: 'steady' } } },
  };
  await createObjects(client, NAMESPACE, [budget]);
  const path = `/apis/policy/v1/namespaces/${NAMESPACE}/poddisruptionbudgets/steady`;
  await waitUntil(
    'the budget is counted',
    SECONDS,
    async () => read((await client.request('GET', path)).body, 'status', 'expectedPods') === 2,
  );
  const [pod] = await listPods(client, NAMESPACE, 'app=steady');
  const name = String(read(pod, 'metadata', 'name'));
  const uid = read(pod, 'metadata', 'uid');
  const problems: string[] = [];
  const held = readRecord(await respond('kill', name, '-n', NAMESPACE, '--reason', 'trial', '--yes'));
  if (held.state !== 'failed' || !/^a PodDisruptionBudget forbids to evict/.test(held.message))
    problems.push(`under the budget: ${held.state}, ${held.message}`);
  const there = read((await client.request('GET', `/api/v1/namespaces/${NAMESPACE}/pods/${name}`)).body, 'metadata', 'uid');
  if (there !== uid) problems.push('the pod did not stay under the budget');
  await client.request('DELETE', path);
  const killed = readRecord(await respond('kill', name, '-n', NAMESPACE, '--grace', '0', '--reason', 'trial', '--yes'));
  if (killed.state !== 'done' || killed.verification?.state !== 'verified')
    problems.push(`without the budget: ${killed.state}, ${killed.message}`);
  await waitUntil('another pod is ready', SECONDS, async () => (await countReady(client, 'app=steady')) === 2);
  const uids = (await listPods(client, NAMESPACE, 'app=steady')).map(each => read(each, 'metadata', 'uid'));
  return uids.includes(uid) ? [...problems, 'the pod that was killed runs on'] : problems;
}

async function deleteBare(client: ApiClient, respond: Respond): Promise<readonly string[]> {
  const record = readRecord(await respond('scale-to-zero', 'pod/bare', '-n', NAMESPACE, '--reason', 'trial', '--yes'));
  const kept = record.evidence.filter(({ sha256 }) => sha256 !== undefined).map(({ name }) => name);
  const { status } = await client.request('GET', `/api/v1/namespaces/${NAMESPACE}/pods/bare`);
  return [
    ...(record.state === 'done' && status === 404 ? [] : [`${record.state}, ${record.message}; the pod is answered with ${status}`]),
    ...(kept.includes('pod.json') && kept.includes('events.json') ? [] : [`only ${kept.join()} was kept`]),
  ];
}

async function restart(client: ApiClient, respond: Respond): Promise<readonly string[]> {
  const before = (await listPods(client, NAMESPACE, 'app=web')).map(pod => read(pod, 'metadata', 'uid'));
  const record = readRecord(await respond('restart', 'deployment/web', '-n', NAMESPACE, '--reason', 'trial', '--yes'));
  const after = (await listPods(client, NAMESPACE, 'app=web')).map(pod => read(pod, 'metadata', 'uid'));
  const isDone = record.state === 'done' && record.verification?.state === 'verified';
  return [
    ...(isDone ? [] : [`${record.state}, ${record.message}`]),
    ...(after.length === 2 && after.every(uid => !before.includes(uid)) ? [] : ['pods of before are there yet']),
  ];
}

async function quarantine(client: ApiClient, respond: Respond): Promise<readonly string[]> {
  const [pod] = await listPods(client, NAMESPACE, 'app=web');
  const name = String(read(pod, 'metadata', 'name'));
  const path = `/api/v1/namespaces/${NAMESPACE}/pods/${name}`;
  const problems: string[] = [];
  const record = readRecord(await respond('quarantine', name, '-n', NAMESPACE, '--reason', 'trial', '--yes'));
  // Nobody answers at the address of a pod that does not really run.
  if (
    record.state !== 'done' ||
    record.verification?.state !== 'requested' ||
    !/^requested, not verified: .*is ready in its place$/.test(record.message)
  )
    problems.push(`${record.state}, ${record.verification?.state}: ${record.message}`);
  const held = (await client.request('GET', path)).body;
  if (read(held, 'metadata', 'ownerReferences') !== undefined) problems.push('the ReplicaSet holds it yet');
  if (Object.keys(read(held, 'metadata', 'labels') as Raw).join() !== 'breakwater.dev/quarantine')
    problems.push(`its labels are ${JSON.stringify(read(held, 'metadata', 'labels'))}`);
  if ((await countReady(client, 'app=web')) !== 2) problems.push('its workload has not two ready pods');
  const policy = `/apis/networking.k8s.io/v1/namespaces/${NAMESPACE}/networkpolicies/breakwater-quarantine-${record.request.id}`;
  if ((await client.request('GET', policy)).status !== 200) problems.push('there is no policy that isolates it');
  const undone = readRecord(await respond('undo', record.request.id, '--reason', 'enough', '--yes'));
  if (undone.state !== 'undone') problems.push(`undo: ${undone.state}, ${undone.message}`);
  if ((await client.request('GET', policy)).status !== 404) problems.push('the policy is there yet');
  await waitUntil(
    'the ReplicaSet has as many pods as before',
    SECONDS,
    async () => (await listPods(client, NAMESPACE, 'app=web')).length === 2,
  );
  return problems;
}

async function noticeRevert(client: ApiClient, respond: Respond): Promise<readonly string[]> {
  const record = readRecord(await respond('scale-to-zero', 'deployment/web', '-n', NAMESPACE, '--reason', 'trial', '--yes'));
  const path = `${at(APPS, 'deployments', 'web')}?fieldManager=argocd-application-controller`;
  await client.request('PATCH', path, { spec: { replicas: 2 } }, 'application/merge-patch+json');
  const { out } = await respond('list');
  const { results } = JSON.parse(out) as { readonly results: readonly ResponseRecord[] };
  const reverted = results.find(({ request }) => request.id === record.request.id)?.reverted;
  const isSaid =
    reverted?.by === 'argocd-application-controller' && /has set spec.replicas of Deployment bw-respond\/web to 2/.test(reverted.message);
  const undone = readRecord(await respond('undo', record.request.id, '--reason', 'enough', '--yes'));
  return [
    ...(isSaid ? [] : [`it is said: ${JSON.stringify(reverted)}`]),
    ...(undone.state === 'undone' ? [] : [`undo: ${undone.state}, ${undone.message}`]),
  ];
}

async function refuse(_: ApiClient, respond: Respond): Promise<readonly string[]> {
  const system = await respond('scale-to-zero', 'deployment/coredns', '-n', 'kube-system', '--reason', 'trial', '--yes');
  const guards = readRecord(system).refusals.map(({ guard }) => guard);
  const [pod] = await listPods(_, NAMESPACE, 'app=db');
  const last = await respond('kill', String(read(pod, 'metadata', 'name')), '-n', NAMESPACE, '--reason', 'trial', '--yes');
  const kept = readRecord(last).refusals.map(({ guard }) => guard);
  return [
    ...(system.code === 1 && guards.includes('protected-namespace') ? [] : [`kube-system: ${system.code}, ${guards.join()}`]),
    ...(last.code === 1 && kept.includes('minimum-healthy') ? [] : [`the last pod: ${last.code}, ${kept.join()}`]),
  ];
}
