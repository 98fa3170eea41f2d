/**
 * `breakwater check` as its users start it: the release bundle in a fresh process, wall clock, CPU and peak memory, beside kube-linter
 * when it is on PATH. Run: make bench, or node bench/check.ts after make bundle.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BUNDLE = fileURLToPath(new URL('../dist/breakwater.mjs', import.meta.url));
const REALISM = fileURLToPath(new URL('../../shared/oracles/realism/', import.meta.url));
const RUNS = 7;
/** Prints CPU seconds and peak memory of all threads when the process ends; loaded into it from a data URL. */
const PROBE = `data:text/javascript,import{isMainThread}from'node:worker_threads';if(isMainThread)process.on('exit',()=>{const u=process.resourceUsage();process.stderr.write('\\nUSAGE '+(u.userCPUTime+u.systemCPUTime)/1e6+' '+u.maxRSS/1024+'\\n')})`;

interface Figure {
  readonly wall: number;
  readonly cpu: number;
  readonly memory: number;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function toMedian(figures: readonly Figure[]): Figure {
  return { wall: median(figures.map(f => f.wall)), cpu: median(figures.map(f => f.cpu)), memory: median(figures.map(f => f.memory)) };
}

function runOurs(...words: readonly string[]): Figure {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['--import', PROBE, BUNDLE, ...words], { encoding: 'utf8', maxBuffer: 1 << 30 });
  const wall = performance.now() - start;
  const usage = /USAGE (\S+) (\S+)/.exec(stderr);
  if (status !== 0 || usage === null) throw new Error(`breakwater ${words.join(' ')} ended with ${status}: ${stderr.slice(0, 500)}`);
  return { wall, cpu: Number(usage[1]), memory: Number(usage[2]) };
}

/** CPU and memory of a peer come from the shell's own accounting. */
function runPeer(command: string, ...words: readonly string[]): Figure | undefined {
  if (spawnSync('sh', ['-c', `command -v ${command}`]).status !== 0 || !existsSync('/usr/bin/time')) return undefined;
  const start = performance.now();
  const { stderr } = spawnSync('/usr/bin/time', ['-f', 'USAGE %U %S %M', command, ...words], { encoding: 'utf8', maxBuffer: 1 << 30 });
  const usage = /USAGE (\S+) (\S+) (\S+)/.exec(stderr);
  return { wall: performance.now() - start, cpu: Number(usage?.[1]) + Number(usage?.[2]), memory: Number(usage?.[3]) / 1024 };
}

function print(name: string, figure: Figure, bar?: { readonly wall?: number; readonly memory?: number }): void {
  const met =
    bar === undefined
      ? ''
      : (bar.wall ?? Infinity) >= figure.wall && (bar.memory ?? Infinity) >= figure.memory
        ? '  bar met'
        : '  BAR MISSED';
  console.log(
    `${name.padEnd(48)} ${figure.wall.toFixed(0).padStart(7)} ms wall ${figure.cpu.toFixed(2).padStart(7)} s CPU ${figure.memory.toFixed(0).padStart(6)} MB${met}`,
  );
  if (met.endsWith('MISSED')) process.exitCode = 1;
}

function measure(name: string, run: () => Figure, bar?: { readonly wall?: number; readonly memory?: number }, runs = RUNS): Figure {
  run();
  const figure = toMedian(Array.from({ length: runs }, run));
  print(name, figure, bar);
  return figure;
}

function comparePeer(name: string, ours: Figure, path: string): void {
  if (runPeer('kube-linter', 'lint', path) === undefined) return;
  const peer = measure(`  kube-linter: ${name}`, () => runPeer('kube-linter', 'lint', path) ?? ours);
  console.log(
    `  ratio ours / kube-linter: wall ${(ours.wall / peer.wall).toFixed(2)}, CPU ${(ours.cpu / peer.cpu).toFixed(2)}, memory ${(ours.memory / peer.memory).toFixed(2)}`,
  );
}

