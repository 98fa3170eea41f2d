import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { agents, type Client, nodeFacts } from '@breakwater/api';
import { ROOT } from '../../../scripts/run.ts';
import type { ApiClient, Raw } from '../../cluster/api-client.ts';
import { NODE, NODE_ADDRESS, type RealNode, RUNTIME_FOLDER } from '../../cluster/node/real-node.ts';
import type { Journey } from '../journey.ts';
import { applyAll, removeNamespace } from '../platform/apply.ts';
import { createFolder, removeFolder } from '../platform/folder.ts';
import { listViolations, startPlatform, startSensorRole } from '../platform/platform.ts';
import type { Role } from '../platform/processes.ts';
import { waitUntil } from '../platform/wait-until.ts';
import { printManifests } from '../print-install.ts';
import { isReady, listPods, read } from '../respond/objects.ts';
import { startVictim } from './victim.ts';

const PORT = 17_660;
const CLUSTER = 'daemon-set';
const NAMESPACE = 'bw-daemon-set';
const INSTALLED = 'breakwater';
const AGENTS = 'breakwater-agents';
const SERVICE = 'breakwater-sensor-roles.breakwater.svc';
const IMAGE = 'rig.local/breakwater';
const ROLE_PORT = '8444';
const SECONDS = 120;

/** What `install manifest` prints for agents runs on a node as it is printed, and sees what it should with the rights that it has. */
export const journey: Journey = {
  name: 'the agent as install manifest prints it: the release image as a DaemonSet on a real node, with four capabilities and no more, sees an attack and tells what the node is like',
  profile: 'real',
  full: true,
  run: async ({ client, node, kubeconfig }, report) => {
    if (node === undefined) return ['there is no node whose pods really run'];
    if (spawnSync(process.execPath, ['scripts/image.ts'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] }).status !== 0)
      return ['the image could not be built'];
    const folder = createFolder('daemon-set');
    const roles: Role[] = [];
    const unprepare = prepareNode();
    try {
      const victim = await startVictim(client, NAMESPACE);
      const platform = await startPlatform(folder, PORT);
      roles.push(platform.server);
      await install(client, node.importImage(join(ROOT, 'dist/breakwater-image.tar'), IMAGE));
      roles.push(await startSensorRole(platform, CLUSTER, ['--kubeconfig', kubeconfig, ...toRolePort()]));
      await waitUntil('the pod of the agent runs', SECONDS, async () => (await listAgents(client)).some(isReady)).catch(async cause => {
        throw new Error(`${String(cause)}: ${await describePods(client)}`);
      });
      return [
        ...(await seeCapabilities(platform.admin, report)),
        ...(await seeAttack(platform.admin, node, victim.id)),
        ...(await seeNode(platform.admin)),
      ];
    } finally {
      for (const role of roles.toReversed()) await role.stop().catch(() => undefined);
      for (const name of [NAMESPACE, AGENTS, INSTALLED]) await removeNamespace(client, name);
      unprepare();
      removeFolder(folder);
    }
  },
};

/** As systemd leaves every node: its mounts are shared with pods that ask for them, and tracefs is there. */
function prepareNode(): () => void {
  const done: (readonly string[])[] = [];
  if (execFileSync('/usr/bin/findmnt', ['-no', 'PROPAGATION', '/'], { encoding: 'utf8' }).trim() === 'private') {
    execFileSync('/usr/bin/mount', ['--make-shared', '/']);
    done.push(['/usr/bin/mount', '--make-private', '/']);
  }
  if (readdirSync('/sys/kernel/tracing').length === 0) {
    execFileSync('/usr/bin/mount', ['-t', 'tracefs', 'nodev', '/sys/kernel/tracing']);
    done.push(['/usr/bin/umount', '/sys/kernel/tracing']);
  }
  return () => {
    for (const [program, ...words] of done) spawnSync(program ?? '', words);
  };
}

