import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusters } from '@breakwater/api';
import { ApiServer } from '@breakwater/testkit';
import type { Journey } from '../journey.ts';
import { Changes } from './changes.ts';
import { createFolder, removeFolder } from './folder.ts';
import { listViolations, startPlatform, startSensorRole } from './platform.ts';
import { findDatabase } from './processes.ts';
import { waitUntil } from './wait-until.ts';

const KILLS = 20;
const WORKLOADS = 60;

export const journey: Journey = {
  name: `server, sensor and database are killed ${KILLS} times each while objects change: nothing is lost, nothing is there twice`,
  full: true,
  run: async (_, report) => {
    const folder = createFolder('faults');
    const api = new ApiServer();
    const changes = new Changes(api, 'faults', WORKLOADS);
    await api.start();
    const kubeconfig = join(folder, 'kubeconfig');
    writeFileSync(kubeconfig, api.kubeconfig, { mode: 0o600 });
    const platform = await startPlatform(folder, 17_620);
    const source = ['--kubeconfig', kubeconfig];
    let sensor = await startSensorRole(platform, 'faults', source);
    await waitUntil('the first picture', 60, async () => (await listViolations(platform.admin, 'policy=host-pid')).length > 0);
    const changing = changes.run(20);
    try {
      for (let kill = 1; kill <= KILLS; kill++) {
        await platform.server.kill();
        await platform.restart();
        await sensor.kill();
        sensor = await startSensorRole(platform, 'faults', source, 'go on');
        process.kill(findDatabase(join(folder, 'server')), 'SIGKILL');
        await waitUntil(`the database is back after kill ${kill}`, 60, async () => (await fetch(`${platform.url}/readyz`)).status === 200);
      }
      changes.stop();
      await changing;
      const start = performance.now();
      const names = async () => (await listViolations(platform.admin, 'policy=host-pid')).map(({ name }) => name).toSorted();
      await waitUntil('the picture is right', 60, async () => (await names()).join() === changes.expected());
      report(`right ${Math.round(performance.now() - start)} ms after the last change`);
      const all = await listViolations(platform.admin, 'policy=host-pid,state=open|resolved');
      const doubled = all.map(({ name }) => name).filter((name, index, list) => list.indexOf(name) !== index);
      const { results } = await platform.admin.call(clusters.endpoints.list, { query: {} });
      const problems = [
        ...(doubled.length === 0 ? [] : [`there twice: ${doubled.join()}`]),
        ...(results.length === 1 ? [] : [`there are ${results.length} clusters`]),
      ];
      if (problems.length === 0) removeFolder(folder);
      return problems;
    } finally {
      changes.stop();
      await sensor.stop();
      await platform.server.stop();
      await api.stop();
    }
  },
};
