import { setTimeout } from 'node:timers/promises';
import { Inventory } from '@breakwater/inventory';
import { type Cluster, decide, readCluster, sortTiers } from '@breakwater/network';
import type { ApiClient, Raw } from '../../cluster/api-client.ts';
import { IMAGE, type RealNode } from '../../cluster/node/real-node.ts';
import type { Journey } from '../journey.ts';
import { type Policy, SCENARIOS } from './scenarios.ts';

const NAMESPACES = ['bw-x', 'bw-y', 'bw-z'] as const;
const NAMES = ['a', 'b', 'c'] as const;
const PORTS = [80, 8081] as const;
const STARTED_SECONDS = 120;
/** The enforcer hears of policies as everybody does, and computes for a moment. */
const SETTLE_MS = 2000;
const AT_ONCE = 24;
const CONNECT_SECONDS = 1;

/**
 * Pods connect to pods under policies that the reference implementation enforces in the kernel, and each connection must come about or not as our
 * verdict says. https://github.com/kubernetes-sigs/kube-network-policies
 */
export const journey: Journey = {
  name: 'real pods reach each other as the verdicts say',
  profile: 'real',
  full: true,
  run: async ({ client, node }, report) => {
    if (node === undefined) return ['there is no node whose pods really run'];
    const pods = await startPods(client);
    const problems: string[] = [];
    let [probes, undefinedOnes] = [0, 0];
    for (const { name, policies } of SCENARIOS) {
      await applyPolicies(client, policies);
      const cluster = await readLive(client);
      const outcome = await probe(node, pods, cluster);
      probes += outcome.probes;
      undefinedOnes += outcome.undefinedOnes;
      report(`${name}: ${outcome.probes} connections tried, ${outcome.reached} came about, ${outcome.wrong.length} otherwise than said`);
      problems.push(...outcome.wrong.map(wrong => `${name}: ${wrong}`));
    }
    report(`${probes} connections between real pods, ${undefinedOnes} left out since implementations may differ`);
    return problems.length > 20 ? [...problems.slice(0, 20), `and ${problems.length - 20} more`] : problems;
  },
};

interface RunningPod {
  readonly namespace: string;
  readonly name: string;
  readonly address: string;
}

async function startPods(client: ApiClient): Promise<readonly RunningPod[]> {
  for (const [index, name] of NAMESPACES.entries())
    await client.request('POST', '/api/v1/namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels: { team: `team-${index % 2}` } },
    });
  const places = NAMESPACES.flatMap(namespace => NAMES.map(name => ({ namespace, name })));
  for (const { namespace, name } of places) await createPod(client, namespace, name);
  return await Promise.all(places.map(place => waitForPod(client, place)));
}

/** The service account of a new namespace comes a moment after it. */
async function createPod(client: ApiClient, namespace: string, name: string): Promise<void> {
  const serve = (port: number, portName: string) => ({
    name: portName,
    image: IMAGE,
    imagePullPolicy: 'Never',
    command: ['httpd', '-f', '-p', String(port)],
    ports: [{ name: portName, containerPort: port }],
  });
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: name, tier: name === 'a' ? 'front' : 'back' } },
    spec: { automountServiceAccountToken: false, terminationGracePeriodSeconds: 1, containers: [serve(80, 'web'), serve(8081, 'admin')] },
  };
  for (let tries = 0; ; tries++) {
    const { status, body } = await client.request('POST', `/api/v1/namespaces/${namespace}/pods`, pod);
    if (status === 201) return;
    if (tries > 30) throw new Error(`pod ${namespace}/${name} was refused: ${body['message']}`);
    await setTimeout(300);
  }
}

