import { randomUUID } from 'node:crypto';
import { type Body, notifiers } from '@breakwater/api';
import { nearestName, SEVERITIES, toErrorMessage } from '@breakwater/model';
import type { ServerContext } from '../../context.ts';
import { RequestError, refuseUnknown } from '../../http/request-error.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { isUuid } from '../../list/row-id.ts';
import { toSeverity } from '../../list/severity-counts.ts';
import { listPage } from '../../list/store.ts';
import type { Notifier } from '../../notifiers/notifier.ts';
import { NOTIFIERS } from '../../notifiers/registry.ts';
import type { Seal } from '../../security/seal.ts';
import {
  addNotifier,
  deleteNotifier,
  findNotifier,
  type NotifierRecord,
  type NotifierValues,
  notifiersSource,
  updateNotifier,
} from './store.ts';

type Settings = Body<typeof notifiers.endpoints.create>;

export function createNotifiersFeature({ query, seal, allowLoopbackWebhooks }: ServerContext): Feature {
  const get = async (id: string): Promise<NotifierRecord> =>
    (isUuid(id) ? await findNotifier(query, id) : undefined) ?? refuseUnknown('notifier');
  return defineFeature(notifiers, {
    list: async ({ query: request }) => {
      const page = await listPage<NotifierRecord>(query, notifiers.endpoints.list.list, request, notifiersSource);
      return { ...page, results: page.results.map(toNotifier) };
    },
    create: async ({ body }) => {
      const id = await addNotifier(query, toValues(body, null, seal));
      if (id === undefined) throw refuseName(body.name);
      return toNotifier(await get(id));
    },
    update: async ({ params, body }) => {
      const before = await get(params.id);
      const { id: _id, waiting: _waiting, delivered: _delivered, ...kept } = toNotifier(before);
      const merged: Settings = { ...kept, ...body };
      if (!(await updateNotifier(query, before.id, toValues(merged, before.secret, seal)))) throw refuseName(merged.name);
      return toNotifier(await get(before.id));
    },
    test: async ({ params }) => {
      const { type, config, secret, name } = await get(params.id);
      const message = { schema: 'breakwater/notification/1', id: randomUUID(), event: 'test', time: new Date().toISOString() } as const;
      const target = { config, secret: secret === null ? undefined : seal.open(secret) };
      try {
        await findType(type).deliver(target, message, { allowLoopback: allowLoopbackWebhooks });
        return { delivered: true, message: `${name} took the message.` };
      } catch (error) {
        return { delivered: false, message: toErrorMessage(error) };
      }
    },
    delete: async ({ params }) => {
      if (!isUuid(params.id) || !(await deleteNotifier(query, params.id))) refuseUnknown('notifier');
      return null;
    },
  });
}

function findType(type: string): Notifier {
  const found = NOTIFIERS.get(type);
  if (found !== undefined) return found;
  const nearest = nearestName(type, NOTIFIERS.keys());
  const hint = nearest === undefined ? `Known are ${[...NOTIFIERS.keys()].join(', ')}.` : `Did you mean '${nearest}'?`;
  throw new RequestError('bad-request', `body.type: there is no notifier '${type}'.`, hint);
}

/** @param kept sealed secret from before, which stays unless a new one is given */
function toValues(settings: Settings, kept: string | null, seal: Seal): NotifierValues {
  const { name, type, enabled, severity, owners, clusters, config } = settings;
  const notifier = findType(type);
  const fault = notifier.findFault(config);
  if (fault !== undefined) throw new RequestError('bad-request', `body.${fault}.`);
  const { [notifier.secret]: secret, ...open } = config;
  const sealed = typeof secret === 'string' ? seal.close(secret) : kept;
  return { name, type, enabled, severity: SEVERITIES.indexOf(severity), owners, clusters, config: open, secret: sealed };
}

function refuseName(name: string): RequestError {
  return new RequestError('conflict', `There is a notifier '${name}' already.`);
}

function toNotifier({ id, name, type, enabled, severity, owners, clusters, config, waiting, delivered, lastError }: NotifierRecord) {
  const shown = { id, name, type, enabled, severity: toSeverity(severity), owners, clusters, config, waiting, delivered };
  return lastError === null ? shown : { ...shown, lastError };
}
