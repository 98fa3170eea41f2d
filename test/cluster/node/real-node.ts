import { execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import type { ApiClient } from '../api-client.ts';
import { Processes } from '../processes.ts';
import { makeImage } from './make-image.ts';

export const NODE = 'real-node';
export const IMAGE = 'rig.local/busybox:1';
const PAUSE = 'rig.local/pause:1';
/** Below /run, since a socket's path has to be short. */
const STATE = '/run/breakwater-rig';
/** Where its containerd keeps what it runs. */
export const RUNTIME_FOLDER = `${STATE}/containerd`;
const SOCKET = `${STATE}/containerd.sock`;
const BRIDGE = 'bw-rig';
const POD_CIDR = '10.244.77.0/24';
/** An interface of the node alone, at which its kubelet is asked. */
const NODE_LINK = 'bw-rig-node';
const KUBELET_ADDRESS = '10.244.78.1';
/** The node as its pods reach it. */
export const NODE_ADDRESS = '10.244.77.1';
const READY_SECONDS = 90;
const TABLE = 'inet breakwater_rig';

/** A node whose pods really run: containerd, kubelet, a bridge, and the reference enforcer of NetworkPolicies. */
export interface RealNode {
  /** Runs a program in the network of a pod; its exit code. */
  readonly runIn: (netns: string, words: readonly string[]) => Promise<number>;
  /** Runs a program in a container, as kubectl exec does; what it wrote, also where it failed. */
  readonly execute: (containerId: string, words: readonly string[]) => Promise<string>;
  /** Process of a container, as the node counts. */
  readonly findProcess: (containerId: string) => number;
  /** Takes an image over that lies in a file, as a registry of that name would have given it; gives its reference with the digest. */
  readonly importImage: (file: string, name: string) => string;
  /** Takes an image over by the names that are in the file; what had them before has them no more. */
  readonly loadImage: (file: string) => void;
  /** The network namespace of a pod, by its address. */
  readonly findNetwork: (address: string) => string | undefined;
  readonly stop: () => Promise<void>;
}

export interface NodeOptions {
  readonly client: ApiClient;
  readonly kubeconfig: string;
  /** File of the authority of those who may ask the kubelet. */
  readonly kubeletClients: string;
}

/** What is missing for a real node here; undefined when nothing is. */
export function findObstacle(): string | undefined {
  if (process.getuid?.() !== 0) return 'it needs root';
  for (const program of ['containerd', 'runc', 'ctr', 'nft', 'ip', 'ldd', 'busybox'])
    if (!hasProgram(program)) return `${program} is not installed`;
  return existsSync('/usr/lib/cni/bridge') ? undefined : 'the CNI plug-ins are not installed';
}

function hasProgram(name: string): boolean {
  return ['/usr/sbin', '/usr/bin', '/sbin', '/bin', '/usr/local/bin'].some(folder => existsSync(join(folder, name)));
}

/** Joins a node to a control plane. What a pod sends never leaves the machine. */
export async function startRealNode(bin: string, folder: string, { client, kubeconfig, kubeletClients }: NodeOptions): Promise<RealNode> {
  mkdirSync(folder, { recursive: true });
  const processes = new Processes(folder);
  const stop = async (): Promise<void> => {
    await processes.end('kubelet');
    endPods();
    await processes.stop();
    cleanUp(folder);
  };
  cleanUp(folder);
  try {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(join(STATE, 'cni'), { recursive: true });
    mkdirSync(join(folder, 'images'), { recursive: true });
    writeConfigs(folder, kubeletClients);
    // A bridge that hands packets between pods to the kernel's filters, as routing between nodes would.
    runQuietly('sysctl', ['-qw', 'net.ipv4.ip_forward=1', 'net.bridge.bridge-nf-call-iptables=1']);
    run('ip', ['link', 'add', NODE_LINK, 'type', 'bridge']);
    run('ip', ['address', 'add', `${KUBELET_ADDRESS}/32`, 'dev', NODE_LINK]);
    run('ip', ['link', 'set', NODE_LINK, 'up']);
    run('nft', [
      `add table ${TABLE}; add chain ${TABLE} forward { type filter hook forward priority -10; policy accept; }; add rule ${TABLE} forward iifname "${BRIDGE}" oifname != "${BRIDGE}" reject`,
    ]);
    processes.start('containerd', '/usr/bin/containerd', ['--config', join(folder, 'containerd.toml')]);
    await waitFor('containerd', () => isOk('ctr', ['-a', SOCKET, 'version']), processes);
    for (const [name, entrypoint] of [
      [PAUSE, ['/bin/sleep', '1000000000']],
      [IMAGE, []],
    ] as const) {
      const file = join(folder, 'images', `${name.replaceAll(/\W/g, '-')}.tar`);
      makeImage(file, { name, entrypoint });
      loadImage(file);
    }
    processes.start('kubelet', join(bin, 'kubelet'), [
      `--config=${join(folder, 'kubelet.json')}`,
      `--kubeconfig=${kubeconfig}`,
      `--root-dir=${join(folder, 'kubelet')}`,
      `--cert-dir=${join(folder, 'kubelet-certificates')}`,
      `--hostname-override=${NODE}`,
      `--node-ip=${KUBELET_ADDRESS}`,
    ]);
    processes.start(
      'kube-network-policies',
      join(bin, 'kube-network-policies'),
      [
        `--hostname-override=${NODE}`,
        '--nfqueue-id=97',
        '--disable-nri',
        '--netfilter-bug-1766-fix=false',
        '--metrics-bind-address=127.0.0.1:0',
      ],
      { KUBECONFIG: kubeconfig },
    );
    await waitFor('the node', () => isReady(client), processes);
  } catch (cause) {
    await stop();
    throw cause;
  }
  return { runIn: runInNetwork, execute, findProcess, importImage, loadImage, findNetwork, stop };
}

function writeConfigs(folder: string, kubeletClients: string): void {
  writeFileSync(
    join(folder, 'containerd.toml'),
    `version = 2
root = "${join(folder, 'containerd')}"
state = "${RUNTIME_FOLDER}"
disabled_plugins = ["io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.devmapper"]
[grpc]
  address = "${SOCKET}"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${PAUSE}"
  disable_apparmor = true
  restrict_oom_score_adj = true
  disable_hugetlb_controller = true
  tolerate_missing_hugetlb_controller = true
  stream_server_address = "127.0.0.1"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    default_runtime_name = "runc"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${STATE}/cni"
`,
  );
  writeFileSync(
    join(STATE, 'cni/10-rig.conflist'),
    JSON.stringify({
      cniVersion: '0.4.0',
      name: 'rig',
      plugins: [
        {
          type: 'bridge',
          bridge: BRIDGE,
          isGateway: true,
          ipMasq: false,
          hairpinMode: true,
          ipam: {
            type: 'host-local',
            dataDir: join(folder, 'addresses'),
            ranges: [[{ subnet: POD_CIDR }]],
            routes: [{ dst: '0.0.0.0/0' }],
          },
        },
      ],
    }),
  );
  writeFileSync(
    join(folder, 'kubelet.json'),
    JSON.stringify({
      apiVersion: 'kubelet.config.k8s.io/v1beta1',
      kind: 'KubeletConfiguration',
      failCgroupV1: false,
      cgroupDriver: 'cgroupfs',
      containerRuntimeEndpoint: `unix://${SOCKET}`,
      address: KUBELET_ADDRESS,
      port: 10_350,
      healthzPort: 0,
      authentication: { anonymous: { enabled: false }, webhook: { enabled: true }, x509: { clientCAFile: kubeletClients } },
      failSwapOn: false,
      resolvConf: '/dev/null',
      evictionHard: { 'memory.available': '100Mi', 'nodefs.available': '1%', 'nodefs.inodesFree': '1%', 'imagefs.available': '1%' },
      imageGCHighThresholdPercent: 100,
      serializeImagePulls: false,
      imagePullCredentialsVerificationPolicy: 'NeverVerify',
      nodeStatusUpdateFrequency: '5s',
      podLogsDir: join(folder, 'pod-logs'),
      maxPods: 100,
    }),
  );
}

async function isReady(client: ApiClient): Promise<boolean> {
  const { status, body } = await client.request('GET', `/api/v1/nodes/${NODE}`);
  const conditions = (body['status'] as { readonly conditions?: readonly { readonly type: string; readonly status: string }[] } | undefined)
    ?.conditions;
  return status === 200 && conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true;
}

/** CNI gives each pod a namespace of its own, named by itself; which is whose, its address says. */
function findNetwork(address: string): string | undefined {
  const names = execFileSync('ip', ['netns', 'list'], { encoding: 'utf8' })
    .split('\n')
    .map(line => line.split(' ')[0] ?? '')
    .filter(name => name.startsWith('cni-'));
  return names.find(name => {
    try {
      return execFileSync('ip', ['-n', name, '-o', '-4', 'addr', 'show', 'eth0'], { encoding: 'utf8' }).includes(` ${address}/`);
    } catch {
      return false;
    }
  });
}

let executions = 0;

function execute(containerId: string, words: readonly string[]): Promise<string> {
  executions += 1;
  const parts = ['-a', SOCKET, '-n', 'k8s.io', 'tasks', 'exec', '--exec-id', `e2e-${process.pid}-${executions}`, containerId, ...words];
  return new Promise(resolve => {
    const child = execFile('ctr', parts, { encoding: 'utf8', timeout: 30_000 }, (_, out, err) => resolve(`${out}${err}`));
    child.stdin?.end();
  });
}

function findProcess(containerId: string): number {
  const text = execFileSync('ctr', ['-a', SOCKET, '-n', 'k8s.io', 'tasks', 'list'], { encoding: 'utf8' });
  return Number(new RegExp(`^${containerId}\\s+(\\d+)`, 'm').exec(text)?.[1]);
}

function loadImage(file: string): void {
  run('ctr', ['-a', SOCKET, '-n', 'k8s.io', 'images', 'import', file]);
}

function importImage(file: string, name: string): string {
  const ctr = ['-a', SOCKET, '-n', 'k8s.io', 'images'];
  run('ctr', [...ctr, 'import', '--digests', '--base-name', name, file]);
  const names = execFileSync('ctr', [...ctr, 'list', '--quiet'], { encoding: 'utf8' }).split('\n');
  const reference = names.find(each => each.startsWith(`${name}@sha256:`));
  if (reference === undefined) throw new Error(`${file} was taken over, and is not there as ${name}`);
  return reference;
}

function runInNetwork(netns: string, words: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn('ip', ['netns', 'exec', netns, ...words], { stdio: 'ignore' });
    child.once('error', reject);
    child.once('exit', code => resolve(code ?? -1));
  });
}