async function waitForPod(client: ApiClient, { namespace, name }: Omit<RunningPod, 'address'>): Promise<RunningPod> {
  const until = Date.now() + STARTED_SECONDS * 1000;
  for (;;) {
    const { body } = await client.request('GET', `/api/v1/namespaces/${namespace}/pods/${name}`);
    const { phase, podIP = '' } = (body['status'] ?? {}) as { readonly phase?: string; readonly podIP?: string };
    if (phase === 'Running' && podIP !== '') return { namespace, name, address: podIP };
    if (Date.now() > until) throw new Error(`pod ${namespace}/${name} did not run: ${JSON.stringify(body['status'])}`);
    await setTimeout(300);
  }
}

const COLLECTION = 'networkpolicies';
const GROUP = '/apis/networking.k8s.io/v1';

async function applyPolicies(client: ApiClient, policies: readonly Policy[]): Promise<void> {
  for (const namespace of NAMESPACES) await client.request('DELETE', `${GROUP}/namespaces/${namespace}/${COLLECTION}`);
  for (const { namespace, name, spec } of policies) {
    const object = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name }, spec };
    const { status, body } = await client.request('POST', `${GROUP}/namespaces/${namespace}/${COLLECTION}`, object);
    if (status !== 201) throw new Error(`policy ${namespace}/${name} was refused: ${body['message']}`);
  }
  await setTimeout(SETTLE_MS);
}

/** As a sensor would read it. */
async function readLive(client: ApiClient): Promise<Cluster> {
  const lists = [
    ['v1', 'Namespace', '/api/v1/namespaces'],
    ['v1', 'Pod', '/api/v1/pods'],
    ['v1', 'Node', '/api/v1/nodes'],
    ['networking.k8s.io/v1', 'NetworkPolicy', `${GROUP}/${COLLECTION}`],
  ] as const;
  const objects = await Promise.all(
    lists.map(async ([apiVersion, kind, path]) => {
      const { body } = await client.request('GET', path);
      return (body['items'] as readonly Raw[]).map(item => ({ value: { ...item, apiVersion, kind } }));
    }),
  );
  return readCluster(new Inventory(objects.flat(), { cluster: 'e2e', kubeMinor: 36, complete: true, namespace: 'default' }));
}

interface Outcome {
  readonly probes: number;
  readonly reached: number;
  readonly undefinedOnes: number;
  readonly wrong: readonly string[];
}

async function probe(node: RealNode, pods: readonly RunningPod[], cluster: Cluster): Promise<Outcome> {
  const rules = { world: cluster.world, tiers: sortTiers(cluster.policies) };
  const find = ({ namespace, name }: RunningPod) =>
    cluster.workloads.find(({ pod }) => pod.namespace === namespace && pod.name === name)?.pod;
  const questions = pods.flatMap(from => pods.filter(to => to !== from).flatMap(to => PORTS.map(port => ({ from, to, port }))));
  const wrong: string[] = [];
  let [reached, undefinedOnes, probes] = [0, 0, 0];
  for (let start = 0; start < questions.length; start += AT_ONCE) {
    await Promise.all(
      questions.slice(start, start + AT_ONCE).map(async ({ from, to, port }) => {
        const [source, destination] = [find(from), find(to)];
        const network = node.findNetwork(from.address);
        const place = `${from.namespace}/${from.name} → ${to.namespace}/${to.name} TCP ${port}`;
        if (source === undefined || destination === undefined || network === undefined)
          return void wrong.push(`${place}: the pod was not found`);
        const said = decide(rules, source, destination, { protocol: 'TCP', port });
        if (said.verdict === 'implementation-defined') return void undefinedOnes++;
        const connects = (await node.runIn(network, toProbe(to.address, port))) === 0;
        probes++;
        if (connects) reached++;
        if (connects !== (said.verdict === 'allowed'))
          wrong.push(`${place}: said ${said.verdict}, ${connects ? 'came about' : 'did not come about'}`);
      }),
    );
  }
  return { probes, reached, undefinedOnes, wrong };
}

function toProbe(address: string, port: number): readonly string[] {
  return ['timeout', String(CONNECT_SECONDS), 'bash', '-c', `exec 3<>/dev/tcp/${address}/${port}`];
}
