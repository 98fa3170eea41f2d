/**
 * The agent on a real kernel: what it loses when a container starts programs and opens files as fast as the machine lets it, and what it costs when a
 * container does what containers do. A workload in a cgroup of its own counts what it does; what the agent prints is counted against it. The machine's own
 * limit without an agent is measured first, and in turns. Needs root and `make agent`. Run: make bench, or node bench/agent.ts [execs] [opens] [steady].
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { ROOT } from '../scripts/run.ts';
import { createFolder, removeFolder } from '../test/e2e/platform/folder.ts';

const SECONDS = 5;
const STEADY_SECONDS = 60;
const BARS = { execs: 3500, opens: 150_000, cpuPercent: 3, helperMb: 60, agentMb: 150 } as const;
/** Kernels count processor time in hundredths of a second. */
const TICKS = 100;
const WATCHED = '/etc/shadow';

interface Counts {
  readonly seconds: number;
  readonly execs: number;
  readonly opens: number;
  readonly hits: number;
  readonly connections: number;
}

/** A cgroup that looks like that of a container. */
function createCgroup(): string {
  const root = /^\S+ (\S+) cgroup2 /m.exec(readFileSync('/proc/mounts', 'utf8'))?.[1] ?? '';
  const path = join(root, 'breakwater-bench', 'be'.repeat(32));
  mkdirSync(path, { recursive: true });
  return path;
}

function runWorkload(program: string, cgroup: string, words: readonly string[]): Promise<Counts> {
  const script = 'echo $$ > "$0/cgroup.procs"; exec "$@"';
  const child = spawn('sh', ['-c', script, cgroup, program, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  const out: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve(JSON.parse(Buffer.concat(out).toString()) as Counts));
  });
}

/** An agent whose lines are counted by what stands in them. */
class MeasuredAgent {
  readonly #child;
  readonly #seen = new Map<string, number>();
  #rest = '';
  #lines = 0;
  #words = '';

