import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { type ApiServer, buildApplication } from '@breakwater/testkit';
import { expect, it, onTestFinished } from 'vitest';
import { createFolder } from './testing/folder.ts';
import { runSensor, startEdge } from './testing/run-sensor.ts';
import type { ServerEdge } from './testing/server-edge.ts';
import { connect, startApiServer, writeKubeconfig } from './testing/simulated.ts';

const KILLS = 6;

function startProcess(kubeconfig: string, dataDir: string, joinToken: string): ChildProcess {
  const child = fork(new URL('./testing/sensor-process.ts', import.meta.url), [kubeconfig, dataDir, joinToken], { stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = new Promise(resolve => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

/** Applications come and go, so that there is always something to write. */
async function change(server: ApiServer, signal: AbortSignal): Promise<void> {
  for (let turn = 0; !signal.aborted; turn++) {
    const objects = [...buildApplication(turn % 40, `team-${turn % 4}`, 2, 3)];
    for (const object of objects)
      if (turn % 3 === 0) server.delete(object);
      else server.put(object);
    await setTimeout(10);
  }
}

const toPicture = (edge: ServerEdge): readonly string[] => [...edge.items].map(([id, { hash }]) => `${id} ${hash}`).sort();

it('loses nothing and leaves nothing behind when it is killed again and again while it writes', async () => {
  const server = await startApiServer();
  const edge = await startEdge();
  const [kubeconfig, dataDir] = [writeKubeconfig(server), createFolder()];
  const end = new AbortController();
  const changing = change(server, end.signal);
  for (let round = 0; round < KILLS; round++) {
    const child = startProcess(kubeconfig, dataDir, edge.joinToken);
    await setTimeout(1000 + round * 250);
    await kill(child);
  }
  end.abort();
  await changing;
  const last = startProcess(kubeconfig, dataDir, edge.joinToken);
  await new Promise(resolve => last.once('message', resolve));
  const other = await startEdge();
  const fresh = await runSensor({ type: 'cluster', client: connect(server) }, { joinToken: async () => other.joinToken });
  await fresh.synced;
  expect(toPicture(edge)).toEqual(toPicture(other));
  expect(edge.items.size).toBeGreaterThan(100);
});
