import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { agents, type Client, events, policies, responses } from '@breakwater/api';
import { ROOT } from '../../../scripts/run.ts';
import type { ApiClient, Raw } from '../../cluster/api-client.ts';
import { IMAGE, NODE, type RealNode, RUNTIME_FOLDER } from '../../cluster/node/real-node.ts';
import type { Journey } from '../journey.ts';
import { createFolder, removeFolder } from '../platform/folder.ts';
import { listViolations, type Platform, startPlatform } from '../platform/platform.ts';
import { type Role, startRole } from '../platform/processes.ts';
import { waitUntil } from '../platform/wait-until.ts';
import { createObjects, isReady, listPods, read, toDeployment } from '../respond/objects.ts';
import { startResponder } from '../respond/start-responder.ts';

const PORT = 17_650;
const ROLE_PORT = 17_655;
const CLUSTER = 'answered';
const NAMESPACE = 'bw-answered';
const PODS = 6;
/** Pods that are attacked one after the other; each is ended, and another takes its place. */
const ATTACKS = 24;
const SECONDS = 90;
/** Of an attack in the kernel, until it is decided what to do, and until the API server is asked to end the pod, in milliseconds. */
const BARS = { decided: 100, killed: 250 } as const;
/** A machine that does much else is slower; what is measured on a quiet one is in docs/benchmarks.md. */
const PATIENCE = 8;

const CONTAINER = {
  name: 'app',
  image: IMAGE,
  imagePullPolicy: 'Never',
  command: ['sh', '-c', 'echo root:x: > /etc/shadow; while :; do sleep 5; done'],
};

/** An attack on a node is seen by the kernel side, judged by the sensor, shown by the server and answered by the responder. */
export const journey: Journey = {
  name: 'an attack in a container is seen, shown with its process tree, and its pod is ended by policy and replaced: agent, sensor, server and responder, from the kernel and back',
  profile: 'real',
  run: async ({ client, node, kubeconfig }, report) => {
    if (node === undefined) return ['there is no node whose pods really run'];
    const built = spawnSync('sh', ['apps/agent/native/build.sh'], { cwd: ROOT, encoding: 'utf8' });
    if (built.status !== 0) return [built.stderr.trim()];
    const folder = createFolder('answered');
    const roles: Role[] = [];
    try {
      await createObjects(client, NAMESPACE, [toDeployment('target', PODS, { containers: [CONTAINER] })]);
      const platform = await startPlatform(folder, PORT);
      roles.push(platform.server, ...(await startRoles(platform, kubeconfig)));
      await waitUntil('pods run', SECONDS, async () => (await listRunning(client)).length === PODS);
      await waitUntil('the agent sees something', SECONDS, () => isSeeing(platform.admin));
      const stage = { client, node, platform };
      const [first] = await listRunning(client);
      const seen = await seeAttack(stage, first as Running, report);
      const kept = await keepEvidence(stage, first?.name ?? '', report);
      const problems = [...seen, ...kept, ...(await answerAttacks(stage, first?.name ?? '', report))];
      return [...problems, ...(await loseAgent(stage.platform.admin, roles, report))];
    } finally {
      for (const role of roles.toReversed()) await role.stop().catch(() => undefined);
      await client.request('DELETE', `/api/v1/namespaces/${NAMESPACE}`);
      removeFolder(folder);
    }
  },
};

interface Stage {
  readonly client: ApiClient;
  readonly node: RealNode;
  readonly platform: Platform;
}

type Report = (line: string) => void;

/** Sensor, responder and agent, which know each other by secrets; the agent is the last. */
async function startRoles(platform: Platform, kubeconfig: string): Promise<readonly Role[]> {
  const bounds = ['--automatic', 'act', '--max-responses', '1000', '--max-per-workload', '1000'];
  const options = ['--action', 'kill-pod', '--action', 'evidence', ...bounds];
  const started = await startResponder(platform, { cluster: CLUSTER, kubeconfig, rolePort: ROLE_PORT, options, others: ['agent'] });
  const watching = [...started.toSensor('agent'), '--node', NODE, '--runtime-folder', RUNTIME_FOLDER];
  return [...started.roles, await startRole(platform.folder, 'agent', watching, /^watching node/m)];
}

/** Once its kernel side is loaded, an agent says what it can see. */
async function isSeeing(admin: Client): Promise<boolean> {
  const { results } = await admin.call(agents.endpoints.status, {});
  return results.some(({ capabilities }) => capabilities.length > 0);
}