  constructor() {
    const words = [join(ROOT, 'dist/breakwater.mjs'), 'agent', '--print', '--container-rate', '100000'];
    this.#child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child.stdout.on('data', (chunk: Buffer) => this.#count(chunk.toString('latin1')));
    this.#child.stderr.on('data', (chunk: Buffer) => {
      this.#words += chunk.toString();
    });
  }

  async ready(): Promise<void> {
    while (!this.#words.includes('the kernel side is loaded')) {
      if (this.#child.exitCode !== null) throw new Error(this.#words);
      await setTimeout(50);
    }
    await setTimeout(1000);
  }

  /** Of the program that does the work: counts of exec, connect, accept, reads of the watched file. */
  take(): Readonly<Record<string, number>> {
    const seen = Object.fromEntries(this.#seen);
    this.#seen.clear();
    return seen;
  }

  /** Until nothing more comes. */
  async settle(): Promise<void> {
    for (let last = -1; last !== this.#lines; await setTimeout(3000)) last = this.#lines;
  }

  /** What it says that it has lost. */
  get losses(): string {
    return [...this.#words.matchAll(/"msg":"(\d+ events[^"]*)"/g)].map(([, text]) => text).join('; ') || 'none';
  }

  /** Process of the agent, and of what it loads the kernel side by. */
  get pids(): readonly [number, number] {
    const own = this.#child.pid ?? 0;
    return [own, Number(readFileSync(`/proc/${own}/task/${own}/children`, 'utf8').trim().split(' ')[0])];
  }

  async stop(): Promise<void> {
    const ended = new Promise(resolve => this.#child.once('exit', resolve));
    this.#child.kill('SIGTERM');
    await ended;
  }

  #count(text: string): void {
    const lines = `${this.#rest}${text}`.split('\n');
    this.#rest = lines.pop() ?? '';
    this.#lines += lines.length;
    for (const line of lines) {
      const type = /"type":"([a-z-]+)"/.exec(line)?.[1] ?? '';
      const key = type === 'process-exec' && !line.includes('"argv":["nothing"') && !line.includes(',"nothing"]') ? 'other' : type;
      this.#seen.set(key, (this.#seen.get(key) ?? 0) + 1);
    }
  }
}

interface Cost {
  readonly cpuSeconds: number;
  readonly mb: number;
}

function measure(pid: number): Cost {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  const kb = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  return { cpuSeconds: (Number(stat[11]) + Number(stat[12])) / TICKS, mb: kb / 1024 };
}

const perSecond = (count: number, { seconds }: Counts): string => Math.round(count / seconds).toLocaleString('en');

async function measureExecs(program: string, cgroup: string): Promise<boolean> {
  const words = ['exec', '8', String(SECONDS)];
  const alone = await runWorkload(program, cgroup, words);
  const agent = new MeasuredAgent();
  await agent.ready();
  agent.take();
  const counts = await runWorkload(program, cgroup, words);
  await agent.settle();
  const { 'process-exec': seen = 0 } = agent.take();
  const cost = agent.pids.map(measure);
  await agent.stop();
  const rate = counts.execs / counts.seconds;
  console.log(
    `programs started: ${perSecond(counts.execs, counts)}/s with the agent, ${perSecond(alone.execs, alone)}/s without; ${seen} of ${counts.execs} seen; bar ${BARS.execs}/s without loss, said to be lost: ${agent.losses}; ${describe(cost)}`,
  );
  if (rate < BARS.execs)
    console.log(
      `  the machine itself does not start ${BARS.execs} programs a second now: what is known is that nothing is lost at ${Math.round(rate)}/s`,
    );
  return seen === counts.execs && (rate >= BARS.execs || alone.execs / alone.seconds < BARS.execs);
}

async function measureOpens(program: string, cgroup: string): Promise<boolean> {
  const words = ['open', '2', String(SECONDS)];
  const alone = await runWorkload(program, cgroup, words);
  const agent = new MeasuredAgent();
  await agent.ready();
  agent.take();
  const watching = runWorkload(program, cgroup, ['steady', String(SECONDS), WATCHED]);
  const [counts, steady] = await Promise.all([runWorkload(program, cgroup, words), watching]);
  await agent.settle();
  const { 'file-open': seen = 0 } = agent.take();
  await agent.stop();
  const rate = counts.opens / counts.seconds;
  console.log(
    `opens that nobody watches: ${perSecond(counts.opens, counts)}/s with the agent, ${perSecond(alone.opens, alone)}/s without; of ${steady.hits} watched ones between them ${seen} seen; bar ${BARS.opens}/s without loss`,
  );
  return seen === steady.hits && (rate >= BARS.opens || alone.opens / alone.seconds < BARS.opens);
}

async function measureSteady(program: string, cgroup: string): Promise<boolean> {
  const agent = new MeasuredAgent();
  await agent.ready();
  agent.take();
  const { pids } = agent;
  const before = pids.map(measure);
  const counts = await runWorkload(program, cgroup, ['steady', String(STEADY_SECONDS), WATCHED]);
  const after = pids.map(measure);
  await agent.settle();
  const seen = agent.take();
  await agent.stop();
  const shares = after.map(({ cpuSeconds }, index) => ((cpuSeconds - (before[index]?.cpuSeconds ?? 0)) / counts.seconds) * 100);
  const total = shares.reduce((sum, share) => sum + share, 0);
  const [own, helper] = after;
  console.log(
    `steady: ${perSecond(counts.execs, counts)} programs, ${perSecond(counts.opens + counts.hits, counts)} opens, ${perSecond(counts.connections, counts)} connections a second: ${total.toFixed(1)} % of a core (agent ${shares[0]?.toFixed(1)}, kernel side's program ${shares[1]?.toFixed(1)}; bar ${BARS.cpuPercent} %); ${describe(after)}`,
  );
  const expected = { 'process-exec': counts.execs, 'file-open': counts.hits, connect: counts.connections, accept: counts.connections };
  const missed = Object.entries(expected).filter(([type, count]) => seen[type] !== count);
  for (const [type, count] of missed) console.log(`  ${type}: ${seen[type] ?? 0} of ${count} seen`);
  return missed.length === 0 && total <= BARS.cpuPercent && (own?.mb ?? 0) <= BARS.agentMb && (helper?.mb ?? 0) <= BARS.helperMb;
}

function describe([agent, helper]: readonly Cost[]): string {
  return `agent ${agent?.mb.toFixed(0)} MB (bar ${BARS.agentMb}), kernel side's program ${helper?.mb.toFixed(0)} MB (bar ${BARS.helperMb})`;
}

const PARTS = { execs: measureExecs, opens: measureOpens, steady: measureSteady } as const;

async function run(): Promise<boolean> {
  if (process.getuid?.() !== 0 || !existsSync(join(ROOT, 'dist/agent/kernel-events'))) {
    console.log('not measured: it needs root, and the kernel side that `make agent` builds');
    return false;
  }
  const folder = createFolder('bench-agent');
  const program = join(folder, 'workload');
  execFileSync('cc', ['-O2', '-static', '-o', program, join(import.meta.dirname, 'agent/workload.c')]);
  const cgroup = createCgroup();
  try {
    const wanted = process.argv.slice(2);
    const met: boolean[] = [];
    for (const [name, measurePart] of Object.entries(PARTS))
      if (wanted.length === 0 || wanted.includes(name)) met.push(await measurePart(program, cgroup));
    return met.every(Boolean);
  } finally {
    rmdirSync(cgroup);
    rmdirSync(join(cgroup, '..'));
    removeFolder(folder);
  }
}

process.exitCode = (await run()) ? 0 : 1;
