import type { ApiClient, Raw } from '../../cluster/api-client.ts';
import { IMAGE, type RealNode } from '../../cluster/node/real-node.ts';
import type { Journey } from '../journey.ts';
import { createFolder, removeFolder } from '../platform/folder.ts';
import { waitUntil } from '../platform/wait-until.ts';
import { readRecord, runBreakwater } from './breakwater.ts';
import { createObjects, isReady, listPods, read } from './objects.ts';

const NAMESPACE = 'bw-quarantine';
const SECONDS = 120;
const PORT = 80;

/**
 * Between pods that really run, with the NetworkPolicies of the reference implementation in the kernel. The command runs on the node, from where
 * connections to its pods always come about: it has to say that it cannot tell.
 */
export const journey: Journey = {
  name: 'connections to and from a quarantined pod stop, its replacement is ready and reached, and everything is back after the undo',
  profile: 'real',
  run: async ({ client, node, kubeconfig }, report) => {
    if (node === undefined) return ['there is no node whose pods really run'];
    const folder = createFolder('quarantine');
    const respond = (...words: readonly string[]) =>
      runBreakwater(['respond', ...words, '--kubeconfig', kubeconfig, '--data', folder, '--format', 'json']);
    try {
      const stage = await prepare(client, node);
      const problems = [
        ...(await holdCut(stage, respond, report)),
        ...(await holdLeak(stage, respond, report)),
        ...(await killAndKeep(stage, respond, report)),
      ];
      return problems;
    } finally {
      await client.request('DELETE', `/api/v1/namespaces/${NAMESPACE}`);
      removeFolder(folder);
    }
  },
};

type Respond = (...words: readonly string[]) => ReturnType<typeof runBreakwater>;
type Report = (line: string) => void;

interface Stage {
  readonly client: ApiClient;
  readonly node: RealNode;
  /** A pod that is no part of the workload. */
  readonly caller: Place;
}

interface Place {
  readonly name: string;
  readonly address: string;
  readonly network: string;
}

async function prepare(client: ApiClient, node: RealNode): Promise<Stage> {
  const spec = {
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds: 1,
    containers: [
      {
        name: 'web',
        image: IMAGE,
        imagePullPolicy: 'Never',
        command: ['httpd', '-f', '-p', String(PORT)],
        ports: [{ containerPort: PORT }],
      },
    ],
  };
  await createObjects(client, NAMESPACE, [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: 'web' } },
        template: { metadata: { labels: { app: 'web', tier: 'front' } }, spec },
      },
    },
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'caller', labels: { app: 'caller' } }, spec },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: PORT }] },
    },
    // What allows traffic adds up with what denies it: the quarantine has to get the pod from under it.
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'front' },
      spec: { podSelector: { matchLabels: { tier: 'front' } }, policyTypes: ['Ingress'], ingress: [{}] },
    },
  ]);
  await waitUntil('pods run', SECONDS, async () => (await listPods(client, NAMESPACE, 'app')).filter(isReady).length === 3);
  const [caller] = await listPods(client, NAMESPACE, 'app=caller');
  return { client, node, caller: toPlace(node, caller) };
}

function toPlace(node: RealNode, pod: Raw | undefined): Place {
  const address = String(read(pod, 'status', 'podIP'));
  const network = node.findNetwork(address);
  if (network === undefined) throw new Error(`no network of pod ${address}`);
  return { name: String(read(pod, 'metadata', 'name')), address, network };
}

async function connects({ node }: Stage, from: Place, to: Place): Promise<boolean> {
  return (await node.runIn(from.network, ['timeout', '2', 'bash', '-c', `exec 3<>/dev/tcp/${to.address}/${PORT}`])) === 0;
}

async function listAddresses({ client }: Stage): Promise<readonly unknown[]> {
  const { body } = await client.request(
    'GET',
    `/apis/discovery.k8s.io/v1/namespaces/${NAMESPACE}/endpointslices?labelSelector=kubernetes.io/service-name%3Dweb`,
  );
  const slices = (body['items'] ?? []) as readonly { readonly endpoints?: readonly { readonly addresses: readonly string[] }[] }[];
  return slices.flatMap(({ endpoints = [] }) => endpoints.flatMap(({ addresses }) => addresses));
}

