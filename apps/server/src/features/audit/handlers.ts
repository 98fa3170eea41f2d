import { audit } from '@breakwater/api';
import { toErrorMessage } from '@breakwater/model';
import type { ServerContext } from '../../context.ts';
import type { App } from '../../http/app.ts';
import { CALLER } from '../../http/authorize.ts';
import type { RouteConfig } from '../../http/mount.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { listPage, listValues } from '../../list/store.ts';
import { redact } from './redact.ts';
import { type AuditRow, addAudit, auditSource } from './store.ts';

export function createAuditFeature({ query }: ServerContext): Feature {
  return defineFeature(audit, {
    list: async call => {
      const page = await listPage<AuditRow>(query, audit.endpoints.list.list, call.query, auditSource);
      return { ...page, results: [...page.results] };
    },
    values: call => listValues(query, audit.endpoints.list.list, call.query, auditSource),
  });
}

/** Records every call that changes something, or tries to, before its answer leaves. */
export function addAuditing(app: App, { query, log }: ServerContext): void {
  app.addHook('onSend', async (request, reply, payload) => {
    const { action, endpoint } = request.routeOptions.config as Partial<RouteConfig>;
    if (action === undefined || endpoint === undefined || endpoint.method === 'GET' || endpoint.readOnly === true) return payload;
    // Strangers must not be able to fill the table: of them only logins count, as far as they were tried.
    if (request[CALLER] === undefined && (action !== 'session.create' || reply.statusCode === 429)) return payload;
    const body = redact(request.body);
    const attempt = action === 'session.create' ? String((request.body as { readonly name?: unknown } | null)?.name ?? '') : '';
    try {
      await addAudit(query, {
        actor: request[CALLER]?.name ?? attempt.slice(0, 200),
        action,
        object: (request.params as { readonly id?: string } | undefined)?.id?.slice(0, 500) ?? '',
        status: reply.statusCode,
        address: request.ip,
        detail: typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {},
      });
    } catch (error) {
      log.error(
        { action, actor: request[CALLER]?.name, status: reply.statusCode, error: toErrorMessage(error) },
        'audit record not stored',
      );
    }
    return payload;
  });
}
