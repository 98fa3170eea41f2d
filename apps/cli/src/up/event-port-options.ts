import { resolve } from 'node:path';
import type { SensorOptions } from '@breakwater/sensor';
import { type CommandInput, type OptionDefinition, UsageError } from '../command.ts';
import { readPort } from './read-port.ts';

/** How the API server, Falco, Tetragon and log shippers deliver what they recorded. */
export const EVENT_PORT_OPTIONS: readonly OptionDefinition[] = [
  {
    name: 'event-port',
    value: 'number',
    doc: 'Port at which the audit webhook of the API server, Falco, Tetragon and log shippers deliver events, by POST to /events (default: none)',
  },
  { name: 'event-host', value: 'address', doc: 'Address of that port', default: '127.0.0.1' },
  { name: 'event-name', value: 'name', doc: 'Name that its certificate is for, as that of a Service; may be repeated', repeatable: true },
  {
    name: 'event-secrets',
    value: 'folder',
    doc: 'Know senders by secrets of 32 characters and more, a file for each by its name; they present it as bearer token, or as password',
  },
  {
    name: 'event-client-ca',
    value: 'file',
    doc: 'Know senders by client certificates of these authorities, which are for nothing else',
  },
];

/** Undefined when no such port is asked for. Throws UsageError. */
export function readEventPort({ options }: Pick<CommandInput, 'options'>): SensorOptions['eventPort'] {
  const { 'event-port': port, 'event-host': host, 'event-name': names, 'event-secrets': secrets, 'event-client-ca': clientCa } = options;
  if (port === undefined) return undefined;
  if (secrets === undefined && clientCa === undefined)
    throw new UsageError('--event-port needs to know senders: --event-secrets FOLDER, or --event-client-ca FILE');
  return {
    port: readPort('event-port', port),
    host: String(host),
    names: (names as readonly string[] | undefined) ?? [],
    ...(typeof secrets === 'string' ? { secrets: resolve(secrets) } : {}),
    ...(typeof clientCa === 'string' ? { clientCa: resolve(clientCa) } : {}),
  };
}