/** One application: a Deployment with its Service and NetworkPolicy, three objects. */
function makeApplication(index: number): string {
  const labels = `app: app-${index}`;
  return `apiVersion: apps/v1
kind: Deployment
metadata: { name: app-${index}, namespace: ns-${index % 20}, labels: { ${labels} } }
spec:
  replicas: 2
  selector: { matchLabels: { ${labels} } }
  template:
    metadata: { labels: { ${labels} } }
    spec:
      serviceAccountName: app-${index}
      containers:
        - name: main
          image: registry.example.com/team/app-${index}:1.2.3
          ports: [{ name: http, containerPort: 8080 }]
          env: [{ name: LOG_LEVEL, value: info }, { name: REGION, value: north }]
          resources: { requests: { cpu: 100m, memory: 128Mi }, limits: { memory: 256Mi } }
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
        - { name: proxy, image: "registry.example.com/team/proxy:2.0.0" }
---
apiVersion: v1
kind: Service
metadata: { name: app-${index}, namespace: ns-${index % 20} }
spec: { selector: { ${labels} }, ports: [{ port: 80, targetPort: http }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: app-${index}, namespace: ns-${index % 20} }
spec: { podSelector: { matchLabels: { ${labels} } }, policyTypes: [Ingress, Egress], ingress: [{ from: [{ podSelector: {} }] }] }
`;
}

function measureGrowth(): void {
  const folder = mkdtempSync(join(tmpdir(), 'breakwater-bench-'));
  try {
    const costs = [1000, 5000, 10_000, 20_000].map(objects => {
      const file = join(folder, `${objects}.yaml`);
      writeFileSync(file, Array.from({ length: Math.ceil(objects / 3) }, (_, index) => makeApplication(index)).join('---\n'));
      const figure = measure(`${objects} objects`, () => runOurs('check', '--fail-on', 'never', '--format', 'json', file), undefined, 3);
      comparePeer(`${objects} objects`, figure, file);
      return { objects, cpu: figure.cpu };
    });
    const [, small, , large] = costs;
    if (small === undefined || large === undefined) return;
    const growth = large.cpu / small.cpu;
    const isLinear = growth <= 4.4;
    console.log(`growth of CPU from 5,000 to 20,000 objects: ${growth.toFixed(1)} times${isLinear ? '  linear: bar met' : '  BAR MISSED'}`);
    if (!isLinear) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A repository of 10,000 workloads in 15,000 documents: every second application without its policy, which leaves a Service to each. */
function measureRepository(): void {
  const folder = mkdtempSync(join(tmpdir(), 'breakwater-bench-'));
  try {
    for (let file = 0; file < 500; file++) {
      const documents = Array.from({ length: 20 }, (_, index) => {
        const [workload = '', service = ''] = makeApplication(file * 20 + index).split('---\n');
        return index % 2 === 0 ? [workload, service] : [workload];
      });
      writeFileSync(join(folder, `${file}.yaml`), documents.flat().join('---\n'));
    }
    measure(
      '15,000 documents, 10,000 workloads, all policies',
      () => runOurs('check', '--preset', 'all', '--fail-on', 'never', '--format', `json=${join(folder, 'result')}`, folder),
      { wall: 10_000, memory: 800 },
      1,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (!existsSync(BUNDLE)) throw new Error('dist/breakwater.mjs is absent: run `make bundle` first');
measure('--help', () => runOurs('--help'), { wall: 150 });
if (existsSync(REALISM)) {
  const argo = join(REALISM, 'argo-cd/install.yaml');
  const ours = measure('check argo-cd/install.yaml (59 objects, 1.9 MB)', () => runOurs('check', '--fail-on', 'never', argo), {
    wall: 700,
    memory: 220,
  });
  comparePeer('argo-cd/install.yaml', ours, argo);
  measure('check argo-cd/install.yaml, all policies', () => runOurs('check', '--preset', 'all', '--fail-on', 'never', argo), {
    wall: 900,
    memory: 250,
  });
  measure('check kube-prometheus (95 objects, 5.5 MB)', () => runOurs('check', '--fail-on', 'never', join(REALISM, 'kube-prometheus')));
} else console.log('../shared is absent: argo-cd and kube-prometheus were not measured');
measureGrowth();
measureRepository();
