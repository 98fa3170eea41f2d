import { formatEndpoint } from '@breakwater/behavior';
import type { Event } from '@breakwater/model';

/** Longer ones were made to fill the table. */
const MAX = 500;

/** By type, what an event is about; none for types that are about nothing but their process. */
const SUBJECTS: Readonly<Partial<Record<Event['type'], (event: Event) => string | undefined>>> = {
  'process-exec': ({ process }) => process?.exe,
  connect: ({ connect }) => connect && formatEndpoint(connect.remote, connect.protocol),
  accept: ({ accept }) => accept && `${accept.remote.address} → ${accept.local.port}/${accept.protocol}`,
  listen: ({ listen }) => listen && formatEndpoint(listen.local, listen.protocol),
  dns: ({ dns }) => dns?.query,
  'file-open': ({ file }) => file && `${file.operation} ${file.path}`,
  privilege: ({ privilege }) => privilege?.operation,
  'kube-audit': ({ audit }) => audit && `${audit.user} ${audit.verb} ${toResource(audit)}`,
};

/** What an event is about, in the fewest words that tell it from others of its type; empty where there is nothing of the kind. */
export function toSubject(event: Event): string {
  return cut(SUBJECTS[event.type]?.(event) ?? '');
}

/** Path of the program whose doing it is; empty where none is known. */
export function toProgram({ process }: Event): string {
  return cut(process?.exe ?? '');
}

function toResource({ resource, subresource }: { readonly resource: string; readonly subresource?: string | undefined }): string {
  return subresource === undefined ? resource : `${resource}/${subresource}`;
}

function cut(text: string): string {
  return text.length > MAX ? `${text.slice(0, MAX)}…` : text;
}
