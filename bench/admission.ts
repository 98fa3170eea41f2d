/**
 * The admission webhook as a process of its own, asked over TLS as an API server asks: objects of 20 kB, every policy set to deny, what is known of 5,000
 * images. Time to the first answer, p50 and p99 at 300 requests a second, requests a second when it is saturated, memory. Run: make bench, or
 * node bench/admission.ts after make bundle.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createSelfSigned } from '../test/cluster/certificate.ts';
import { ReviewClient, toReview } from '../test/e2e/admission/review-client.ts';
import { writeBundle } from '../test/e2e/admission/write-bundle.ts';
import { createFolder, removeFolder } from '../test/e2e/platform/folder.ts';

type Raw = Readonly<Record<string, unknown>>;

const ROOT = join(import.meta.dirname, '..');
const BUNDLED = join(ROOT, 'dist/breakwater.mjs');
const PROGRAM = existsSync(BUNDLED) ? BUNDLED : join(ROOT, 'apps/cli/src/main.ts');
const IMAGES = 5000;
const BARS = { first: 1500, p50: 4, p99: 15, saturated: 800, memory: 200 } as const;
const RATE = 300;
const RATE_SECONDS = 10;
const SATURATED_SECONDS = 10;
const WARM = 3000;

/** Deployments of 20 kB, each another one, as somebody careful writes them: most policies are met. */
function toDeployment(index: number): Raw {
  const container = (number: number): Raw => ({
    name: `app-${number}`,
    image: `registry.example/team/app-${(index * 3 + number) % IMAGES}:1.2.3@sha256:${'a'.repeat(64)}`,
    imagePullPolicy: 'IfNotPresent',
    env: Array.from({ length: 60 }, (_, each) => ({ name: `SETTING_${each}`, value: `value-${index}-${number}-${each}-`.padEnd(60, 'x') })),
    ports: [{ name: `http-${number}`, containerPort: 8080 + number, protocol: 'TCP' }],
    resources: {
      requests: { cpu: '100m', memory: '128Mi', 'ephemeral-storage': '1Gi' },
      limits: { cpu: '200m', memory: '128Mi', 'ephemeral-storage': '1Gi' },
    },
    livenessProbe: { httpGet: { path: '/healthz', port: 8080 + number } },
    readinessProbe: { httpGet: { path: '/readyz', port: 8080 + number } },
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 10_001,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    },
    volumeMounts: [{ name: 'data', mountPath: `/data-${number}` }],
  });
  const labels = { 'app.kubernetes.io/name': 'web', 'app.kubernetes.io/instance': `web-${index}` };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `web-${index}`, namespace: 'shop', labels, uid: `uid-${index}`, creationTimestamp: new Date().toISOString() },
    spec: {
      replicas: 3,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: 'web',
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
          containers: [container(0), container(1), container(2)],
          volumes: [{ name: 'data', emptyDir: { sizeLimit: '1Gi' } }],
        },
      },
    },
  };
}

function toFacts(reference: string): Raw {
  const counts = { info: 0, low: 20, medium: 20, high: 0, critical: 0 };
  const vulnerabilities = Array.from({ length: 40 }, (_, index) => ({
    id: `CVE-2026-${10_000 + index}`,
    package: `library-${index}`,
    version: '1.2.3-4+deb12u1',
    severity: index % 2 === 0 ? 'low' : 'medium',
    fixedIn: [],
    exploited: false,
    probability: 0.01,
    remote: false,
    base: true,
    firstSeen: '2026-11-21T00:00:00Z',
  }));
  const content = {
    ...{
      user: '10001',
      bytes: 20_000_000,
      ageDays: 3,
      labels: {},
      volumes: [],
      ports: [],
      base: 'debian:12',
      secrets: [],
      setuidFiles: [],
      shells: [],
    },
    ...{ packageManagers: [], networkTools: [], remoteAccess: [], compilers: [], worldWritable: [], credentialFiles: [], surfaceScore: 95 },
    ...{ ended: [], licenses: Array.from({ length: 100 }, () => [['MIT']]) },
  };
  const scan = {
    scannedAt: new Date().toISOString(),
    databaseBuilt: new Date().toISOString(),
    counts,
    fixable: { ...counts, low: 0, medium: 0 },
    notEvaluated: 0,
    vulnerabilities,
    more: 0,
  };
  return { reference, version: '1', content, scan };
}

/** The cluster around: 20 workloads with their services, accounts and network policies. */
function listContext(): readonly Raw[] {
  return Array.from({ length: 20 }, (_, index) => {
    const metadata = { name: `other-${index}`, namespace: 'shop' };
    const labels = { app: `other-${index}` };
    const spec = { serviceAccountName: `other-${index}`, containers: [{ name: 'app', image: 'registry.example/other:1' }] };
    return [
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { ...metadata, labels },
        spec: { replicas: 2, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
      },
      { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: labels, ports: [{ port: 80 }] } },
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata,
        spec: { podSelector: { matchLabels: labels }, policyTypes: ['Ingress'] },
      },
    ];
  }).flat();
}

function listPolicies(): readonly string[] {
  return readdirSync(join(ROOT, 'content/policies')).map(name => name.replace(/\.yaml$/, ''));
}

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

