import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { ApiServer } from '@breakwater/testkit';
import type { Journey } from '../journey.ts';
import { Changes } from './changes.ts';
import { createFolder, removeFolder } from './folder.ts';
import { measureGrowth, readMemory } from './memory.ts';
import { findDoubles, listSharing, startPlatform, startSensorRole } from './platform.ts';
import { waitUntil } from './wait-until.ts';

const MINUTES = Number(process.env['BREAKWATER_SOAK_MINUTES'] ?? 20);
const WORKLOADS = 300;
/** Milliseconds between two changes: 50 a second. */
const PAUSE = 20;
const SAMPLE_MS = 2000;
/** Both grow into their work first: caches fill, code is compiled. */
const WARM_UP = 0.3;
/** MB that the line through what follows may rise, from one end to the other. */
const MOST_GROWTH = 25;

export const journey: Journey = {
  name: `${MINUTES} minutes of steady changes: the memory of server and sensor stays flat, and the picture is right in the end`,
  full: true,
  run: async (_, report) => {
    if (!(MINUTES > 0)) return ['BREAKWATER_SOAK_MINUTES is no number of minutes'];
    const folder = createFolder('soak');
    const api = new ApiServer();
    const changes = new Changes(api, 'soak', WORKLOADS);
    await api.start();
    const kubeconfig = join(folder, 'kubeconfig');
    writeFileSync(kubeconfig, api.kubeconfig, { mode: 0o600 });
    const platform = await startPlatform(folder, 17_740);
    const sensor = await startSensorRole(platform, 'soak', ['--kubeconfig', kubeconfig]);
    const problems: string[] = [];
    try {
      await waitUntil('the first picture', 60, async () => (await listSharing(platform)) === changes.expected());
      const changing = changes.run(PAUSE);
      const memory = { server: [] as number[], sensor: [] as number[] };
      for (const end = performance.now() + MINUTES * 60_000; performance.now() < end; await setTimeout(SAMPLE_MS)) {
        memory.server.push(readMemory(platform.server.pid));
        memory.sensor.push(readMemory(sensor.pid));
      }
      changes.stop();
      await changing;
      report(`${changes.count} changes, ${(changes.count / MINUTES / 60).toFixed(0)} a second`);
      for (const [name, samples] of Object.entries(memory)) {
        const growth = measureGrowth(samples.slice(Math.floor(samples.length * WARM_UP)));
        report(`${name}: at most ${Math.max(...samples).toFixed(0)} MB, grown by ${growth.toFixed(1)} MB after the beginning`);
        if (growth > MOST_GROWTH) problems.push(`the memory of the ${name} grew by ${growth.toFixed(1)} MB`);
      }
      await waitUntil('the picture is right', 60, async () => (await listSharing(platform)) === changes.expected());
      problems.push(...(await findDoubles(platform)));
    } finally {
      changes.stop();
      await sensor.stop();
      await platform.server.stop();
      await api.stop();
    }
    if (problems.length === 0) removeFolder(folder);
    return problems;
  },
};
