import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '@breakwater/daemon';
import { toErrorMessage } from '@breakwater/model';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { CatalogueReader } from '../catalogue/store.ts';
import type { Db } from '../database/connection.ts';
import { toSeverity } from '../list/severity-counts.ts';
import type { ViolationMessage } from '../notifiers/message.ts';
import type { DeliveryOptions } from '../notifiers/notifier.ts';
import { NOTIFIERS } from '../notifiers/registry.ts';
import type { Seal } from '../security/seal.ts';
import { type LeasedDelivery, leaseDeliveries, markDelivered, markFailed, routeOpenings } from './store.ts';

/** Messages that are on their way at once. */
const AT_ONCE = 10;
const IDLE_MS = 500;
const MAX_ATTEMPTS = 12;
const MAX_RETRY_MS = 60 * 60_000;

/** Waits, in milliseconds. */
export interface DeliveryTiming {
  /** Age at which an opening is told. */
  readonly grace: number;
  /** After the first failure; each wait is twice the one before. */
  readonly retry: number;
}

export const DELIVERY_TIMING: DeliveryTiming = { grace: 2000, retry: 5000 };

export interface DeliveryContext {
  readonly query: Db;
  readonly catalogue: CatalogueReader;
  readonly seal: Seal;
  readonly log: Log;
  readonly options: DeliveryOptions;
  readonly timing: DeliveryTiming;
}

/** Routes and delivers until it is stopped; what is on its way then is finished. */
export function startDeliveries(context: DeliveryContext): () => Promise<void> {
  const stopping = new AbortController();
  const work = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const done = await deliverDue(context).catch(error => {
        context.log.debug({ error: toErrorMessage(error) }, 'messages wait for the database');
        return 0;
      });
      if (done === 0) await sleep(IDLE_MS, undefined, { signal: stopping.signal }).catch(() => {});
    }
  };
  const working = work();
  return async () => {
    stopping.abort();
    await working;
  };
}

/** One round. @returns how much there was to do */
export async function deliverDue(context: DeliveryContext): Promise<number> {
  const routed = await routeOpenings(context.query, context.timing.grace);
  const leased = await leaseDeliveries(context.query, AT_ONCE);
  await Promise.all(leased.map(delivery => deliver(context, delivery)));
  return routed + leased.length;
}

async function deliver({ query, catalogue, seal, log, options, timing }: DeliveryContext, delivery: LeasedDelivery): Promise<void> {
  try {
    const notifier = NOTIFIERS.get(delivery.type);
    if (notifier === undefined) throw new TypeError(`this release has no notifier '${delivery.type}'`);
    const secret = delivery.secret === null ? undefined : seal.open(delivery.secret);
    await notifier.deliver({ config: delivery.config, secret }, toMessage(delivery, await catalogue.read()), options);
    await markDelivered(query, delivery.id);
  } catch (error) {
    const wait = toRetryDelay(delivery.attempts, timing.retry);
    log.warn({ delivery: delivery.id, attempts: delivery.attempts, error: toErrorMessage(error) }, 'a message was not delivered');
    await markFailed(query, delivery.id, toErrorMessage(error).slice(0, 500), wait === undefined ? undefined : new Date(Date.now() + wait));
  }
}

/** Milliseconds until the next attempt; undefined when that was the last. */
export function toRetryDelay(attempts: number, firstMs: number): number | undefined {
  return attempts >= MAX_ATTEMPTS ? undefined : Math.min(firstMs * 2 ** (attempts - 1), MAX_RETRY_MS);
}

function toMessage(delivery: LeasedDelivery, catalogue: Catalogue): ViolationMessage {
  const { id, opening, violation, policy, severity, message, openedAt, cluster, clusterName, kind, namespace, name, container, owner } =
    delivery;
  const { title, remediation } = catalogue.describe(policy, 'en');
  return {
    schema: 'breakwater/notification/1',
    id,
    event: 'violation-opened',
    time: openedAt,
    violation: {
      id: violation,
      opening,
      policy,
      title,
      severity: toSeverity(severity),
      message,
      remediation,
      cluster,
      clusterName,
      kind,
      namespace,
      name,
      container,
      owner,
    },
  };
}
