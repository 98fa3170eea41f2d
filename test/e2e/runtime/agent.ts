import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Event } from '@breakwater/model';
import { ROOT } from '../../../scripts/run.ts';
import { IMAGE, NODE, type RealNode, RUNTIME_FOLDER } from '../../cluster/node/real-node.ts';
import type { Journey } from '../journey.ts';
import { createFolder, removeFolder } from '../platform/folder.ts';
import { waitUntil } from '../platform/wait-until.ts';
import { BEHAVIOURS, type Behaviour } from './behaviours.ts';
import { RunningAgent } from './running-agent.ts';
import { CONTAINER, POD, startVictim, type Victim } from './victim.ts';

const NAMESPACE = 'bw-runtime';
/** An event is there much sooner; what is not by then never comes. */
const PATIENCE_SECONDS = 10;
const NOBODY = 65_534;

/** What containers do on a real node is seen, each thing as what it is, and of whom. */
export const journey: Journey = {
  name: 'breakwater agent sees what a container does: programs, files by every path, connections, names, rights; of which pod and container',
  profile: 'real',
  run: async ({ client, node }, report) => {
    if (node === undefined) return ['there is no node whose pods really run'];
    const built = spawnSync('sh', ['apps/agent/native/build.sh'], { cwd: ROOT, encoding: 'utf8' });
    if (built.status !== 0) return [built.stderr.trim()];
    const folder = createFolder('runtime');
    const agent = await RunningAgent.start(['--node', NODE, '--runtime-folder', RUNTIME_FOLDER]);
    try {
      const victim = await startVictim(client, NAMESPACE);
      dropProgram(node, victim.id, folder);
      const problems: string[] = [];
      for (const behaviour of BEHAVIOURS) problems.push(...(await makeTrial(behaviour, node, victim, agent.events)));
      report(`${BEHAVIOURS.length - problems.length} of ${BEHAVIOURS.length} behaviours seen as what they are, of pod and container`);
      for (const [name, check] of OTHERS) {
        const found = await check(agent, victim, node);
        report(`${name}: ${found.length === 0 ? 'as it should be' : 'not as it should be'}`);
        problems.push(...found.map(text => `${name}: ${text}`));
      }
      return problems;
    } finally {
      await agent.stop();
      await client.request('DELETE', `/api/v1/namespaces/${NAMESPACE}/pods/${POD}`);
      removeFolder(folder);
    }
  },
};

/** As an intruder would: beside the files of the image, in the layer that the container writes to. */
function dropProgram(node: RealNode, container: string, folder: string): void {
  const program = join(folder, 'attack');
  execFileSync('cc', ['-static', '-O1', '-o', program, join(import.meta.dirname, 'attack.c')]);
  copyFileSync(program, `/proc/${node.findProcess(container)}/root/tmp/attack`);
}

async function makeTrial(
  { name, words, isSeen }: Behaviour,
  node: RealNode,
  victim: Victim,
  events: readonly Event[],
): Promise<readonly string[]> {
  const from = events.length;
  const said = await node.execute(victim.id, words);
  const find = () => events.slice(from).find(isSeen);
  for (let waited = 0; find() === undefined && waited < PATIENCE_SECONDS * 20; waited += 1) await setTimeout(50);
  const event = find();
  if (event === undefined)
    return [`${name}: not seen; it said '${said.trim()}', and seen was ${events.slice(from).map(summarize).join('; ')}`];
  return findStrangers(event, victim).map(text => `${name}: ${text}`);
}

function findStrangers({ namespace, pod, podUid, container, containerId, image, node }: Event, victim: Victim): readonly string[] {
  const got = JSON.stringify({ namespace, pod, podUid, container, containerId, image, node });
  const wanted = {
    namespace: NAMESPACE,
    pod: POD,
    podUid: victim.uid,
    container: CONTAINER,
    containerId: victim.id,
    image: IMAGE,
    node: NODE,
  };
  return got === JSON.stringify(wanted) ? [] : [`it is of ${got}`];
}

