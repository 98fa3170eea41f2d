import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusters, notifiers, policies } from '@breakwater/api';
import { ApiServer } from '@breakwater/testkit';
import type { Journey } from '../journey.ts';
import { startBalancer } from './balancer.ts';
import { Changes } from './changes.ts';
import { launchBrowser, logInByPage } from './console.ts';
import { createFolder, removeFolder } from './folder.ts';
import { findDoubles, listSharing, listViolations, type Platform, startPlatform, startSensorRole } from './platform.ts';
import { startPostgres } from './postgres.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { waitUntil } from './wait-until.ts';

/** Sensors know both servers by one address; a second address of this machine for each lets both take the same port behind it. */
const [FRONT, FIRST, SECOND] = ['127.0.0.1', '127.0.0.2', '127.0.0.3'] as const;
const PORT = 17_720;

export const journey: Journey = {
  name: 'two servers share one PostgreSQL: what one is told the other shows, and when one dies the other takes its sensors',
  run: async (_, report) => {
    const folder = createFolder('replicas');
    const database = await startPostgres(folder, PORT + 9);
    report(database.version);
    const shared = {
      DATABASE_URL: database.url,
      BREAKWATER_SERVER_SENSOR_NAMES: FRONT,
      BREAKWATER_SERVER_SECRET_KEYS: randomBytes(32).toString('base64'),
    };
    const a = await startPlatform(folder, PORT, {
      name: 'a',
      sensorPort: PORT + 5,
      env: { ...shared, BREAKWATER_SERVER_SENSOR_HOST: FIRST },
    });
    const { password } = a;
    const b = await startPlatform(folder, PORT + 1, {
      name: 'b',
      sensorPort: PORT + 5,
      password,
      env: { ...shared, BREAKWATER_SERVER_SENSOR_HOST: SECOND },
    });
    const balancer = await startBalancer(FRONT, PORT + 5, [FIRST, SECOND]);
    const receiver = await startReceiver();
    const api = new ApiServer();
    const changes = new Changes(api, 'replicas', 20);
    await api.start();
    const kubeconfig = join(folder, 'kubeconfig');
    writeFileSync(kubeconfig, api.kubeconfig, { mode: 0o600 });
    await a.admin.call(notifiers.endpoints.create, { body: receiver.notifier });
    // The token is made by B, and used at A.
    const sensor = await startSensorRole(b, 'replicas', ['--kubeconfig', kubeconfig]);
    const browser = await launchBrowser();
    const problems: string[] = [];
    const expect = (what: string, holds: boolean): void => void (holds ? undefined : problems.push(what));
    try {
      await waitUntil('the first picture at B', 60, async () => (await listSharing(b)) === changes.expected());
      expect('the sensor is connected to A', hasSensor(folder, 'a') && !hasSensor(folder, 'b'));
      const page = await browser.newPage({ locale: 'en-GB' });
      await logInByPage(page, b);
      await page.goto(`${b.url}/violations?filter=policy=host-pid`);
      await page.locator('.bw-row').first().waitFor();
      const rows = await page.locator('.bw-row').count();
      changes.add(1);
      const changed = performance.now();
      await page.locator('.bw-row').nth(rows).waitFor({ timeout: 10_000 });
      report(`a change that A was told is in the console of B after ${Math.round(performance.now() - changed)} ms`);
      await decide(b, false);
      await waitUntil('what B decided holds at the sensor of A', 30, async () => (await listSharing(a)) === '');
      await decide(b, true);
      await waitUntil('it is taken back', 30, async () => (await listSharing(a)) === changes.expected());
      await waitUntil('every opening was told', 60, async () => receiver.isQuiet(4000));
      await a.server.kill();
      const killed = performance.now();
      changes.add(3);
      await waitUntil('B has the sensor and what changed', 60, async () => (await listSharing(b)) === changes.expected());
      report(
        `the sensor of the server that died speaks to the other, with all it found, after ${Math.round(performance.now() - killed)} ms`,
      );
      const { results } = await b.admin.call(clusters.endpoints.list, { query: {} });
      expect('there is one cluster, connected', results.map(({ state }) => state).join() === 'connected');
      const severe = await listViolations(b.admin, 'severity>=high');
      await waitUntil('every opening was told', 60, async () => {
        const ids = new Set(listTold(receiver).map(({ id }) => id));
        return severe.every(({ id }) => ids.has(id)) && receiver.isQuiet(4000);
      });
      const told = listTold(receiver);
      const distinct = new Set(told.map(({ id, opening }) => `${id} ${opening}`));
      report(`${told.length} messages`);
      expect(`each opening is told once, and there are ${told.length} messages of ${distinct.size}`, told.length === distinct.size);
      problems.push(...(await findDoubles(b)).filter(text => !text.startsWith('opened twice')));
    } finally {
      await browser.close();
      await sensor.stop();
      await a.server.stop();
      await b.server.stop();
      balancer.stop();
      receiver.stop();
      await database.stop();
      await api.stop();
    }
    if (problems.length === 0) removeFolder(folder);
    return problems;
  },
};

/** Violations that somebody was told of, each with the number of its opening. */
function listTold({ messages }: Receiver): readonly { readonly id: string; readonly opening: number }[] {
  return messages.map(text => (JSON.parse(text) as { violation: { id: string; opening: number } }).violation);
}

/** Turns the policy on or off everywhere. */
async function decide({ admin }: Platform, enabled: boolean): Promise<void> {
  const settings = enabled ? [] : [{ scope: {}, enabled: false }];
  await admin.call(policies.endpoints.setSettings, { params: { id: 'host-pid' }, body: { settings } });
}

/** Whether a server says in its log that a sensor came. */
function hasSensor(folder: string, server: string): boolean {
  return readFileSync(join(folder, `${server}.log`), 'utf8').includes('sensor connected');
}
