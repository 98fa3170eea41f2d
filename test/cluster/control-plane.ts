import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { ApiClient } from './api-client.ts';

/** What is running, and how to end it. */
export interface ControlPlane {
  readonly client: ApiClient;
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
const CONTROLLERS = ['validatingadmissionpolicy-status-controller', 'namespace-controller'];

const READY_SECONDS = 90;

/**
 * Starts etcd, kube-apiserver and kube-controller-manager on loopback, on free ports, with state in a folder that is emptied first.
 * A Kubernetes API without nodes: enough for admission, RBAC and native policies.
 */
export async function startControlPlane(bin: string, folder: string): Promise<ControlPlane> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const processes = new Processes(bin, folder);
  try {
    const client = await startServers(processes, folder);
    return { client, stop: () => processes.stop() };
  } catch (cause) {
    await processes.stop();
    throw cause;
  }
}

async function startServers(processes: Processes, folder: string): Promise<ApiClient> {
  const [etcdPort, peerPort, apiPort, managerPort] = await findPorts(4);
  const etcd = `http://127.0.0.1:${etcdPort}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  processes.start('etcd', [
    `--data-dir=${join(folder, 'etcd')}`,
    `--listen-client-urls=${etcd}`,
    `--advertise-client-urls=${etcd}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    '--unsafe-no-fsync',
    '--log-level=warn',
  ]);
  await waitFor('etcd', async () => (await fetch(`${etcd}/health`)).ok, processes);
  const token = writeCredentials(folder);
  processes.start('kube-apiserver', [
    `--etcd-servers=${etcd}`,
    `--secure-port=${apiPort}`,
    '--bind-address=127.0.0.1',
    `--cert-dir=${join(folder, 'certificates')}`,
    `--token-auth-file=${join(folder, 'tokens.csv')}`,
    '--authorization-mode=RBAC',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${join(folder, 'accounts.pub')}`,
    `--service-account-signing-key-file=${join(folder, 'accounts.key')}`,
    '--service-cluster-ip-range=10.96.0.0/16',
    '--allow-privileged=true',
    `--disable-admission-plugins=${LEFT_OUT.join(',')}`,
  ]);
  const certificate = join(folder, 'certificates', 'apiserver.crt');
  const connect = () => new ApiClient(`https://127.0.0.1:${apiPort}`, readFileSync(certificate, 'utf8'), token);
  await waitFor('kube-apiserver', async () => (await connect().request('GET', '/readyz')).status === 200, processes);
  writeFileSync(join(folder, 'manager.kubeconfig'), formatKubeconfig(`https://127.0.0.1:${apiPort}`, certificate, token), { mode: 0o600 });
  processes.start('kube-controller-manager', [
    `--kubeconfig=${join(folder, 'manager.kubeconfig')}`,
    `--controllers=${CONTROLLERS.join(',')}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${managerPort}`,
    `--cert-dir=${join(folder, 'manager')}`,
    '--leader-elect=false',
    '--kube-api-qps=200',
    '--kube-api-burst=400',
  ]);
  return connect();
}

/** A token for an administrator, and the keys that service account tokens are signed with. */
function writeCredentials(folder: string): string {
  const token = randomBytes(24).toString('hex');
  writeFileSync(join(folder, 'tokens.csv'), `${token},admin,admin,system:masters\n`, { mode: 0o600 });
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  writeFileSync(join(folder, 'accounts.key'), privateKey, { mode: 0o600 });
  writeFileSync(join(folder, 'accounts.pub'), publicKey);
  return token;
}

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
async function findPorts(count: number): Promise<readonly number[]> {
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

class Processes {
  readonly folder: string;
  readonly #bin: string;
  readonly #running: { readonly name: string; readonly child: ChildProcess }[] = [];
  /** Nothing outlives this process, however it ends. */
  readonly #kill = (): void => this.#running.forEach(({ child }) => void child.kill('SIGKILL'));

  constructor(bin: string, folder: string) {
    this.#bin = bin;
    this.folder = folder;
    process.once('exit', this.#kill);
  }

  start(name: string, args: readonly string[]): void {
    const log = openSync(join(this.folder, `${name}.log`), 'w');
    const child = spawn(join(this.#bin, name), args, { stdio: ['ignore', log, log], cwd: this.folder });
    closeSync(log);
    child.once('error', () => undefined);
    this.#running.push({ name, child });
  }

  /** A server that ended while it should run will never be ready. */
  check(): void {
    const ended = this.#running.find(({ child }) => child.exitCode !== null || child.signalCode !== null);
    if (ended !== undefined) throw new Error(`${ended.name} ended; its log is ${join(this.folder, `${ended.name}.log`)}`);
  }

  async stop(): Promise<void> {
    for (const { child } of this.#running.toReversed()) await end(child);
    this.#running.length = 0;
    process.off('exit', this.#kill);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise(resolve => child.once('exit', resolve));
  child.kill('SIGTERM');
  const patience = new AbortController();
  await Promise.race([
    ended,
    setTimeout(5000, undefined, { signal: patience.signal })
      .then(() => child.kill('SIGKILL'))
      .catch(() => undefined),
  ]);
  patience.abort();
  await ended;
}
