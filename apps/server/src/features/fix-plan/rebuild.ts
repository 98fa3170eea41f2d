import { randomUUID } from 'node:crypto';
import { toErrorMessage } from '@breakwater/model';
import type { Principal } from '../../access/principal.ts';
import type { ServerContext } from '../../context.ts';
import { RequestError, refuseUnknown } from '../../http/request-error.ts';
import { isUuid } from '../../list/row-id.ts';
import type { RebuildMessage } from '../../notifiers/message.ts';
import { NOTIFIERS } from '../../notifiers/registry.ts';
import { addRebuild, findReceiver } from './detail/store.ts';
import type { ReadPlan } from './read-plan.ts';

export interface Rebuild {
  readonly principal: Principal;
  readonly notifier: string;
  readonly image: RebuildMessage['image'];
  readonly plan: ReadPlan;
}

/** Sends a plan to whoever builds the image, now and once: who asked sees what became of it, and asks again. Throws RequestError. */
export async function sendRebuild(
  { query, seal, allowLoopbackWebhooks }: ServerContext,
  { principal, notifier: id, image, plan }: Rebuild,
): Promise<{ delivered: boolean; message: string }> {
  const receiver = (isUuid(id) ? await findReceiver(query, id) : undefined) ?? refuseUnknown('notifier');
  const notifier = NOTIFIERS.get(receiver.type);
  if (notifier?.type !== 'webhook') throw new RequestError('bad-request', `body.notifier: '${receiver.name}' is no webhook.`);
  const target = { config: receiver.config, secret: receiver.secret === null ? undefined : seal.open(receiver.secret) };
  const outcome = await notifier.deliver(target, toMessage(image, plan), { allowLoopback: allowLoopbackWebhooks }).then(
    () => ({ delivered: true, message: `${receiver.name} took the message.` }),
    (error: unknown) => ({ delivered: false, message: toErrorMessage(error).slice(0, 500) }),
  );
  await addRebuild(query, image.reference, { by: principal.person, notifier: receiver.name, ...outcome });
  return outcome;
}

function toMessage(image: RebuildMessage['image'], { raises, removals, baseUpdate }: ReadPlan): RebuildMessage {
  return {
    schema: 'breakwater/notification/1',
    id: randomUUID(),
    event: 'rebuild-requested',
    time: new Date().toISOString(),
    image,
    packages: raises.map(({ name, type, from, to, closes, dueAt }) => ({ name, type, from, to, closes, dueAt })),
    remove: removals.map(({ name, version }) => ({ name, version })),
    ...(baseUpdate === undefined ? {} : { base: { name: baseUpdate.name, from: baseUpdate.from, reference: baseUpdate.reference } }),
  };
}
