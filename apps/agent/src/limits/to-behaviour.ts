import type { Event } from '@breakwater/model';

const MAX_TEXT = 300;
/** What differs from one time to the next without meaning anything: numbers, and long hexadecimal words. */
const VARIABLE = /[0-9a-f]{8,}|\d+/g;

/** What is done, without what differs each time: two events of one behaviour tell nearly the same. */
export function toBehaviour(event: Event): string {
  const exe = event.process?.exe || (event.process?.name ?? '');
  return [event.type, exe, ...listParts(event)].join('\0').slice(0, MAX_TEXT);
}

function listParts({ process, exit, syscalls, connect, accept, listen, dns, file, privilege, ...event }: Event): readonly string[] {
  if (event.type === 'process-exec')
    return [process?.layer ?? '', (process?.traits ?? []).join(), ...(process?.argv ?? []).map(generalize)];
  if (syscalls !== undefined) return syscalls.names;
  if (exit !== undefined) return [String(exit.signal ?? 0), String(exit.code ?? 0)];
  if (connect !== undefined) return [connect.protocol, connect.remote.address, String(connect.remote.port), connect.result];
  if (accept !== undefined) return [accept.protocol, String(accept.local.port)];
  if (listen !== undefined) return [listen.protocol, listen.local.address, String(listen.local.port)];
  if (dns !== undefined) return [dns.query, dns.type, dns.code ?? ''];
  if (file !== undefined) return [file.operation, generalize(file.path), generalize(file.target ?? '')];
  return [privilege?.operation ?? '', ...Object.values(privilege?.detail ?? {}).map(generalize)];
}

function generalize(text: string): string {
  return text.slice(0, MAX_TEXT).replaceAll(VARIABLE, '#');
}
