import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { clusters } from '@breakwater/api';
import { ApiServer } from '@breakwater/testkit';
import type { Raw } from '../../cluster/api-client.ts';
import type { Journey } from '../journey.ts';
import { createFolder, removeFolder } from './folder.ts';
import { listViolations, startPlatform, startSensorRole } from './platform.ts';
import { findDatabase } from './processes.ts';
import { waitUntil } from './wait-until.ts';

const KILLS = 20;
const WORKLOADS = 60;

const deployment = (index: number, hostPID: boolean): Raw => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: `app-${index}`, namespace: 'faults', uid: `uid-${index}` },
  spec: {
    selector: { matchLabels: { app: `app-${index}` } },
    template: { metadata: { labels: { app: `app-${index}` } }, spec: { hostPID, containers: [{ name: 'app', image: 'app:1' }] } },
  },
});

/** Changes that go on while parts die; what is true at the end is known. */
class Changes {
  readonly #api: ApiServer;
  readonly #sharing = new Set<number>();
  #step = 0;
  #running = true;

  constructor(api: ApiServer) {
    this.#api = api;
    for (let index = 0; index < WORKLOADS; index++) this.#put(index, index % 2 === 0);
  }

  async run(): Promise<void> {
    while (this.#running) {
      this.#step += 1;
      const index = (this.#step * 7) % WORKLOADS;
      this.#put(index, !this.#sharing.has(index));
      await setTimeout(20);
    }
  }

  stop(): void {
    this.#running = false;
  }

  expected(): string {
    return [...this.#sharing]
      .map(index => `app-${index}`)
      .toSorted()
      .join();
  }

  #put(index: number, hostPID: boolean): void {
    if (hostPID) this.#sharing.add(index);
    else this.#sharing.delete(index);
    this.#api.put(deployment(index, hostPID));
  }
}

export const journey: Journey = {
  name: `server, sensor and database are killed ${KILLS} times each while objects change: nothing is lost, nothing is there twice`,
  full: true,
  run: async (_, report) => {
    const folder = createFolder('faults');
    const api = new ApiServer();
    api.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'faults' } });
    const changes = new Changes(api);
    await api.start();
    const kubeconfig = join(folder, 'kubeconfig');
    writeFileSync(kubeconfig, api.kubeconfig, { mode: 0o600 });
    const platform = await startPlatform(folder, 17_620);
    const source = ['--kubeconfig', kubeconfig];
    let sensor = await startSensorRole(platform, 'faults', source);
    await waitUntil('the first picture', 60, async () => (await listViolations(platform.admin, 'policy=host-pid')).length > 0);
    const changing = changes.run();
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
