import { execFileSync, spawnSync } from 'node:child_process';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import type { Event } from '@breakwater/model';
import { ROOT } from '../../../scripts/run.ts';
import type { ApiClient } from '../../cluster/api-client.ts';
import { IMAGE, NODE, type RealNode, RUNTIME_FOLDER } from '../../cluster/node/real-node.ts';
import type { Journey } from '../journey.ts';
import { waitUntil } from '../platform/wait-until.ts';
import { createObjects, isReady, listPods, read } from '../respond/objects.ts';
import { RunningAgent } from './running-agent.ts';

const NAMESPACE = 'bw-flood';
const SECONDS = 60;
/** That the loud one starts. */
const PROGRAMS = 8000;
/** What the other container does meanwhile. */
const QUIET = 30;
const DEATHS = 3;
const KERNEL_SIDE = 'kernel-events';

/** A container that starts programs as fast as it can hides neither others nor what it does for the first time; a kernel side that dies comes back. */
export const journey: Journey = {
  name: 'one container floods the node: others stay visible, and so does what is new of it; names and arguments that are no text; a kernel side that is killed again and again comes back',
  profile: 'real',
  run: async ({ client, node }, report) => {
    if (node === undefined) return ['there is no node whose pods really run'];
    const built = spawnSync('sh', ['apps/agent/native/build.sh'], { cwd: ROOT, encoding: 'utf8' });
    if (built.status !== 0) return [built.stderr.trim()];
    const agent = await RunningAgent.start(['--node', NODE, '--runtime-folder', RUNTIME_FOLDER, '--container-rate', '100']);
    try {
      const stage = { agent, node, ...(await startPods(client)) };
      const problems: string[] = [];
      for (const [name, check] of CHECKS) {
        const found = await check(stage, report);
        report(`${name}: ${found.length === 0 ? 'as it should be' : 'not as it should be'}`);
        problems.push(...found.map(text => `${name}: ${text}`));
      }
      return problems;
    } finally {
      await agent.stop();
      await client.request('DELETE', `/api/v1/namespaces/${NAMESPACE}`);
    }
  },
};

interface Stage {
  readonly agent: RunningAgent;
  readonly node: RealNode;
  /** Container ids. */
  readonly loud: string;
  readonly quiet: string;
}

type Check = (stage: Stage, report: (line: string) => void) => Promise<readonly string[]>;

const CHECKS: readonly (readonly [name: string, check: Check])[] = [
  ['a flood', flood],
  ['hostile names', beHostile],
  ['a kernel side that dies', dieAgain],
];

async function startPods(client: ApiClient): Promise<{ readonly loud: string; readonly quiet: string }> {
  const toPod = (name: string) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: name } },
    spec: {
      terminationGracePeriodSeconds: 1,
      containers: [{ name, image: IMAGE, imagePullPolicy: 'Never', command: ['sleep', '100000'] }],
    },
  });
  await createObjects(client, NAMESPACE, [toPod('loud'), toPod('quiet')]);
  const find = async (name: string): Promise<string> => {
    let id = '';
    await waitUntil(`${name} runs`, SECONDS, async () => {
      const [pod] = (await listPods(client, NAMESPACE, `app=${name}`)).filter(isReady);
      id = String(read(pod, 'status', 'containerStatuses', 0, 'containerID')).replace('containerd://', '');
      return pod !== undefined;
    });
    return id;
  };
  return { loud: await find('loud'), quiet: await find('quiet') };
}

const sh = (script: string): readonly string[] => ['sh', '-c', script];

const isExec = ({ type }: Event): boolean => type === 'process-exec';

/** Programs that a container started, each as one line. */
function listLines({ events }: RunningAgent, container: string): readonly string[] {
  return events.filter(event => isExec(event) && event.containerId === container).map(({ process: by }) => (by?.argv ?? []).join(' '));
}