function summarize({ type, process: by, file, connect, privilege, dns, listen, accept }: Event): string {
  const { exe, argv, name, traits } = by ?? {};
  return `${type} ${JSON.stringify({ exe, argv, name, traits, file, connect, privilege, dns, listen, accept })}`;
}

type Check = (agent: RunningAgent, victim: Victim, node: RealNode) => Promise<readonly string[]> | readonly string[];

const OTHERS: readonly (readonly [name: string, check: Check])[] = [
  ['the first process of the container, and its children', checkInit],
  ['what the node itself does', checkHost],
  ['a cgroup may be kept from connecting, and from executing anything', checkRefusal],
  ['everything that the kernel side can do is there on this machine, and nothing was lost', checkWhole],
  ['without rights nothing is seen, and that is said', checkRights],
];

function checkInit({ events }: RunningAgent, { id }: Victim): readonly string[] {
  const own = events.filter(({ containerId, process: by }) => containerId === id && by?.entry === 'init' && by.argv[0] === 'sleep');
  const [last] = own;
  const parent = last?.process?.ancestors[0]?.argv.join(' ');
  return parent === 'sh -c while :; do sleep 1; done' ? [] : [`the parent of sleep is '${parent}', of ${own.length} seen`];
}

/** Our own calls of ctr are made on the node, and are of no container. */
function checkHost({ events }: RunningAgent): readonly string[] {
  return events.filter(({ containerId }) => containerId === undefined).map(event => `told of the host: ${summarize(event)}`);
}

/** By the kernel, before the connection is made, and before the program's first instruction. */
async function checkRefusal({ events }: RunningAgent, { id }: Victim, node: RealNode): Promise<readonly string[]> {
  const cgroup = events.findLast(({ containerId }) => containerId === id)?.cgroup;
  const attack = (...words: readonly string[]) => node.execute(id, ['/tmp/attack', ...words]);
  const side = spawn(join(ROOT, 'dist/agent/kernel-events'), { stdio: ['pipe', 'ignore', 'inherit'] });
  const tell = async (command: string): Promise<void> => {
    side.stdin.write(`${command} ${cgroup}\n`);
    await setTimeout(500);
  };
  try {
    await waitUntil('a second kernel side is loaded', 30, async () => {
      await tell('deny');
      return (await attack('errno', '127.0.0.1', '4446')).trim() === '1';
    });
    const killed = events.length;
    await tell('allow');
    const allowed = (await attack('errno', '127.0.0.1', '4447')).trim();
    await tell('kill');
    const ended = await attack('errno', '127.0.0.1', '4448');
    await tell('spare');
    const spared = (await attack('errno', '127.0.0.1', '4449')).trim();
    const signal = events.slice(killed).find(({ exit, process: by }) => exit?.signal === 9 && by?.argv[0] === '/tmp/attack');
    const got = JSON.stringify([allowed, ended.trim() === '111', signal?.process?.argv[0], spared]);
    return got === JSON.stringify(['111', false, '/tmp/attack', '111']) ? [] : [got];
  } finally {
    side.stdin.end();
  }
}

function checkWhole({ words }: RunningAgent): readonly string[] {
  return words.split('\n').filter(line => /"code":"(?:capability-missing|events-lost|events-dropped|kernel-side-ended)"/.test(line));
}

async function checkRights(): Promise<readonly string[]> {
  const program = join(ROOT, 'dist/agent/kernel-events');
  const { status, stderr } = spawnSync(program, [], { uid: NOBODY, gid: NOBODY, encoding: 'utf8', input: '', timeout: 30_000 });
  const expected = 'nothing can be seen on this machine: this process may not do it';
  return status === 1 && stderr.includes(expected) ? [] : [`it ended with ${status}: ${stderr}`];
}
