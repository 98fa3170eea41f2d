import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ApiClient } from './api-client.ts';
import { createClientCertificate } from './certificate.ts';
import type { RealNode } from './node/real-node.ts';
import { Processes } from './processes.ts';

/**
 * `bare` is an API that only stores and decides: nothing acts on objects, so that examples stay as they are. `acting` has every controller and the
 * scheduler, so that workloads get pods; `real` has a node beside them, whose pods really run.
 */
export type Profile = 'bare' | 'acting' | 'real';

/** What is running, and how to end it. */
export interface ControlPlane {
  readonly client: ApiClient;
  /** Path of a kubeconfig for an administrator. */
  readonly kubeconfig: string;
  /** A kubeconfig for who has a token. */
  readonly kubeconfigFor: (token: string) => string;
  /** File of the authority of those who may ask a kubelet: the API server, which proves it with a certificate. */
  readonly kubeletClients: string;
  /** Of profile `real`: the node whose pods really run. */
  readonly node?: RealNode;
  /** Ends the API server and starts it again on the same port, with flags beside its own for this once. */
  readonly restartApiServer: (flags?: readonly string[]) => Promise<void>;
  /** Ends every process that was started, the last one first, and waits for it. */
  readonly stop: () => Promise<void>;
}

/** Admission plug-ins that would refuse or change examples for want of other objects: accounts, classes, priorities. */
const LEFT_OUT = [
  'ServiceAccount',
  'Priority',
  'RuntimeClass',
  'DefaultIngressClass',
  'DefaultStorageClass',
  'OwnerReferencesPermissionEnforcement',
];

/** Type checks of ValidatingAdmissionPolicies, and what namespaces need to come and go. */
const CONTROLLERS: Readonly<Record<Profile, readonly string[]>> = {
  bare: ['validatingadmissionpolicy-status-controller', 'namespace-controller'],
  // Without a kubelet a node is never heard of: the controllers that act on that would evict everything.
  acting: ['*', '-node-lifecycle-controller', '-node-ipam-controller', '-taint-eviction-controller'],
  real: ['*', '-node-ipam-controller'],
};

const READY_SECONDS = 90;

/** Name of the files of the certificate that the API server shows to a kubelet. */
const KUBELET_CLIENT = 'kubelet-client';

/** Of the user `sensor`, who may do nothing until a journey lets it; good on loopback for as long as the test runs. */
export const SENSOR_TOKEN = randomBytes(24).toString('hex');

/**
 * Starts etcd, kube-apiserver and kube-controller-manager on loopback, on free ports, with state in a folder that is emptied first; the
 * profile `acting` also starts kube-scheduler. A Kubernetes API without kubelets.
 */
export async function startControlPlane(bin: string, folder: string, profile: Profile = 'bare'): Promise<ControlPlane> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const processes = new Processes(folder);
  try {
    return await startServers(processes, bin, folder, profile);
  } catch (cause) {
    await processes.stop();
    throw cause;
  }
}

async function startServers(processes: Processes, bin: string, folder: string, profile: Profile): Promise<ControlPlane> {
  const [etcdPort = 0, peerPort = 0, apiPort = 0, managerPort = 0, schedulerPort = 0] = await findPorts(5);
  const start = (name: string, args: readonly string[]): void => processes.start(name, join(bin, name), args);
  const etcd = `http://127.0.0.1:${etcdPort}`;
  start('etcd', listEtcdFlags(folder, etcd, `http://127.0.0.1:${peerPort}`));
  await waitFor('etcd', async () => (await fetch(`${etcd}/health`)).ok, processes);
  const token = writeCredentials(folder);
  const flags = listApiServerFlags(folder, etcd, apiPort, profile);
  const certificate = join(folder, 'certificates', 'apiserver.crt');
  const server = `https://127.0.0.1:${apiPort}`;
  const connectAs = (as: string) => new ApiClient(server, readFileSync(certificate, 'utf8'), as);
  const startApiServer = async (more: readonly string[] = []): Promise<void> => {
    start('kube-apiserver', [...flags, ...more]);
    await waitFor('kube-apiserver', async () => (await connectAs(token).request('GET', '/readyz')).status === 200, processes);
  };
  await startApiServer();
  const kubeconfig = join(folder, 'admin.kubeconfig');
  writeFileSync(kubeconfig, formatKubeconfig(server, certificate, token), { mode: 0o600 });
  start('kube-controller-manager', [
    `--kubeconfig=${kubeconfig}`,
    `--controllers=${CONTROLLERS[profile].join(',')}`,
    `--service-account-private-key-file=${join(folder, 'accounts.key')}`,
    `--root-ca-file=${certificate}`,
    '--use-service-account-credentials=false',
    '--bind-address=127.0.0.1',
    `--secure-port=${managerPort}`,
    `--cert-dir=${join(folder, 'manager')}`,
    '--leader-elect=false',
    '--kube-api-qps=200',
    '--kube-api-burst=400',
  ]);
  if (profile !== 'bare')
    start('kube-scheduler', [
      `--kubeconfig=${kubeconfig}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${schedulerPort}`,
      `--cert-dir=${join(folder, 'scheduler')}`,
      '--leader-elect=false',
    ]);
  return {
    client: connectAs(token),
    kubeconfig,
    kubeletClients: join(folder, `${KUBELET_CLIENT}.crt`),
    kubeconfigFor: of => formatKubeconfig(server, certificate, of),
    restartApiServer: async more => {
      await processes.end('kube-apiserver');
      await startApiServer(more);
    },
    stop: () => processes.stop(),
  };
}

