import { fileURLToPath } from 'node:url';
import { ApiError, clusters, notifiers, session, users, workloads } from '@breakwater/api';
import type { Journey } from '../journey.ts';
import { createFolder, removeFolder } from './folder.ts';
import { listViolations, logIn, startPlatform, startSensorRole } from './platform.ts';
import { startReceiver } from './receiver.ts';
import { waitUntil } from './wait-until.ts';

const SHOP = fileURLToPath(new URL('../../../examples/shop', import.meta.url));

export const journey: Journey = {
  name: 'two clusters on one server; a viewer of one namespace sees only that; a webhook is told of a violation once',
  profile: 'acting',
  run: async (plane, report) => {
    const folder = createFolder('people');
    const platform = await startPlatform(folder, 17_520);
    const { admin } = platform;
    // The first attempt fails: it has to be made again.
    const receiver = await startReceiver(1);
    const { messages } = receiver;
    const problems: string[] = [];
    const expect = (what: string, holds: boolean): void => void (holds ? undefined : problems.push(what));
    await admin.call(notifiers.endpoints.create, { body: receiver.notifier });
    const one = await startSensorRole(platform, 'cluster', ['--kubeconfig', plane.kubeconfig]);
    const two = await startSensorRole(platform, 'staging', ['--folder', SHOP]);
    try {
      await waitUntil('two clusters in sync', 60, async () => {
        const { results } = await admin.call(clusters.endpoints.list, { query: {} });
        return results.length === 2 && results.every(({ syncedAt }) => syncedAt !== undefined);
      });
      const filter = 'cluster=staging,severity>=high';
      await waitUntil('violations of the second cluster', 30, async () => (await listViolations(admin, filter)).length > 0);
      const severe = await listViolations(admin, 'severity>=high');
      // One more than there are violations: the first was refused, and is sent again.
      await waitUntil('the receiver is told', 90, async () => messages.length > severe.length);
      expect('each violation is told once', new Set(messages).size === severe.length);
      report(`${severe.length} severe violations, ${messages.length} messages`);
      const { user, password } = await admin.call(users.endpoints.create, {
        body: { name: 'logs', role: 'viewer', scope: { namespaces: ['shop-logs'] } },
      });
      const viewer = await logIn(platform.url, 'logs', password);
      expect('the viewer is who logged in', (await viewer.call(session.endpoints.get, {})).id === user.id);
      const seen = await viewer.call(workloads.endpoints.list, { query: { limit: 500 } });
      expect(
        'the viewer sees workloads of one namespace only',
        seen.total > 0 && seen.results.every(({ namespace }) => namespace === 'shop-logs'),
      );
      const all = await admin.call(workloads.endpoints.list, { query: { limit: 500 } });
      const foreign = all.results.find(({ namespace }) => namespace !== 'shop-logs');
      expect(
        'another workload is not found by its id',
        (await refuse(() => viewer.call(workloads.endpoints.get, { params: { id: foreign?.id ?? '' } }))) === 'not-found',
      );
      expect('the viewer may not administer', (await refuse(() => viewer.call(users.endpoints.list, { query: {} }))) === 'forbidden');
      // Whoever restarts does not tell everything again.
      const before = messages.length;
      await platform.server.stop();
      await platform.restart();
      await waitUntil('both are back', 60, async () => {
        const { results } = await admin.call(clusters.endpoints.list, { query: {} });
        return results.every(({ state }) => state === 'connected');
      });
      await new Promise(resolve => setTimeout(resolve, 3000));
      expect(`no message after a restart, but ${messages.length - before}`, messages.length === before);
    } finally {
      await one.stop();
      await two.stop();
      await platform.server.stop();
      receiver.stop();
    }
    if (problems.length === 0) removeFolder(folder);
    return problems;
  },
};

/** The code with which a call is refused. */
async function refuse(call: () => Promise<unknown>): Promise<string> {
  try {
    await call();
    return 'taken';
  } catch (cause) {
    if (cause instanceof ApiError) return cause.code;
    throw cause;
  }
}
