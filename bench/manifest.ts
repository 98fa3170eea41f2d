/** Reading manifests with positions: medians in ms and MB. Run: node --expose-gc bench/manifest.ts */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readManifest, toObjects } from '@breakwater/manifest';

const REALISM = fileURLToPath(new URL('../../shared/oracles/realism/', import.meta.url));
const RUNS = 9;

interface Input {
  name: string;
  /** Bar for one cold reading in a fresh process, in ms. */
  bar?: number;
  load: () => Uint8Array[];
}

const INPUTS: Input[] = [
  { name: 'argo-cd (1 file)', bar: 250, load: () => [readFileSync(`${REALISM}argo-cd/install.yaml`)] },
  { name: 'kube-prometheus (folder)', bar: 250, load: () => readFolder(`${REALISM}kube-prometheus/`) },
  ...[1000, 5000, 10_000].map(count => ({ name: `${count} deployments (YAML)`, load: () => [makeDeployments(count)] })),
  ...[1000, 5000, 10_000].map(count => ({ name: `${count} deployments (JSON List)`, load: () => [makeList(count)] })),
];

function readFolder(folder: string): Uint8Array[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.yaml'));
  return names.map(name => readFileSync(folder + name));
}

function toDeployment(index: number): object {
  const labels = { 'app.kubernetes.io/name': `app-${index}`, 'app.kubernetes.io/part-of': 'bench' };
  const container = {
    name: 'main',
    image: `registry.example/app-${index}:1.2.3`,
    ports: [{ name: 'http', containerPort: 8080 }],
    env: Array.from({ length: 5 }, (_, number) => ({ name: `KEY_${number}`, value: `value ${number}` })),
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  };
  const template = { metadata: { labels }, spec: { containers: [container], serviceAccountName: `app-${index}` } };
  const spec = { replicas: 2, selector: { matchLabels: labels }, template };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: `app-${index}`, namespace: 'bench', labels }, spec };
}

function makeList(count: number): Uint8Array {
  const items = Array.from({ length: count }, (_, index) => toDeployment(index));
  return new TextEncoder().encode(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, null, 4));
}

function makeDeployments(count: number): Uint8Array {
  return new TextEncoder().encode(Array.from({ length: count }, (_, index) => `---\n${toYaml(toDeployment(index), '')}`).join(''));
}

function toYaml(value: unknown, indent: string): string {
  if (Array.isArray(value)) return value.map(item => `${indent}- ${toYaml(item, `${indent}  `).trimStart()}`).join('');
  if (typeof value !== 'object' || value === null) return `${indent}${JSON.stringify(value)}\n`;
  return Object.entries(value)
    .map(
      ([key, entry]) =>
        `${indent}${key}:${typeof entry === 'object' ? `\n${toYaml(entry, `${indent}  `)}` : ` ${JSON.stringify(entry)}\n`}`,
    )
    .join('');
}

function measure(files: Uint8Array[]): { ms: number; mb: number; objects: number } {
  globalThis.gc?.();
  const before = process.memoryUsage();
  const start = performance.now();
  const read = files.map(file => readManifest(file, { source: 'bench.yaml' }));
  const ms = performance.now() - start;
  globalThis.gc?.();
  const after = process.memoryUsage();
  const objects = read.map(toObjects).reduce((sum, found) => sum + found.objects.length, 0);
  return { ms, mb: (after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers) / 1e6, objects };
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

/** One reading in a process of its own, as a command line tool does it. */
function measureCold(index: number): { ms: number; rss: number } {
  const { stdout } = spawnSync(process.execPath, ['--expose-gc', fileURLToPath(import.meta.url), String(index)], { encoding: 'utf8' });
  return JSON.parse(stdout);
}

function report(input: Input, index: number): void {
  const files = input.load();
  const bytes = files.reduce((sum, file) => sum + file.length, 0);
  const warm = Array.from({ length: RUNS }, () => measure(files));
  const cold = Array.from({ length: 5 }, () => measureCold(index));
  const coldMs = median(cold.map(run => run.ms));
  const cells = [
    input.name.padEnd(30),
    `${(bytes / 1e6).toFixed(2)} MB`.padStart(9),
    `${warm[0]?.objects ?? 0} objects`.padStart(14),
    `cold ${coldMs.toFixed(0)} ms`.padStart(13),
    `warm ${median(warm.map(run => run.ms)).toFixed(0)} ms`.padStart(13),
    `keeps ${median(warm.map(run => run.mb)).toFixed(1)} MB`.padStart(15),
    `peak rss ${median(cold.map(run => run.rss)).toFixed(0)} MB`.padStart(17),
    input.bar === undefined ? '' : coldMs <= input.bar ? `within ${input.bar} ms` : `OVER ${input.bar} ms`,
  ];
  console.log(cells.join('  '));
}

const child = INPUTS[Number(process.argv[2] ?? -1)];
if (child !== undefined) {
  const { ms } = measure(child.load());
  console.log(JSON.stringify({ ms, rss: process.resourceUsage().maxRSS / 1000 }));
} else {
  if (!existsSync(REALISM)) console.log('skipped: argo-cd and kube-prometheus (../shared/oracles/realism is absent)');
  for (const [index, input] of INPUTS.entries()) {
    if (input.bar === undefined || existsSync(REALISM)) report(input, index);
  }
}