/** By containerd itself: kubelet is gone, and containers outlive it. */
function endPods(): void {
  const ctr = (...words: readonly string[]): readonly string[] => {
    try {
      return execFileSync('ctr', ['-a', SOCKET, '-n', 'k8s.io', ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
        .split('\n')
        .filter(line => line !== '');
    } catch {
      return [];
    }
  };
  for (const task of ctr('tasks', 'list', '--quiet')) ctr('tasks', 'kill', '--signal', 'SIGKILL', task);
  for (const task of ctr('tasks', 'list', '--quiet')) ctr('tasks', 'delete', '--force', task);
  for (const container of ctr('containers', 'list', '--quiet')) ctr('containers', 'delete', container);
}

/** Everything that a run leaves behind besides files in its folder, also one that was killed: kubelet mounts its own root, containerd those of pods. */
function cleanUp(folder: string): void {
  runQuietly('sh', ['-c', `for p in $(grep -lsaF -- '${SOCKET}' /proc/[0-9]*/cmdline | cut -d/ -f3); do kill -9 $p; done`]);
  runQuietly('sh', ['-c', `awk '{print $2}' /proc/mounts | grep -e '^${STATE}/' -e '^${folder}/' | sort -r | xargs -r -n1 umount -l`]);
  runQuietly('sh', ['-c', "ip netns list | awk '/^cni-/{print $1}' | xargs -r -n1 ip netns delete"]);
  for (const link of [BRIDGE, NODE_LINK]) runQuietly('ip', ['link', 'delete', link]);
  for (const table of [TABLE, 'inet kube-network-policies']) runQuietly('nft', ['delete', 'table', ...table.split(' ')]);
  rmSync(STATE, { recursive: true, force: true });
}

async function waitFor(what: string, ask: () => Promise<boolean> | boolean, processes: Processes): Promise<void> {
  const until = Date.now() + READY_SECONDS * 1000;
  for (;;) {
    processes.check();
    if (await ask()) return;
    if (Date.now() > until) throw new Error(`${what} was not ready after ${READY_SECONDS} s; its log is in ${processes.folder}`);
    await setTimeout(300);
  }
}

function run(program: string, words: readonly string[]): void {
  execFileSync(program, words, { stdio: ['ignore', 'ignore', 'pipe'] });
}

function isOk(program: string, words: readonly string[]): boolean {
  try {
    run(program, words);
    return true;
  } catch {
    return false;
  }
}

/** What may fail without harm. */
const runQuietly = isOk;
