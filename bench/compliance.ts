/**
 * `breakwater compliance run` over facts of 100 nodes and 10,000 pods of 1,000 Deployments, and `breakwater node collect` on this machine: the release bundle in a
 * fresh process. Run: make bench, or node bench/compliance.ts after make bundle.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BUNDLE = fileURLToPath(new URL('../dist/breakwater.mjs', import.meta.url));
const NODES = 100;
const WORKLOADS = 1000;
const PODS = 10;
const BARS = { seconds: 10, megabytes: 500, collectSeconds: 2 } as const;
const PROBE = `data:text/javascript,import{isMainThread}from'node:worker_threads';if(isMainThread)process.on('exit',()=>{process.stderr.write('\\nUSAGE '+process.resourceUsage().maxRSS/1024+'\\n')})`;

type Raw = Readonly<Record<string, unknown>>;

function* listObjects(): Generator<Raw> {
  for (let number = 0; number < 50; number++) yield { apiVersion: 'v1', kind: 'Namespace', metadata: { name: `team-${number}` } };
  for (let number = 0; number < NODES; number++) yield { apiVersion: 'v1', kind: 'Node', metadata: { name: `node-${number}` } };
  for (let number = 0; number < WORKLOADS; number++) yield* listWorkload(number);
}

/** A Deployment with its ReplicaSet and its pods, as the API gives them. */
function* listWorkload(number: number): Generator<Raw> {
  const metadata = { name: `web-${number}`, namespace: `team-${number % 50}` };
  const labels = { app: metadata.name };
  const spec = { containers: [{ name: 'app', image: `registry.example/app-${number}:1.0`, resources: {} }], serviceAccountName: 'default' };
  const template = { metadata: { labels }, spec };
  const owner = (apiVersion: string, kind: string, name: string): Raw => ({
    ownerReferences: [{ apiVersion, kind, name, uid: name, controller: true }],
  });
  yield {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { ...metadata, uid: metadata.name },
    spec: { replicas: PODS, selector: { matchLabels: labels }, template },
  };
  const set = `${metadata.name}-5d`;
  const setMetadata = { ...metadata, name: set, uid: set, labels, ...owner('apps/v1', 'Deployment', metadata.name) };
  yield {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: setMetadata,
    spec: { replicas: PODS, selector: { matchLabels: labels }, template },
  };
  for (let pod = 0; pod < PODS; pod++) {
    const podMetadata = { ...metadata, name: `${set}-${pod}`, labels, ...owner('apps/v1', 'ReplicaSet', set) };
    yield { apiVersion: 'v1', kind: 'Pod', metadata: podMetadata, spec: { ...spec, nodeName: `node-${(number + pod) % NODES}` } };
  }
}

/** A node of kubeadm with the components of a control plane, and the files that checks look at. */
function buildNode(node: string): Raw {
  const process = (name: string, ...flags: readonly string[]): Raw => ({ name, exe: `/usr/bin/${name}`, argv: [name, ...flags], env: {} });
  const file = (path: string, content?: string): Raw => ({
    path,
    type: 'file',
    mode: '600',
    uid: 0,
    gid: 0,
    owner: 'root',
    group: 'root',
    ...(content === undefined ? {} : { content }),
  });
  const manifests = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'etcd'].map(
    name => `/etc/kubernetes/manifests/${name}.yaml`,
  );
  const keys = Array.from({ length: 40 }, (_, index) => `/etc/kubernetes/pki/part-${index}.key`);
  return {
    schema: 'node-facts/1',
    node,
    distribution: 'kubeadm',
    collectedAt: '2026-12-01T00:00:00Z',
    processes: [
      process('kube-apiserver', '--authorization-mode=Node,RBAC', '--profiling=false', '--audit-policy-file=/etc/kubernetes/audit.yaml'),
      process('kube-controller-manager', '--profiling=false'),
      process('kube-scheduler', '--profiling=false'),
      process('etcd', '--client-cert-auth=true'),
      process('kubelet', '--config=/var/lib/kubelet/config.yaml'),
    ],
    files: [
      ...[...manifests, ...keys].map(path => file(path)),
      file('/var/lib/kubelet/config.yaml', 'readOnlyPort: 0\nrotateCertificates: true\n'),
      file('/etc/kubernetes/audit.yaml', 'rules: [{ level: Metadata }]\n'),
    ],
    certificates: [],
    sysctls: {},
    listening: [],
  };
}

function run(...words: readonly string[]): { readonly seconds: number; readonly megabytes: number } {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['--import', PROBE, BUNDLE, ...words], { encoding: 'utf8', maxBuffer: 1 << 30 });
  const seconds = (performance.now() - start) / 1000;
  const usage = /USAGE (\S+)/.exec(stderr);
  if ((status !== 0 && status !== 1) || usage === null)
    throw new Error(`breakwater ${words.join(' ')} ended with ${status}: ${stderr.slice(0, 500)}`);
  return { seconds, megabytes: Number(usage[1]) };
}

function print(name: string, text: string, isMet: boolean): void {
  console.log(`${name.padEnd(60)} ${text}  bar ${isMet ? 'met' : 'MISSED'}`);
  if (!isMet) process.exitCode = 1;
}

const folder = mkdtempSync(join(tmpdir(), 'breakwater-bench-'));
try {
  const [objects, facts] = [join(folder, 'objects.json'), join(folder, 'facts.json')];
  writeFileSync(objects, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [...listObjects()] }));
  const nodes = Array.from({ length: NODES }, (_, index) => buildNode(`node-${index}`));
  writeFileSync(facts, JSON.stringify(nodes));
  const judged = run('compliance', 'run', objects, '--facts', facts, '--framework', 'cis-1.12', '--format', 'json', '--fail-on', 'never');
  const isMet = judged.seconds <= BARS.seconds && judged.megabytes <= BARS.megabytes;
  print(`CIS over ${NODES} nodes and ${WORKLOADS * PODS} pods`, `${judged.seconds.toFixed(1)} s, ${judged.megabytes.toFixed(0)} MB`, isMet);
  const collected = run('node', 'collect', '--out', join(folder, 'node.json'));
  print('node collect on this machine', `${collected.seconds.toFixed(2)} s`, collected.seconds <= BARS.collectSeconds);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
