import { setTimeout } from 'node:timers/promises';
import type { ApiServer } from '@breakwater/testkit';
import type { Raw } from '../../cluster/api-client.ts';

/** Changes that go on while parts fail; what is true at the end is known. */
export class Changes {
  readonly #api: ApiServer;
  readonly #namespace: string;
  #workloads: number;
  readonly #sharing = new Set<number>();
  #step = 0;
  #running = true;

  /** Every second workload shares the node's processes. */
  constructor(api: ApiServer, namespace: string, workloads: number) {
    this.#api = api;
    this.#namespace = namespace;
    this.#workloads = workloads;
    api.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    for (let index = 0; index < workloads; index++) this.#put(index, index % 2 === 0);
  }

  /** Changes made so far. */
  get count(): number {
    return this.#step;
  }

  /** Changes one workload after the other until it is stopped, with a pause in milliseconds. */
  async run(pause: number): Promise<void> {
    this.#running = true;
    while (this.#running) {
      this.#step += 1;
      const index = (this.#step * 7) % this.#workloads;
      this.#put(index, !this.#sharing.has(index));
      await setTimeout(pause);
    }
  }

  /** More workloads that share the node's processes. */
  add(count: number): void {
    for (let index = 0; index < count; index++) this.#put(this.#workloads + index, true);
    this.#workloads += count;
  }

  stop(): void {
    this.#running = false;
  }

  /** Names of the workloads that share the node's processes, in order. */
  expected(): string {
    return [...this.#sharing]
      .map(index => `app-${index}`)
      .toSorted()
      .join();
  }

  #put(index: number, hostPID: boolean): void {
    if (hostPID) this.#sharing.add(index);
    else this.#sharing.delete(index);
    this.#api.put(buildDeployment(this.#namespace, index, hostPID));
  }
}

function buildDeployment(namespace: string, index: number, hostPID: boolean): Raw {
  const name = `app-${index}`;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, uid: `uid-${namespace}-${index}` },
    spec: {
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { hostPID, containers: [{ name: 'app', image: 'app:1' }] } },
    },
  };
}
