import { toErrorMessage } from '@breakwater/model';
import type { ComplianceMessage } from '../notifiers/message.ts';
import { NOTIFIERS } from '../notifiers/registry.ts';
import { endRunDelivery, leaseRunDeliveries, type RunDelivery } from './queue/store.ts';
import type { RunContext } from './run-due.ts';

const AT_ONCE = 10;
const MAX_ATTEMPTS = 10;
const RETRY_MS = 30_000;

/** Tells notifiers what scheduled runs have found. What fails is tried again, later each time. */
export async function deliverRuns(context: RunContext): Promise<void> {
  const leased = await leaseRunDeliveries(context.query, AT_ONCE);
  await Promise.all(leased.map(delivery => deliver(context, delivery)));
}

async function deliver({ query, seal, log, options }: RunContext, delivery: RunDelivery): Promise<void> {
  try {
    const notifier = NOTIFIERS.get(delivery.type);
    if (notifier === undefined) throw new TypeError(`this release has no notifier '${delivery.type}'`);
    const secret = delivery.secret === null ? undefined : seal.open(delivery.secret);
    await notifier.deliver({ config: delivery.config, secret }, toMessage(delivery), options);
    await endRunDelivery(query, delivery.id, 'delivered', '');
  } catch (cause) {
    const error = toErrorMessage(cause).slice(0, 500);
    log.warn({ delivery: delivery.id, attempts: delivery.attempts, error }, 'what a run of compliance found was not delivered');
    const isLast = delivery.attempts >= MAX_ATTEMPTS;
    const next = new Date(Date.now() + RETRY_MS * 2 ** delivery.attempts);
    await endRunDelivery(query, delivery.id, isLast ? 'failed' : 'waiting', error, isLast ? undefined : next);
  }
}

function toMessage({ id, run, sequence, cluster, clusterName, hash, finishedAt, scores }: RunDelivery): ComplianceMessage {
  const about = { id: run, sequence, cluster, clusterName, hash };
  return { schema: 'breakwater/notification/1', id, event: 'compliance-run-done', time: finishedAt, run: about, scores };
}
