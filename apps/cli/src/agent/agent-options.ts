import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { type AgentOptions, RUNTIME_FOLDERS } from '@breakwater/agent';
import { type CommandInput, type OptionDefinition, type Terminal, UsageError } from '../command.ts';
import { readConfig } from '../config.ts';
import { readWhole } from '../read-whole.ts';
import { VERSION } from '../version.ts';

export const AGENT_OPTIONS: readonly OptionDefinition[] = [
  { name: 'print', doc: 'Print events as lines of JSON instead of telling a sensor' },
  { name: 'sensor', value: 'url', doc: 'Role port of the sensor, as https://breakwater-sensor:8444' },
  { name: 'sensor-ca', value: 'file', doc: 'Authority of the sensor, which it writes to roles/ca.pem in its data folder' },
  {
    name: 'token-file',
    value: 'file',
    doc: 'Service account token for the audience breakwater-sensor, or the secret that is shared with the sensor',
  },
  { name: 'node', value: 'name', doc: 'Name of the node in its cluster (default: the name of the host)' },
  { name: 'root', value: 'folder', doc: 'Where the file system of the host is mounted', default: '/' },
  {
    name: 'runtime-folder',
    value: 'folder',
    doc: `Folder below it in which a container runtime keeps what it runs; may be repeated (default: ${RUNTIME_FOLDERS.join(', ')})`,
    repeatable: true,
  },
  {
    name: 'audit-log',
    value: 'file',
    doc: 'Tell also what the API server of this node records in its audit log, as the host names the file; through rotation and restarts; may be repeated',
    repeatable: true,
  },
  { name: 'state', value: 'folder', doc: 'Where it is kept how far audit logs were read (default: agent in your data folder)' },
  { name: 'host', doc: 'Tell also what happens outside of containers' },
  {
    name: 'syscalls',
    doc: 'Tell also which system calls each container makes, as seccomp profiles need it; each call costs a little more',
  },
  { name: 'kernel-side', value: 'file', doc: 'The program that `make agent` builds (default: agent/kernel-events beside this release)' },
  { name: 'ring', value: 'KiB', doc: 'Room for events in the kernel; a power of two', default: '8192' },
  {
    name: 'container-rate',
    value: 'number',
    doc: 'Events a second of one container; what it has not done before is told at any rate',
    default: '500',
  },
];

/** Bundles lie in dist/, sources three folders below the root. */
const PLACES = ['agent/kernel-events', '../../../../dist/agent/kernel-events'] as const;
const SAVED_SECONDS = 10;

/** Throws UsageError. */
export async function readAgentOptions({ options }: CommandInput, terminal: Terminal): Promise<Omit<AgentOptions, 'log'>> {
  const text = (name: string): string | undefined => (typeof options[name] === 'string' ? options[name] : undefined);
  const rate = readWhole('container-rate', text('container-rate'), 1, 100_000);
  const ringKib = readWhole('ring', text('ring'), 64, 65_536);
  if (!Number.isInteger(Math.log2(ringKib))) throw new UsageError('--ring takes a power of two, as 8192');
  return {
    node: text('node') ?? hostname(),
    version: VERSION,
    to: readReceiver(options, terminal),
    kernelSide: resolve(text('kernel-side') ?? findKernelSide()),
    root: resolve(text('root') ?? '/'),
    runtimeFolders: (options['runtime-folder'] as readonly string[] | undefined) ?? RUNTIME_FOLDERS,
    auditLogs: ((options['audit-log'] as readonly string[] | undefined) ?? []).map(path => resolve(path)),
    stateFolder: resolve(text('state') ?? join(readConfig().dataDir, 'agent')),
    wholeHost: options['host'] === true,
    syscalls: options['syscalls'] === true,
    ringKib,
    limit: { rate, burst: rate * SAVED_SECONDS },
    pid: process.pid,
  };
}

function readReceiver(options: CommandInput['options'], terminal: Terminal): AgentOptions['to'] {
  const [url, token] = [options['sensor'], options['token-file']];
  if (options['print'] === true) return { print: terminal.stdout };
  if (typeof url !== 'string') throw new UsageError('say where events go: --sensor URL, or --print');
  if (!URL.canParse(url) || !/^https:$/.test(new URL(url).protocol))
    throw new UsageError(`--sensor takes a URL that begins with https://, not '${url}'`);
  if (typeof token !== 'string') throw new UsageError('--token-file is needed: the sensor has to know who tells it something');
  const ca = options['sensor-ca'];
  const caFile = resolve(typeof ca === 'string' ? ca : join(readConfig().dataDir, 'sensor', 'roles', 'ca.pem'));
  return { sensor: { url, caFile, tokenFile: resolve(token) } };
}

function findKernelSide(): string {
  const places = PLACES.map(place => join(import.meta.dirname, place));
  return places.find(existsSync) ?? join(import.meta.dirname, PLACES[1]);
}
