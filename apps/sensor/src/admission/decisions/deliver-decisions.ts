import { Backoff, type Log } from '@breakwater/daemon';
import { toErrorMessage } from '@breakwater/model';
import type { RoleClient } from '../../roles/role-client.ts';
import type { DecisionStore } from './decision-store.ts';

/** Decisions of one delivery: 64 KiB each at most, and a body has 8 MiB. */
const AT_ONCE = 100;
const TICK_MS = 1000;
/** A sensor that is away is asked less and less often. */
const PATIENCE = [1000, 60_000] as const;

export interface Delivery {
  /** Writes what is in memory; what was not delivered waits on disk for the next start. */
  stop(): Promise<void>;
}

/** Writes decisions to disk once a second, and tells them to the sensor where there is one. */
export function deliverDecisions(
  store: DecisionStore,
  client: Pick<RoleClient, 'sendDecisions'> | undefined,
  log: Log,
  now: () => number,
): Delivery {
  const backoff = new Backoff(...PATIENCE);
  let askAt = 0;
  let running: Promise<void> | undefined;
  let stopped = false;

  const flush = (): void => {
    try {
      store.flush(now());
    } catch (cause) {
      log.error({ error: toErrorMessage(cause) }, 'decisions cannot be written; they wait in memory');
    }
  };
  const deliver = async (sensor: Pick<RoleClient, 'sendDecisions'>): Promise<void> => {
    try {
      for (let batch = store.list(AT_ONCE); batch.length > 0 && !stopped; batch = store.list(AT_ONCE)) {
        const { refused } = await sensor.sendDecisions(batch.map(({ decision }) => decision));
        for (const { message } of refused.slice(0, 3))
          log.error({ reason: message }, 'the sensor does not take a decision; it is given up');
        store.remove(batch.map(({ position }) => position));
      }
      backoff.reset();
    } catch (cause) {
      askAt = performance.now() + backoff.next();
      log.warn({ error: toErrorMessage(cause), waiting: store.waiting }, 'decisions cannot be told to the sensor; they wait on disk');
    }
  };
  const timer = setInterval(() => {
    flush();
    if (client === undefined || running !== undefined || performance.now() < askAt) return;
    running = deliver(client).finally(() => {
      running = undefined;
    });
  }, TICK_MS);
  return {
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await running;
      flush();
    },
  };
}