function tell(name: string, value: number, unit: string, met: boolean, bar: string): void {
  console.log(`${name.padEnd(52)} ${value.toFixed(1).padStart(8)} ${unit.padEnd(4)} ${met ? 'bar met' : 'BAR MISSED'} (${bar})`);
  if (!met) process.exitCode = 1;
}

/** Peak of the resident memory so far, in MB; where the system tells it. */
function readMemory(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
}

/** CPU seconds of a process so far. */
function readCpu(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function measureRate(client: ReviewClient, bodies: readonly string[], rate: number, seconds: number): Promise<readonly number[]> {
  const times: number[] = [];
  const open: Promise<void>[] = [];
  const begin = performance.now();
  for (let sent = 0; sent < rate * seconds; sent++) {
    const due = begin + (sent * 1000) / rate;
    const wait = due - performance.now();
    if (wait > 0) await setTimeout(wait);
    const at = Math.max(due, performance.now() - 5);
    open.push(client.review(bodies[sent % bodies.length] ?? '').then(() => void times.push(performance.now() - at)));
  }
  await Promise.all(open);
  return times.toSorted((a, b) => a - b);
}

/** Requests that are answered in a second when there is always one waiting; and the same by the CPU time of the webhook alone. */
async function saturate(client: ReviewClient, bodies: readonly string[], seconds: number): Promise<number> {
  const end = performance.now() + seconds * 1000;
  let count = 0;
  const work = async (from: number): Promise<void> => {
    for (let next = from; performance.now() < end; next += 7) {
      await client.review(bodies[next % bodies.length] ?? '');
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: 16 }, (_, index) => work(index)));
  return count / seconds;
}

const folder = createFolder('bench-admission');
const { certificate, key, pem } = createSelfSigned(folder);
const bundle = join(folder, 'admission.bundle');
const references = Array.from({ length: IMAGES }, (_, index) => `registry.example/team/app-${index}:1.2.3@sha256:${'a'.repeat(64)}`);
const policies = listPolicies();
writeBundle(bundle, {
  kubeMinor: 36,
  revision: 1,
  settings: policies.map(policy => ({ policy, scope: {}, enabled: true, enforcement: { deploy: 'deny' } })),
  namespaces: [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } },
  ],
  images: new Map(references.map(reference => [reference, toFacts(reference)])),
  context: listContext(),
  complete: true,
});
const bodies = Array.from({ length: 400 }, (_, index) => toReview(toDeployment(index)));
console.log(
  `${policies.length} policies, ${IMAGES} images, reviews of ${Math.round((bodies[0]?.length ?? 0) / 1024)} kB; ${PROGRAM.endsWith('.mjs') ? 'bundle' : 'sources'}`,
);
const PORT = 17_990;
// One core, and its generator on the other.
const pinned = spawnSync('taskset', ['-V']).status === 0;
const words = [
  process.execPath,
  // As bin/breakwater starts it.
  '--max-semi-space-size=4',
  '--max-old-space-size=256',
  PROGRAM,
  'admission',
  '--bundle',
  bundle,
  '--data',
  join(folder, 'data'),
  '--certificate',
  certificate,
  '--key',
  key,
  '--port',
  String(PORT),
];
const [command = '', ...rest] = pinned ? ['taskset', '-c', '0', ...words] : words;
const begin = performance.now();
const child = spawn(command, rest, { stdio: ['ignore', 'ignore', 'ignore'] });
const client = new ReviewClient(`https://127.0.0.1:${PORT}/validate`, pem, 16);
try {
  for (;;) {
    try {
      await client.review(bodies[0] ?? '');
      break;
    } catch {
      if (performance.now() - begin > 30_000) throw new Error('the webhook did not answer within 30 s');
      await setTimeout(10);
    }
  }
  const first = performance.now() - begin;
  tell('start to first answer', first, 'ms', first <= BARS.first, `≤ ${BARS.first} ms`);
  for (let index = 0; index < WARM; index++) await client.review(bodies[index % bodies.length] ?? '');
  // Before more is asked than can be answered: what waits is memory, too.
  const memory = readMemory(child.pid ?? 0);
  tell(`memory with ${IMAGES} images`, memory, 'MB', memory <= BARS.memory, `≤ ${BARS.memory} MB`);
  const times = await measureRate(client, bodies, RATE, RATE_SECONDS);
  const [p50, p99] = [percentile(times, 0.5), percentile(times, 0.99)];
  tell(`p50 at ${RATE} requests/s`, p50, 'ms', p50 <= BARS.p50, `≤ ${BARS.p50} ms`);
  tell(`p99 at ${RATE} requests/s`, p99, 'ms', p99 <= BARS.p99, `≤ ${BARS.p99} ms`);
  const cpu = readCpu(child.pid ?? 0);
  const at = performance.now();
  const saturated = await saturate(client, bodies, SATURATED_SECONDS);
  const share = (readCpu(child.pid ?? 0) - cpu) / ((performance.now() - at) / 1000);
  tell('requests/s saturated', saturated, '', saturated >= BARS.saturated, `≥ ${BARS.saturated}`);
  console.log(`  the webhook had ${(share * 100).toFixed(0)} % of a core: ${((share * 1000) / saturated).toFixed(2)} ms CPU for each`);
} finally {
  client.close();
  child.kill('SIGTERM');
  removeFolder(folder);
}
