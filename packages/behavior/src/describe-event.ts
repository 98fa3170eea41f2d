import type { Event } from '@breakwater/model';
import { formatEndpoint } from './format-endpoint.ts';

/** Most characters of one part; names and arguments are whatever a program likes. */
const MAX_PART = 200;

/** One line that says what happened, for lists and logs: `process-exec /bin/sh -c id`. Control characters are shown as escapes. */
export function describeEvent(event: Event): string {
  return [event.type, ...listParts(event)].map(toPart).join(' ');
}

function listParts({ process, connect, accept, listen, dns, file, privilege, syscalls, audit, exit }: Event): readonly string[] {
  if (connect !== undefined) return [formatEndpoint(connect.remote, connect.protocol), connect.result];
  if (accept !== undefined) return [formatEndpoint(accept.remote, accept.protocol), 'at', String(accept.local.port)];
  if (listen !== undefined) return [formatEndpoint(listen.local, listen.protocol)];
  if (dns !== undefined) return [dns.query, dns.type, ...(dns.code === undefined ? [] : [dns.code])];
  if (file !== undefined) return [file.operation, file.path, ...(file.target === undefined ? [] : ['to', file.target])];
  if (privilege !== undefined) return [privilege.operation, ...Object.entries(privilege.detail).map(([name, value]) => `${name}=${value}`)];
  if (syscalls !== undefined) return [syscalls.names.join(',')];
  if (audit !== undefined) return [audit.user, audit.verb, toResource(audit), audit.allowed ? 'allowed' : 'refused'];
  if (exit !== undefined) return [process?.exe ?? '', exit.signal === undefined ? `code ${exit.code ?? 0}` : `signal ${exit.signal}`];
  return process === undefined ? [] : [process.exe, ...process.argv.slice(1)];
}

function toResource({ resource, subresource, name }: NonNullable<Event['audit']>): string {
  return [resource, ...(name === undefined ? [] : [name]), ...(subresource === undefined ? [] : [subresource])].join('/');
}

function toPart(text: string): string {
  const short = text.length > MAX_PART ? `${text.slice(0, MAX_PART)}…` : text;
  return short.replace(/\p{Cc}/gu, found => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