async function flood({ agent, node, loud, quiet }: Stage, report: (line: string) => void): Promise<readonly string[]> {
  const noise = `i=0; while [ $i -lt ${PROGRAMS} ]; do /bin/busybox true; i=$((i+1)); done; /bin/busybox echo new of the loud`;
  const flooding = node.execute(loud, sh(noise));
  await setTimeout(2000);
  for (let index = 0; index < QUIET; index += 1) await node.execute(quiet, ['/bin/busybox', 'echo', `word ${index}`]);
  await flooding;
  await setTimeout(2000);
  const [of, others] = [listLines(agent, loud), listLines(agent, quiet)];
  const missed = Array.from({ length: QUIET }, (_, index) => `/bin/busybox echo word ${index}`).filter(line => !others.includes(line));
  const told = /"code":"events-limited","source":"([^"]*)"/.exec(agent.words)?.[1] ?? '';
  report(`${of.length} programs of the loud were told, and that others were not: ${told || 'no'}`);
  return [
    ...(missed.length === 0 ? [] : [`of the other container ${missed.length} programs were not seen`]),
    ...(of.includes('/bin/busybox echo new of the loud') ? [] : ['what the loud did for the first time was not seen']),
    ...(told === '' ? ['that events were left out was not said'] : []),
    ...(agent.words.includes('"code":"events-lost"') ? ['events were lost in the kernel'] : []),
  ];
}

/** A newline, bytes that are no text, a word of 4 KiB, and a name that another program has. */
const HOSTILE: readonly (readonly [name: string, words: readonly string[], isSeen: (event: Event) => boolean])[] = [
  ['a newline', ['/bin/busybox', 'echo', 'first\nsecond'], ({ process: by }) => by?.argv[2] === 'first\nsecond'],
  [
    'bytes that are no text',
    sh('exec /bin/busybox echo "$(printf \'x\\377\\376y\')"'),
    ({ process: by }) => by?.argv[1] === 'echo' && /^x\uFFFD+y$/.test(by.argv[2] ?? ''),
  ],
  [
    'a word of 4 KiB',
    ['/bin/busybox', 'echo', 'w'.repeat(4096)],
    ({ process: by }) => by?.argv[1] === 'echo' && (by.argv[2] ?? '').startsWith('w'.repeat(1000)),
  ],
  [
    'a name that another program has',
    sh("printf 'kubelet' > /proc/self/comm; exec /bin/busybox sleep 0.1"),
    ({ process: by }) => by?.exe === '/bin/busybox' && by.argv.join(' ') === '/bin/busybox sleep 0.1',
  ],
  [
    'a file whose name is a line of ours',
    sh('f=$(printf \'/etc/{"type":"exit"}\\nx\'); echo > "$f"'),
    ({ type, file }) => type === 'file-open' && (file?.path ?? '').startsWith('/etc/{"type":"exit"}'),
  ],
];

async function beHostile({ agent, node, quiet }: Stage): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const [name, words, isSeen] of HOSTILE) {
    const from = agent.events.length;
    await node.execute(quiet, words);
    const find = () => agent.events.slice(from).find(event => event.containerId === quiet && isSeen(event));
    await waitUntil(name, 10, async () => find() !== undefined).catch(() => problems.push(`${name} was not seen`));
  }
  return problems;
}

/** Each time later than before; what happens after it is seen again. */
async function dieAgain({ agent, node, quiet }: Stage, report: (line: string) => void): Promise<readonly string[]> {
  const waits: number[] = [];
  for (let death = 1; death <= DEATHS; death += 1) {
    const ended = agent.words.split('the kernel side ended').length;
    const loaded = agent.words.split('the kernel side is loaded').length;
    execFileSync('pkill', ['-KILL', '-P', String(agent.pid), KERNEL_SIDE]);
    const start = performance.now();
    await waitUntil('its end is noticed', 10, async () => agent.words.split('the kernel side ended').length > ended);
    await waitUntil('it is loaded again', SECONDS, async () => agent.words.split('the kernel side is loaded').length > loaded);
    waits.push(performance.now() - start);
  }
  report(`loaded again after ${waits.map(wait => `${Math.round(wait)} ms`).join(', ')}`);
  await node.execute(quiet, ['/bin/busybox', 'echo', 'after death']);
  await waitUntil('programs are seen again', 10, async () => listLines(agent, quiet).includes('/bin/busybox echo after death')).catch(
    () => undefined,
  );
  return [
    ...(listLines(agent, quiet).includes('/bin/busybox echo after death') ? [] : ['what came after it was not seen']),
    ...(agent.words.includes('"code":"kernel-side-ended"') ? [] : ['no problem tells of it']),
    ...(process.kill(agent.pid, 0) ? [] : ['the agent ended, too']),
  ];
}
