import { clusters, images, lifecycle, namespaces, nodes, overview, violations, workloads } from '@breakwater/api';
import type { Journey } from '../journey.ts';
import { createAll, patch, readFolder } from './apply.ts';
import { visitConsole } from './console.ts';
import { createFolder, removeFolder } from './folder.ts';
import { listViolations, startPlatform, startSensorRole } from './platform.ts';
import { waitUntil } from './wait-until.ts';

const SHOP = new URL('../../../examples/shop/', import.meta.url);
const COLLECTOR = '/apis/apps/v1/namespaces/shop-logs/daemonsets/collector';
/** Faults of the example that the API server itself refuses. */
const FAULTY = ['cannot use TZ or CRON_TZ in schedule', 'PodDisruptionBudget orders: 404'];
const PRIVILEGED = 'policy=privileged-container,name=collector';

export const journey: Journey = {
  name: 'an application that is applied is judged and seen in the console; what is mended is resolved',
  profile: 'acting',
  run: async (plane, report) => {
    const folder = createFolder('shop');
    const refused = await createAll(plane.client, readFolder(SHOP));
    const platform = await startPlatform(folder, 17_480);
    const sensor = await startSensorRole(platform, 'shop', ['--kubeconfig', plane.kubeconfig]);
    const { admin } = platform;
    const problems: string[] = refused.filter(text => !FAULTY.some(fault => text.includes(fault))).map(text => `not created: ${text}`);
    const expect = (what: string, holds: boolean): void => void (holds ? undefined : problems.push(what));
    try {
      await waitUntil('the cluster is in sync', 60, async () => {
        const { results } = await admin.call(clusters.endpoints.list, { query: {} });
        return results[0]?.state === 'connected' && results[0].syncedAt !== undefined;
      });
      await waitUntil('the privileged collector is a violation', 30, async () => (await listViolations(admin, PRIVILEGED)).length === 1);
      const figures = await admin.call(overview.endpoints.get, { query: {} });
      report(`${figures.workloads} workloads, ${figures.namespaces} namespaces, violations ${JSON.stringify(figures.severities)}`);
      expect('16 workloads', figures.workloads === 16);
      const [row] = await listViolations(admin, PRIVILEGED);
      const violation = await admin.call(violations.endpoints.get, { params: { id: row?.id ?? '' } });
      expect('the violation has evidence and says what to do', violation.results[0]?.evidence.length !== 0 && violation.remediation !== '');
      const top = await admin.call(workloads.endpoints.list, { query: { sort: '-risk', limit: 3 } });
      report(`most at risk: ${top.results.map(({ name, risk, topReason }) => `${name} ${risk} (${topReason?.factor})`).join(', ')}`);
      expect(
        'workloads at risk are in order',
        (top.results[0]?.risk ?? 0) >= (top.results[1]?.risk ?? 0) && (top.results[0]?.risk ?? 0) > 0,
      );
      const detail = await admin.call(workloads.endpoints.get, { params: { id: top.results[0]?.id ?? '' } });
      expect('the workload runs on the node', detail.summary.pods.every(pod => pod.node === 'node-1') && detail.summary.podCount > 0);
      const seen = await admin.call(images.endpoints.list, { query: { limit: 100 } });
      expect(
        'images have digests of running pods',
        seen.results.some(({ digests }) => digests.length > 0),
      );
      expect('nodes', (await admin.call(nodes.endpoints.list, { query: {} })).total >= 1);
      expect('namespaces', (await admin.call(namespaces.endpoints.list, { query: { filter: 'name~shop' } })).total >= 2);
      const practices = await admin.call(lifecycle.endpoints.get, { query: {} });
      const states = Map.groupBy(practices.clusters[0]?.controls ?? [], ({ state }) => state);
      report(`practices: ${[...states].map(([state, list]) => `${list.length} ${state}`).join(', ')}`);
      expect('40 practices', (practices.clusters[0]?.controls.length ?? 0) === 40);
      problems.push(...(await visitConsole(platform, report)));
      await patch(plane.client, COLLECTOR, {
        spec: { template: { spec: { containers: [{ name: 'collector', image: 'registry.example.com/shop/collector:1.0.0' }] } } },
      });
      const start = performance.now();
      await waitUntil(
        'the violation is resolved',
        30,
        async () => (await listViolations(admin, `${PRIVILEGED},state=resolved`)).length === 1,
      );
      report(`resolved after ${Math.round(performance.now() - start)} ms`);
      const ended = await admin.call(violations.endpoints.get, { params: { id: row?.id ?? '' } });
      const events = ended.history.map(({ event }) => event).join();
      expect(`its history is ${events}`, /^resolved,(?:updated,)*opened$/.test(events));
    } finally {
      await sensor.stop();
      await platform.server.stop();
    }
    if (problems.length === 0) removeFolder(folder);
    return problems;
  },
};