interface Running {
  readonly name: string;
  readonly id: string;
}

async function listRunning(client: ApiClient): Promise<readonly Running[]> {
  const pods = (await listPods(client, NAMESPACE, 'app=target')).filter(isReady);
  return pods.map(pod => ({
    name: String(read(pod, 'metadata', 'name')),
    id: String(read(pod, 'status', 'containerStatuses', 0, 'containerID')).replace('containerd://', ''),
  }));
}

/** Before anybody acts: what the server shows of it. */
async function seeAttack({ node, platform }: Stage, pod: Running, report: Report): Promise<readonly string[]> {
  const { admin } = platform;
  await node.execute(pod.id, ['sh', '-c', 'cat /etc/shadow; true']);
  await waitUntil('the violation is shown', SECONDS, async () => (await listThefts(admin)).length > 0);
  const thefts = await listThefts(admin);
  const filter = `cluster=${CLUSTER},namespace=${NAMESPACE},pod=${pod.name},type=file-open`;
  let found: Event | undefined;
  await waitUntil('the event is shown', SECONDS, async () => {
    found = (await exportEvents(admin, filter)).find(isTheft);
    return found !== undefined;
  });
  const tree = [found?.process, ...(found?.process?.ancestors ?? [])].map(each => each?.argv.join(' ') ?? '');
  report(`shown as ${thefts.map(({ name, container }) => `${name}/${container}`).join()}: ${tree.slice(0, 2).join(' ← ')}`);
  const { results, clusters } = await admin.call(agents.endpoints.status, {});
  const watched = clusters.find(({ clusterName }) => clusterName === CLUSTER)?.watched;
  return [
    ...(tree[0] === 'cat /etc/shadow' && tree[1] === 'sh -c cat /etc/shadow; true' ? [] : [`the process tree is ${tree.join(' ← ')}`]),
    ...(thefts.length === 1 && found?.workload === 'Deployment/target' ? [] : [`${thefts.length} violations, of ${found?.workload}`]),
    ...(watched === 1 && results.length === 1 ? [] : [`${watched} nodes are said to be watched by ${results.length} agents`]),
  ];
}

interface Kept {
  readonly processes: readonly { readonly argv: readonly string[] }[];
}

/** What runs in a pod is kept as evidence, by what the agent told of it. */
async function keepEvidence({ client, platform: { admin, folder } }: Stage, name: string, report: Report): Promise<readonly string[]> {
  const { body } = await client.request('GET', '/api/v1/namespaces/kube-system');
  const target = { apiVersion: 'v1', kind: 'Pod', namespace: NAMESPACE, name };
  const cluster = String(read(body, 'metadata', 'uid'));
  const { id } = await admin.call(responses.endpoints.request, { body: { cluster, action: 'evidence', target, reason: 'trial' } });
  let pieces: readonly { readonly name: string; readonly note?: string }[] = [];
  await waitUntil('evidence is kept', SECONDS, async () => {
    const { state, record } = await admin.call(responses.endpoints.get, { params: { id } });
    pieces = record.evidence;
    return state === 'done';
  });
  const piece = pieces.find(one => one.name === 'processes.json');
  if (piece?.note !== undefined || piece === undefined) return [`processes are not kept: ${piece?.note}`];
  const kept: Kept = JSON.parse(readFileSync(join(folder, 'responder/evidence', id, piece.name), 'utf8'));
  const lines = kept.processes.map(({ argv }) => argv.join(' '));
  report(`kept as evidence, ${pieces.length} pieces; what runs in the pod: ${lines.join(' | ')}`);
  return lines.some(line => line.startsWith('sh -c echo root:x: >')) ? [] : [`what runs is said to be ${lines.join(' | ')}`];
}

type Event = Awaited<ReturnType<typeof exportEvents>>[number];

function isTheft({ file }: Event): boolean {
  return file?.operation === 'read' && file.path === '/etc/shadow';
}

async function exportEvents(admin: Client, filter: string) {
  return (await admin.call(events.endpoints.export, { query: { filter, limit: 10 } })).results;
}

function listThefts(admin: Client) {
  return listViolations(admin, `policy=sensitive-file-read,namespace=${NAMESPACE}`);
}

