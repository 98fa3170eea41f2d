import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { clusters, problems as problemList } from '@breakwater/api';
import { ApiServer, buildCluster } from '@breakwater/testkit';
import type { Journey } from '../journey.ts';
import { Changes } from './changes.ts';
import { createFolder, removeFolder } from './folder.ts';
import { findDoubles, listSharing, type Platform, startPlatform, startSensorRole } from './platform.ts';
import { waitUntil } from './wait-until.ts';

/** Room of the sensor's folder: what it keeps of a small cluster fits, what it would like to spool does not. */
const DISK_MB = 24;
const SECONDS = 6;
const FILLINGS = ['something', 'more', 'still-more'];

export const journey: Journey = {
  name: "the disk below the sensor's spool is full: judging goes on, the oldest is dropped, said, and told again when there is room",
  run: async (_, report) => {
    const folder = createFolder('disk-full');
    const disk = join(folder, 'full');
    mkdirSync(disk);
    const refused = mountSmallDisk(disk);
    if (refused !== undefined) {
      report(`skipped, since no small disk can be mounted here: ${refused}`);
      removeFolder(folder);
      return process.env['CI'] === 'true' && process.getuid?.() === 0 ? ['root may not mount a file system'] : [];
    }
    const api = new ApiServer();
    for (const object of buildCluster({ namespaces: 10, workloads: 300, pods: 600, nodes: 3 })) api.put(object);
    const changes = new Changes(api, 'full', 100);
    await api.start();
    const kubeconfig = join(folder, 'kubeconfig');
    writeFileSync(kubeconfig, api.kubeconfig, { mode: 0o600 });
    const platform = await startPlatform(folder, 17_700);
    const sensor = await startSensorRole(platform, 'full', ['--kubeconfig', kubeconfig]);
    const problems: string[] = [];
    const expect = (what: string, holds: boolean): void => void (holds ? undefined : problems.push(what));
    try {
      await waitUntil(
        'the first picture',
        60,
        async () => (await isSynced(platform)) && (await listSharing(platform)) === changes.expected(),
      );
      await platform.server.kill();
      const changing = changes.run(20);
      // What the sensor gives up to make room is taken as well, at once and later.
      for (const filling of FILLINGS) {
        report(`full with ${fill(join(disk, filling))} MB of something else`);
        await setTimeout(SECONDS * 1000);
      }
      expect('the sensor runs', process.kill(sensor.pid, 0));
      await platform.restart();
      await waitUntil('the problem is seen', 60, async () => (await listProblems(platform)).length === 1);
      report((await listProblems(platform)).join());
      await waitUntil('the sensor says how much it dropped', 60, async () => ((await readCluster(platform))?.spool?.dropped ?? 0) > 0);
      report(`${changes.count} changes, ${(await readCluster(platform))?.spool?.dropped} items dropped so far`);
      for (const filling of FILLINGS) rmSync(join(disk, filling), { force: true });
      changes.stop();
      await changing;
      const start = performance.now();
      await waitUntil('the picture is right', 90, async () => (await listSharing(platform)) === changes.expected());
      report(`right ${Math.round(performance.now() - start)} ms after the last change`);
      await waitUntil('the problem is gone', 90, async () => (await listProblems(platform)).length === 0);
      problems.push(...(await findDoubles(platform)));
    } finally {
      changes.stop();
      await sensor.stop();
      await platform.server.stop();
      await api.stop();
      execFileSync('/usr/bin/umount', [disk]);
    }
    if (problems.length === 0) removeFolder(folder);
    return problems;
  },
};

/** Why it is not possible; undefined when it is mounted. */
function mountSmallDisk(path: string): string | undefined {
  try {
    execFileSync('/usr/bin/mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m,mode=0700`, 'tmpfs', path], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    return undefined;
  } catch (cause) {
    return String((cause as { readonly stderr?: Buffer }).stderr ?? cause).trim();
  }
}

/** Takes all that is left; gives how many MB that was. */
function fill(path: string): number {
  const { bavail, bsize } = statfsSync(dirname(path));
  try {
    writeFileSync(path, Buffer.alloc(bavail * bsize));
  } catch (cause) {
    // The sensor may have taken some meanwhile.
    if ((cause as NodeJS.ErrnoException).code !== 'ENOSPC') throw cause;
  }
  return Math.round((bavail * bsize) / 1024 / 1024);
}

async function readCluster({ admin }: Platform) {
  return (await admin.call(clusters.endpoints.list, { query: {} })).results[0];
}

async function isSynced(platform: Platform): Promise<boolean> {
  return (await readCluster(platform))?.syncedAt !== undefined;
}

async function listProblems({ admin }: Platform): Promise<readonly string[]> {
  const { results } = await admin.call(problemList.endpoints.list, { query: { filter: 'code=spool-full' } });
  return results.map(({ message }) => message);
}
