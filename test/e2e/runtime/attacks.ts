import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { CheckOutput, Event } from '@breakwater/model';
import { ROOT } from '../../../scripts/run.ts';
import { NODE, type RealNode, RUNTIME_FOLDER } from '../../cluster/node/real-node.ts';
import type { Journey } from '../journey.ts';
import { createFolder, removeFolder } from '../platform/folder.ts';
import { scenarios } from './attacks.generated.ts';
import { RunningAgent } from './running-agent.ts';
import { PROGRAM, type Scenario, sh } from './scenario.ts';
import { startVictim } from './victim.ts';

const NAMESPACE = 'bw-attacks';
/** An event is there much sooner; what comes later belongs to the next attack, and would be told there. */
const SETTLE_MS = 700;
const LEAST = 40;
/** What is there before anybody attacks. */
const PREPARE = 'echo root:x: > /etc/shadow; busybox ln -sf ../etc/shadow /tmp/soft; busybox ln -f /etc/shadow /tmp/hard';

/** Attacks in a real container open what they should, by policies alone: nothing was learned before. */
export const journey: Journey = {
  name: 'attacks in a container, from the kernel to the violation: each opens what it should and nothing else, and a quiet container opens nothing',
  profile: 'real',
  run: async ({ client, node }, report) => {
    if (node === undefined) return ['there is no node whose pods really run'];
    const built = spawnSync('sh', ['apps/agent/native/build.sh'], { cwd: ROOT, encoding: 'utf8' });
    if (built.status !== 0) return [built.stderr.trim()];
    const folder = createFolder('attacks');
    const agent = await RunningAgent.start(['--node', NODE, '--runtime-folder', RUNTIME_FOLDER]);
    const victim = await startVictim(client, NAMESPACE);
    try {
      execFileSync('cc', ['-static', '-O1', '-o', join(folder, 'attack'), join(import.meta.dirname, 'attack.c')]);
      copyFileSync(join(folder, 'attack'), `/proc/${node.findProcess(victim.id)}/root${PROGRAM}`);
      await node.execute(victim.id, sh(PREPARE));
      await setTimeout(SETTLE_MS);
      const quiet = judge(folder, await collect(agent, victim.id, () => setTimeout(5000)));
      const problems = quiet.length === 0 ? [] : [`a container that only sleeps opens ${quiet.join(', ')}`];
      for (const scenario of scenarios) problems.push(...(await attack(scenario, { agent, node, folder, id: victim.id })));
      report(
        `${scenarios.length} attacks, ${problems.length} of them not told as they should be; a quiet container: ${quiet.length} violations`,
      );
      return scenarios.length < LEAST ? [...problems, `there are ${scenarios.length} scenarios, and should be ${LEAST}`] : problems;
    } finally {
      await agent.stop();
      await victim.remove();
      removeFolder(folder);
    }
  },
};

interface Place {
  readonly agent: RunningAgent;
  readonly node: RealNode;
  readonly folder: string;
  readonly id: string;
}

async function attack({ name, words, opens }: Scenario, { agent, node, folder, id }: Place): Promise<readonly string[]> {
  const events = await collect(agent, id, async () => void (await node.execute(id, words)));
  const found = judge(folder, events);
  const wanted = opens.toSorted();
  return found.join() === wanted.join()
    ? []
    : [`${name}: opens ${found.join(', ') || 'nothing'}, and should open ${wanted.join(', ') || 'nothing'}`];
}

/** What a container did while something happened. */
async function collect({ events }: RunningAgent, id: string, happen: () => Promise<void>): Promise<readonly Event[]> {
  const from = events.length;
  await happen();
  await setTimeout(SETTLE_MS);
  return events.slice(from).filter(({ containerId }) => containerId === id);
}

/** As somebody would who recorded it. */
function judge(folder: string, events: readonly Event[]): readonly string[] {
  const file = join(folder, 'events.jsonl');
  writeFileSync(file, events.map(event => `${JSON.stringify(event)}\n`).join(''));
  const words = [
    join(ROOT, 'apps/cli/src/main.ts'),
    'events',
    'replay',
    file,
    '--preset',
    'runtime',
    '--fail-on',
    'never',
    '--format',
    'json',
  ];
  const { stdout, stderr, status } = spawnSync(process.execPath, words, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (status !== 0) throw new Error(`events replay ended with ${status}: ${stderr}`);
  const { results } = JSON.parse(stdout) as CheckOutput;
  return [...new Set(results.filter(({ state }) => state === 'fail').map(({ policy }) => policy))].toSorted();
}
