import { chownSync } from 'node:fs';
import process from 'node:process';
import { overview } from '@breakwater/api';
import type { Journey } from '../journey.ts';
import { createFolder, removeFolder } from './folder.ts';
import { logIn } from './platform.ts';
import { findDatabase, isRunning, type Role, startRole } from './processes.ts';
import { waitUntil } from './wait-until.ts';

const OPEN = /^Open (\S+) and log in/m;
/** An account without rights, on every Linux. */
const NOBODY = 65_534;
const BAR_MS = 15_000;

export const journey: Journey = {
  name: 'up starts everything as root and as anybody, stops on Ctrl-C, and finds its data again',
  run: async (_, report) => {
    const problems: string[] = [];
    const users = process.getuid?.() === 0 ? [0, NOBODY] : [process.getuid?.() ?? 0];
    for (const uid of users) problems.push(...(await runTwice(uid, report)).map(problem => `as ${uid}: ${problem}`));
    return problems;
  },
};

async function runTwice(uid: number, report: (line: string) => void): Promise<readonly string[]> {
  const folder = createFolder('up');
  if (uid !== process.getuid?.()) chownSync(folder, uid, uid);
  const first = await start(folder, uid);
  const password = /password (\S+)/.exec(first.role.output())?.[1] ?? '';
  const admin = await logIn(first.url, 'admin', password);
  const read = () => admin.call(overview.endpoints.get, { query: {} });
  await waitUntil('the example is judged', 30, async () => (await read()).workloads === 17);
  const before = await read();
  const ended = await stop(first.role, folder);
  const second = await start(folder, uid);
  report(`as ${uid}: reachable after ${first.ms} ms, again after ${second.ms} ms`);
  const again = await logIn(second.url, 'admin', password);
  const after = await again.call(overview.endpoints.get, { query: {} });
  const problems = [
    ...ended,
    ...(/password \S+ \(shown once\)/.test(second.role.output()) ? ['the second start shows a password'] : []),
    ...(JSON.stringify(after.severities) === JSON.stringify(before.severities) ? [] : ['the second start has another picture']),
    ...(second.ms <= BAR_MS ? [] : [`reachable after ${second.ms} ms`]),
    ...(await stop(second.role, folder)),
  ];
  if (problems.length === 0) removeFolder(folder);
  return problems;
}

async function start(folder: string, uid: number): Promise<{ readonly role: Role; readonly url: string; readonly ms: number }> {
  const begin = performance.now();
  const role = await startRole(folder, 'up', ['up', '--no-cluster', '--port', '0', '--data', `${folder}/data`], OPEN, { uid });
  return { role, url: OPEN.exec(role.output())?.[1] ?? '', ms: Math.round(performance.now() - begin) };
}

/** Ends it as Ctrl-C does: politely, with nothing left behind. */
async function stop(role: Role, folder: string): Promise<readonly string[]> {
  const database = findDatabase(`${folder}/data`);
  const code = await role.interrupt();
  return [...(code === 0 ? [] : [`Ctrl-C ends with ${code}`]), ...(isRunning(database) ? ['the database is left running'] : [])];
}