/** The sensor is on the node itself, where pods reach it by the name of its Service. */
function toRolePort(): readonly string[] {
  return [
    ...['--role-port', ROLE_PORT, '--role-host', NODE_ADDRESS, '--role-name', SERVICE],
    ...['--role-namespace', INSTALLED, '--role-agent-namespace', AGENTS, '--role-ca-config-map', `${AGENTS}/breakwater-sensor-roles`],
  ];
}

/**
 * Applies what is printed. Three things of this node are not as elsewhere: there is no DNS, so that the pod is told where the sensor is; the sensor is no pod, so that no policy
 * can allow it; and the runtime keeps its state in another folder.
 */
async function install(client: ApiClient, image: string): Promise<void> {
  const wanted = printManifests(['--role', 'agent'], image).filter(({ kind }) => kind !== 'NetworkPolicy');
  const { refused, warnings } = await applyAll(
    client,
    wanted.map(object => (object['kind'] === 'DaemonSet' ? settleHere(object) : object)),
  );
  if (refused.length + warnings.length > 0) throw new Error([...refused, ...warnings].join('; '));
}

function settleHere(daemonSet: Raw): Raw {
  const copy = structuredClone(daemonSet) as { spec: { template: { spec: { hostAliases?: unknown; containers: { args: string[] }[] } } } };
  const { spec } = copy.spec.template;
  spec.hostAliases = [{ ip: NODE_ADDRESS, hostnames: [SERVICE] }];
  spec.containers[0]?.args.push('--runtime-folder', RUNTIME_FOLDER);
  return copy as unknown as Raw;
}

function listAgents(client: ApiClient): Promise<readonly Raw[]> {
  return listPods(client, AGENTS, 'app.kubernetes.io/component=agent');
}

/** Why it does not run, as the kubelet says. */
async function describePods(client: ApiClient): Promise<string> {
  const states = (await listAgents(client)).map(pod => JSON.stringify(read(pod, 'status', 'containerStatuses', 0, 'state')));
  const { body } = await client.request('GET', `/api/v1/namespaces/${AGENTS}/events`);
  const said = ((body['items'] ?? []) as readonly Raw[]).map(event => String(event['message']));
  return [...states, ...said.slice(-5)].join('; ');
}

/** Nothing is missing but what would take the right to change the network of the node, which is not given. */
async function seeCapabilities(admin: Client, report: (line: string) => void): Promise<readonly string[]> {
  let [agent] = (await admin.call(agents.endpoints.status, {})).results;
  await waitUntil('the agent says what it sees', SECONDS, async () => {
    [agent] = (await admin.call(agents.endpoints.status, {})).results;
    return (agent?.capabilities.length ?? 0) > 0;
  });
  const missing = (agent?.capabilities ?? []).filter(one => one.missing !== undefined).map(({ name }) => name);
  report(`${agent?.capabilities.length} capabilities of the agent of ${agent?.node}, missing: ${missing.join()}`);
  return [
    ...(agent?.node === NODE ? [] : [`it says that its node is ${agent?.node}`]),
    ...(missing.join() === 'deny-connect' ? [] : [`missing are ${missing.join() || 'none'}, and should be deny-connect`]),
  ];
}

async function seeAttack(admin: Client, node: RealNode, container: string): Promise<readonly string[]> {
  await node.execute(container, ['sh', '-c', 'echo root:x: > /etc/shadow; cat /etc/shadow; true']);
  const find = () => listViolations(admin, `policy=sensitive-file-read,namespace=${NAMESPACE}`);
  await waitUntil('the violation is shown', SECONDS, async () => (await find()).length > 0).catch(() => undefined);
  return (await find()).length === 1 ? [] : ['reading the passwords is no violation'];
}

async function seeNode(admin: Client): Promise<readonly string[]> {
  const find = async () => (await admin.call(nodeFacts.endpoints.list, { query: {} })).results.filter(({ node }) => node === NODE);
  await waitUntil('the facts of the node are there', SECONDS, async () => (await find()).length > 0).catch(() => undefined);
  return (await find()).length === 1 ? [] : ['there are no facts of the node'];
}
