/**
 * `breakwater compliance report` over a run of 50,000 results, each with a text and evidence of its own: the release bundle in a fresh
 * process. Run: make bench, or node bench/compliance-report.ts after make bundle.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BUNDLE = fileURLToPath(new URL('../dist/breakwater.mjs', import.meta.url));
const CONTROLS = 125;
const OBJECTS = 400;
/** Seconds, the start and reading the run among them. */
const REPORTS = [
  ['html', 'en', 3],
  ['html', 'ja', 3],
  ['pdf', 'en', 20],
  ['pdf', 'ja', 20],
  ['csv', 'en', undefined],
  ['json', 'en', undefined],
  ['oscal', 'en', undefined],
] as const;
const PROBE = `data:text/javascript,import{isMainThread}from'node:worker_threads';if(isMainThread)process.on('exit',()=>{process.stderr.write('\\nUSAGE '+process.resourceUsage().maxRSS/1024+'\\n')})`;

/** What a run says of one object, in words and on evidence that no other has. */
function buildItem(control: string, number: number): object {
  const subject = { kind: 'Pod', namespace: `team-${number % 50}`, name: `web-${number}`, container: 'app', node: `node-${number % 100}` };
  return {
    framework: 'cis-1.12',
    control,
    check: 'privileged-container',
    state: number % 3 === 0 ? 'pass' : 'fail',
    severity: 'high',
    subject,
    message: `container 'app' of web-${number} runs as root in its image registry.example/team-${number % 50}/web-${number}:1.${number}`,
    evidence: [{ source: 'manifest', path: 'spec.containers[0].securityContext', value: { privileged: true, runAsUser: number } }],
    remediation: `set securityContext.runAsNonRoot: true in the pod template of Deployment team-${number % 50}/web-${number}`,
    evidenceHash: String(number).padStart(64, '0'),
    firstSeen: '2026-12-01T00:00:00Z',
    since: '2026-12-01T00:00:00Z',
    lastSeen: '2026-12-01T00:00:00Z',
  };
}

function buildRecord(): object {
  const results = Array.from({ length: CONTROLS }, (_, control) => {
    const id = `5.${control}`;
    const items = Array.from({ length: OBJECTS }, (_each, number) => buildItem(id, control * OBJECTS + number));
    return {
      framework: 'cis-1.12',
      control: id,
      title: 'Containers run as somebody',
      group: '',
      level: '1',
      state: 'fail',
      reason: '',
      items,
    };
  });
  const controls = Object.fromEntries(
    ['pass', 'fail', 'review', 'manual', 'not-applicable', 'not-evaluated', 'error', 'inconsistent', 'accepted'].map(state => [state, 0]),
  );
  return {
    schema: 'breakwater/compliance-record',
    version: '1',
    sequence: 0,
    previous: '',
    id: 'bench',
    startedAt: '2026-12-01T00:00:00Z',
    finishedAt: '2026-12-01T00:00:00Z',
    requester: 'bench',
    cluster: 'bench',
    scope: {},
    content: { tool: '0', frameworks: {}, deciders: {} },
    results,
    problems: [],
    summary: { frameworks: ['cis-1.12'], nodes: 100, objects: OBJECTS, controls, decided: CONTROLS },
    hash: '0'.repeat(64),
    key: 'bench',
    signature: `${'A'.repeat(86)}==`,
  };
}

function run(...words: readonly string[]): { readonly seconds: number; readonly megabytes: number } {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['--import', PROBE, BUNDLE, ...words], { encoding: 'utf8', maxBuffer: 1 << 30 });
  const seconds = (performance.now() - start) / 1000;
  const usage = /USAGE (\S+)/.exec(stderr);
  if (status !== 0 || usage === null) throw new Error(`breakwater ${words.join(' ')} ended with ${status}: ${stderr.slice(0, 500)}`);
  return { seconds, megabytes: Number(usage[1]) };
}

function print(
  name: string,
  { seconds, megabytes }: { readonly seconds: number; readonly megabytes: number },
  size: string,
  bar?: number,
): void {
  const isMet = bar === undefined || seconds <= bar;
  const met = bar === undefined ? '' : `  bar of ${bar} s ${isMet ? 'met' : 'MISSED'}`;
  console.log(`${name.padEnd(40)} ${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB${size}${met}`);
  if (!isMet) process.exitCode = 1;
}

const folder = mkdtempSync(join(tmpdir(), 'breakwater-bench-'));
try {
  const record = join(folder, 'runs.jsonl');
  writeFileSync(record, `${JSON.stringify(buildRecord())}\n`);
  console.log(`a run of ${CONTROLS * OBJECTS} results, ${(statSync(record).size / 1e6).toFixed(0)} MB`);
  for (const [format, language, bar] of REPORTS) {
    const out = join(folder, `report.${format}`);
    const used = run('compliance', 'report', record, '--format', format, '--lang', language, '--out', out);
    print(`${format} (${language})`, used, `, ${(statSync(out).size / 1e6).toFixed(1)} MB written`, bar);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