/** By a setting pods are ended whose passwords are read: once, and no other; not the one in which they were read before. */
async function answerAttacks(stage: Stage, before: string, report: Report): Promise<readonly string[]> {
  const { client, node, platform } = stage;
  const settings = [{ scope: { namespaces: [NAMESPACE] }, enabled: true, enforcement: { runtime: 'kill-pod' as const } }];
  await platform.admin.call(policies.endpoints.setSettings, { params: { id: 'sensitive-file-read' }, body: { settings } });
  await setTimeout(2000);
  const killed = new Map<string, number>();
  const watch = new AbortController();
  await client.watch(`/api/v1/namespaces/${NAMESPACE}/pods`, (type, pod) => noteEnd(killed, type, pod), watch.signal);
  for (let index = 0; index < ATTACKS; index += 1) {
    await waitUntil('the pods are there', SECONDS, async () => (await listRunning(client)).length === PODS);
    const pod = (await listRunning(client)).find(({ name }) => name !== before) as Running;
    await node.execute(pod.id, ['cat', '/etc/shadow']);
    await waitUntil(`${pod.name} ends`, SECONDS, async () => killed.has(pod.name));
  }
  watch.abort();
  return [...(await measure(stage, killed, report)), ...(await findOthers(platform.admin, killed))];
}

/** When the API server told that a pod is to end, milliseconds since 1970: a few after it was asked. A watch, as asking again and again would slow down what is measured. */
function noteEnd(killed: Map<string, number>, type: string, pod: Raw): void {
  const name = String(read(pod, 'metadata', 'name'));
  const isEnding = type === 'DELETED' || read(pod, 'metadata', 'deletionTimestamp') !== undefined;
  if (isEnding && !killed.has(name)) killed.set(name, Date.now());
}

async function measure({ platform }: Stage, killed: ReadonlyMap<string, number>, report: Report): Promise<readonly string[]> {
  const decided = readDecided(platform.folder);
  const times: { readonly decided: number[]; readonly killed: number[] } = { decided: [], killed: [] };
  for (const [pod, at] of killed) {
    let seen: Event | undefined;
    await waitUntil(`the event of ${pod} is there`, SECONDS, async () => {
      const filter = `cluster=${CLUSTER},namespace=${NAMESPACE},pod=${pod},type=file-open`;
      seen = (await exportEvents(platform.admin, filter)).find(isTheft);
      return seen !== undefined;
    });
    const start = Date.parse(seen?.time ?? '');
    times.killed.push(at - start);
    times.decided.push((decided.get(pod) ?? Number.NaN) - start);
  }
  return Object.entries(times).flatMap(([what, values]) => {
    const sorted = values.toSorted((a, b) => a - b);
    const [median, last] = [sorted[Math.floor(sorted.length / 2)], Math.max(...sorted)];
    const bar = BARS[what as keyof typeof BARS];
    report(`${what} after the kernel saw it: median ${median} ms, the slowest of ${sorted.length} ${last} ms (bar ${bar})`);
    return (median ?? Number.NaN) <= bar * PATIENCE ? [] : [`${what} after ${median} ms`];
  });
}

/** When the sensor decided about a pod, by its log. */
function readDecided(folder: string): ReadonlyMap<string, number> {
  const lines = readFileSync(join(folder, `sensor-${CLUSTER}.log`), 'utf8').split('\n');
  return new Map(
    lines
      .filter(line => line.includes('a policy has decided a response'))
      .map(line => JSON.parse(line) as { readonly time: string; readonly target: { readonly name: string } })
      .map(({ time, target }) => [target.name, Date.parse(time)]),
  );
}

/** Nobody else was ended, and nobody twice. */
async function findOthers(admin: Client, killed: ReadonlyMap<string, number>): Promise<readonly string[]> {
  let results: Awaited<ReturnType<typeof list>> = [];
  const list = async () => (await admin.call(responses.endpoints.list, { query: { filter: 'action=kill-pod', limit: 500 } })).results;
  await waitUntil('all responses are done', SECONDS, async () => {
    results = await list();
    return results.filter(({ state }) => state === 'done').length >= killed.size;
  });
  const names = results.map(({ name }) => name).toSorted();
  return names.join() === [...killed.keys()].toSorted().join() ? [] : [`ended were ${names.join()}, attacked ${[...killed.keys()].join()}`];
}

/** An agent that was killed is told of as silent. */
async function loseAgent(admin: Client, roles: Role[], report: Report): Promise<readonly string[]> {
  await roles.pop()?.kill();
  const start = performance.now();
  await waitUntil('the agent is said to be silent', 120, async () => {
    const { results } = await admin.call(agents.endpoints.status, {});
    return results.every(({ silent }) => silent);
  });
  report(`a killed agent is silent after ${Math.round((performance.now() - start) / 1000)} s`);
  return [];
}
