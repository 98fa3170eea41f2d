import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { clusters } from '@breakwater/api';
import { ApiServer } from '@breakwater/testkit';
import type { Journey } from '../journey.ts';
import { Changes } from './changes.ts';
import { launchBrowser, logInByPage } from './console.ts';
import { createFolder, removeFolder } from './folder.ts';
import { findDoubles, listSharing, type Platform, startPlatform, startSensorRole } from './platform.ts';
import { startPostgres } from './postgres.ts';
import { waitUntil } from './wait-until.ts';

const BANNER = 'The database cannot be reached';

/** @param seconds that the database is away */
const databaseAway = (seconds: number, port: number, full: object): Journey => ({
  ...full,
  name: `the database is away for ${seconds} s while objects change: sensors go on, everybody is told, and nothing is lost`,
  run: async (_, report) => {
    const folder = createFolder('database-away');
    const database = await startPostgres(folder, port + 9);
    const api = new ApiServer();
    const changes = new Changes(api, 'away', 40);
    await api.start();
    const kubeconfig = join(folder, 'kubeconfig');
    writeFileSync(kubeconfig, api.kubeconfig, { mode: 0o600 });
    const platform = await startPlatform(folder, port, { env: { DATABASE_URL: database.url } });
    const sensor = await startSensorRole(platform, 'away', ['--kubeconfig', kubeconfig]);
    const browser = await launchBrowser();
    const problems: string[] = [];
    const expect = (what: string, holds: boolean): void => void (holds ? undefined : problems.push(what));
    try {
      await waitUntil('the first picture', 60, async () => (await listSharing(platform)) === changes.expected());
      const page = await browser.newPage({ locale: 'en-GB' });
      await logInByPage(page, platform);
      await page.goto(`${platform.url}/violations?filter=policy=host-pid`);
      await page.locator('.bw-row').first().waitFor();
      report(`on ${database.version}`);

      await database.stop();
      const stopped = performance.now();
      const changing = changes.run(20);
      await page.getByText(BANNER).waitFor({ timeout: 10_000 });
      report(`the console says so after ${Math.round(performance.now() - stopped)} ms`);
      problems.push(...(await askWithoutDatabase(platform)));
      const spool = join(folder, 'away', 'state.sqlite-wal');
      for (const before = statSync(spool).mtimeMs; performance.now() - stopped < seconds * 1000; ) {
        await setTimeout(1000);
        expect('the server runs', (await fetch(`${platform.url}/healthz`)).status === 200);
        if (problems.length > 0) break;
        if (performance.now() - stopped > 10_000) expect('the sensor writes what it finds', statSync(spool).mtimeMs > before);
      }
      expect('the sensor runs', process.kill(sensor.pid, 0));
      await database.start();
      const started = performance.now();
      await page.getByText(BANNER).waitFor({ state: 'detached', timeout: 60_000 });
      report(`the console has caught up after ${Math.round(performance.now() - started)} ms`);
      changes.stop();
      await changing;
      await waitUntil('the picture is right', 60, async () => (await listSharing(platform)) === changes.expected());
      report(`the picture is right ${Math.round(performance.now() - started)} ms after the database is back`);
      problems.push(...(await findDoubles(platform)));
      expect('the session of before still holds', (await platform.admin.call(clusters.endpoints.list, { query: {} })).total === 1);
    } finally {
      changes.stop();
      await browser.close();
      await sensor.stop();
      await platform.server.stop();
      await database.stop();
      await api.stop();
    }
    if (problems.length === 0) removeFolder(folder);
    return problems;
  },
});

export const databaseAwayShortly = databaseAway(30, 17_640, {});
export const databaseAwayLong = databaseAway(300, 17_660, { full: true });

/** What probes, people and programs are told. */
async function askWithoutDatabase({ url }: Platform): Promise<readonly string[]> {
  const ask = async (path: string, headers = {}): Promise<string> => {
    const answer = await fetch(`${url}${path}`, { headers });
    return `${answer.status} ${await answer.text()}`;
  };
  // A browser sends its session along.
  const session = { cookie: 'breakwater_session=somebody' };
  const token = { authorization: `Bearer bw_${'x'.repeat(40)}` };
  const expected: readonly (readonly [string, string])[] = [
    [await ask('/healthz', session), '200 {"status":"ok"}'],
    [
      await ask('/readyz', session),
      '503 {"status":"not-ready","reason":"The database does not answer. Sensors keep deciding meanwhile, and nothing is lost."}',
    ],
    [
      await ask('/api/v1/violations', token),
      '503 {"error":{"code":"unavailable","message":"The database does not answer.","hint":"Nothing is lost; try again in a moment."}}',
    ],
  ];
  return expected.filter(([got, wanted]) => got !== wanted).map(([got, wanted]) => `the answer is ${got} and not ${wanted}`);
}