function listEtcdFlags(folder: string, client: string, peer: string): readonly string[] {
  return [
    `--data-dir=${join(folder, 'etcd')}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    '--unsafe-no-fsync',
    '--log-level=warn',
  ];
}

function listApiServerFlags(folder: string, etcd: string, port: number, profile: Profile): readonly string[] {
  return [
    `--etcd-servers=${etcd}`,
    `--secure-port=${port}`,
    '--bind-address=127.0.0.1',
    `--cert-dir=${join(folder, 'certificates')}`,
    `--token-auth-file=${join(folder, 'tokens.csv')}`,
    '--authorization-mode=RBAC',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${join(folder, 'accounts.pub')}`,
    `--service-account-signing-key-file=${join(folder, 'accounts.key')}`,
    '--service-cluster-ip-range=10.96.0.0/16',
    '--allow-privileged=true',
    ...(profile === 'bare' ? [`--disable-admission-plugins=${LEFT_OUT.join(',')}`] : []),
    ...(profile === 'real' ? listKubeletFlags(folder) : []),
  ];
}

/** Logs, exec and checkpoints are asked of the kubelet. */
function listKubeletFlags(folder: string): readonly string[] {
  return [
    `--kubelet-client-certificate=${join(folder, `${KUBELET_CLIENT}.crt`)}`,
    `--kubelet-client-key=${join(folder, `${KUBELET_CLIENT}.key`)}`,
    '--kubelet-preferred-address-types=InternalIP',
  ];
}

/** A token for an administrator, the keys that service account tokens are signed with, and what the API server shows to kubelets. */
function writeCredentials(folder: string): string {
  const token = randomBytes(24).toString('hex');
  const rows = [`${token},admin,admin,system:masters`, `${SENSOR_TOKEN},sensor,sensor,`];
  writeFileSync(join(folder, 'tokens.csv'), `${rows.join('\n')}\n`, { mode: 0o600 });
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  writeFileSync(join(folder, 'accounts.key'), privateKey, { mode: 0o600 });
  writeFileSync(join(folder, 'accounts.pub'), publicKey);
  createClientCertificate(folder, KUBELET_CLIENT, '/O=system:masters/CN=kube-apiserver');
  return token;
}

/** A kubeconfig is JSON as well as YAML. */
function formatKubeconfig(server: string, certificate: string, token: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster: { server, 'certificate-authority': certificate } }],
    users: [{ name: 'admin', user: { token } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'admin' } }],
    'current-context': 'test',
  });
}

/** Ports that were free a moment ago. */
export async function findPorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  const ports = servers.map(server => (server.address() as { port: number }).port);
  await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))));
  return ports;
}

async function waitFor(what: string, ask: () => Promise<boolean>, processes: Processes): Promise<void> {
  const until = Date.now() + READY_SECONDS * 1000;
  for (;;) {
    processes.check();
    if (await ask().catch(() => false)) return;
    if (Date.now() > until) throw new Error(`${what} was not ready after ${READY_SECONDS} s; its log is in ${processes.folder}`);
    await setTimeout(200);
  }
}