async function holdCut(stage: Stage, respond: Respond, report: Report): Promise<readonly string[]> {
  const { client, node, caller } = stage;
  const problems: string[] = [];
  const expect = (what: string, got: unknown, wanted: unknown): void => {
    report(`${what}: ${String(got)}`);
    if (got !== wanted) problems.push(`${what}: ${String(got)} and not ${String(wanted)}`);
  };
  const [suspect, other] = (await listPods(client, NAMESPACE, 'app=web')).map(pod => toPlace(node, pod));
  if (suspect === undefined || other === undefined) return ['there are not two pods'];
  expect('before: the caller reaches it', await connects(stage, caller, suspect), true);
  expect('before: it reaches the caller', await connects(stage, suspect, caller), true);
  const record = readRecord(await respond('quarantine', suspect.name, '-n', NAMESPACE, '--reason', 'trial', '--yes'));
  expect('state', `${record.state} ${record.verification?.state}`, 'done requested');
  report(record.message);
  expect('quarantined: the caller reaches it', await connects(stage, caller, suspect), false);
  expect('quarantined: it reaches the caller', await connects(stage, suspect, caller), false);
  expect('quarantined: it reaches its replica', await connects(stage, suspect, other), false);
  expect('quarantined: the caller reaches its replica', await connects(stage, caller, other), true);
  const fresh = (await listPods(client, NAMESPACE, 'app=web'))
    .filter(isReady)
    .map(pod => toPlace(node, pod))
    .find(({ name }) => name !== other.name);
  expect('quarantined: another pod is ready and reached', fresh !== undefined && (await connects(stage, caller, fresh)), true);
  expect('quarantined: the Service sends to it', (await listAddresses(stage)).includes(suspect.address), false);
  const phase = read((await client.request('GET', `/api/v1/namespaces/${NAMESPACE}/pods/${suspect.name}`)).body, 'status', 'phase');
  expect('quarantined: it runs', phase, 'Running');
  const log = record.evidence.find(({ name }) => name === 'log-web.txt');
  report(`quarantined: its log is ${log?.sha256 ?? log?.note ?? 'not named'}`);
  if (log === undefined || (log.sha256 === undefined && log.note === undefined))
    problems.push('of its log neither a hash is there nor why there is none');
  const undone = readRecord(await respond('undo', record.request.id, '--reason', 'enough', '--yes'));
  expect('undo', undone.state, 'undone');
  await waitUntil('two pods are left', SECONDS, async () => (await listPods(client, NAMESPACE, 'app=web')).length === 2);
  const survivors = (await listPods(client, NAMESPACE, 'app=web')).filter(isReady).map(pod => toPlace(node, pod));
  const reached = await Promise.all(survivors.map(place => connects(stage, caller, place)));
  expect('after the undo: all pods are reached', reached.length > 0 && reached.every(Boolean), true);
  return problems;
}

/** A policy that selects every pod cannot be escaped by labels: what it allows stays, and that is said. */
async function holdLeak(stage: Stage, respond: Respond, report: Report): Promise<readonly string[]> {
  const { client, node, caller } = stage;
  const leak = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'all' },
    spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: [{}] },
  };
  await createObjects(client, NAMESPACE, [leak]);
  const [pod] = (await listPods(client, NAMESPACE, 'app=web')).filter(isReady);
  const suspect = toPlace(node, pod);
  const record = readRecord(await respond('quarantine', suspect.name, '-n', NAMESPACE, '--reason', 'trial', '--yes'));
  const reached = await connects(stage, caller, suspect);
  report(`with a policy that allows all: ${record.verification?.state}, and the caller reaches it: ${reached}`);
  const undone = readRecord(await respond('undo', record.request.id, '--reason', 'enough', '--yes'));
  await client.request('DELETE', `/apis/networking.k8s.io/v1/namespaces/${NAMESPACE}/networkpolicies/all`);
  return [
    ...(record.verification?.state === 'failed' && reached
      ? []
      : [`a pod that is reached (${reached}) is said to be ${record.verification?.state}`]),
    ...(undone.state === 'undone' ? [] : [`undo: ${undone.state}`]),
  ];
}

/** The container that is named has to be the one that runs. */
async function killAndKeep(stage: Stage, respond: Respond, report: Report): Promise<readonly string[]> {
  const { client } = stage;
  await waitUntil('pods run', SECONDS, async () => (await listPods(client, NAMESPACE, 'app=web')).filter(isReady).length === 2);
  const [pod] = (await listPods(client, NAMESPACE, 'app=web')).filter(isReady);
  const name = String(read(pod, 'metadata', 'name'));
  const record = readRecord(await respond('kill', name, '-n', NAMESPACE, '--container', 'web', '--reason', 'trial', '--yes'));
  await waitUntil('another pod is ready', SECONDS, async () => (await listPods(client, NAMESPACE, 'app=web')).filter(isReady).length === 2);
  const { status } = await client.request('GET', `/api/v1/namespaces/${NAMESPACE}/pods/${name}`);
  report(`kill: ${record.state}, ${record.verification?.state}`);
  return record.state === 'done' && record.verification?.state === 'verified' && status === 404
    ? []
    : [`kill: ${record.state}, ${record.message}; ${status}`];
}
