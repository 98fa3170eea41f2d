import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { readMemory } from '../platform/memory.ts';
import { type Role, startRole } from '../platform/processes.ts';
import { AgentFeed, prepareRolePort, toBusyEvent, writeManifests } from './agent-feed.ts';

/** Events a second. */
export const RATE = 5000;
const FRAME = 500;
const SAMPLE_MS = 2000;
/** Clock ticks of the kernel in a second, as /proc counts them. */
const TICKS = 100;
/** Warm before anything is measured. */
const WARM_UP_MS = 10_000;

export interface SensorLoad {
  /** Events a second that it took. */
  readonly rate: number;
  /** Milliseconds that each frame of 500 events waited for its answer. */
  readonly waits: readonly number[];
  /** Of one core: 1 where it was busy all the time. */
  readonly cores: number;
  /** Resident MB, every two seconds. */
  readonly memory: readonly number[];
}

/** Starts a sensor without a server, on a folder with one manifest. */
export function startLoneSensor(folder: string, port: number): Promise<Role> {
  const manifests = writeManifests(folder);
  const words = ['sensor', '--folder', manifests, '--name', 'lone', '--data', join(folder, 'lone'), ...prepareRolePort(folder, port)];
  return startRole(folder, 'lone', words, /^watching cluster/m);
}

/** Sends it events at a steady rate, as agents would, for so many seconds, and looks how it bears that. */
export async function loadSensor(sensor: Role, folder: string, port: number, seconds: number): Promise<SensorLoad> {
  const feed = new AgentFeed(port, join(folder, 'lone/roles/ca.pem'));
  let number = 0;
  const send = async (until: number): Promise<readonly number[]> => {
    const waits: number[] = [];
    const begin = performance.now();
    for (let sent = 0; performance.now() < until; sent += FRAME) {
      const pause = begin + (sent / RATE) * 1000 - performance.now();
      if (pause > 0) await setTimeout(pause);
      const frame = Array.from({ length: FRAME }, () => toBusyEvent(++number));
      const from = performance.now();
      await feed.send(frame);
      waits.push(performance.now() - from);
    }
    return waits;
  };
  try {
    await send(performance.now() + WARM_UP_MS);
    const memory: number[] = [];
    const timer = setInterval(() => memory.push(readMemory(sensor.pid)), SAMPLE_MS);
    const [start, ticks] = [performance.now(), readTicks(sensor.pid)];
    const waits = await send(start + seconds * 1000);
    const took = (performance.now() - start) / 1000;
    clearInterval(timer);
    return { rate: (waits.length * FRAME) / took, waits, cores: (readTicks(sensor.pid) - ticks) / TICKS / took, memory };
  } finally {
    feed.close();
  }
}

/** Processor time of a process and its threads. */
function readTicks(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return Number(fields[11]) + Number(fields[12]);
}
