import type { Event } from '@breakwater/model';
import { toAddressSegments } from '../patterns/address-segments.ts';
import { generalizePath, keepPlain, toArgumentShape, toProgramPath } from '../patterns/generalize.ts';
import { toNameSegments } from '../patterns/name-segments.ts';
import type { Sighting } from '../sighting.ts';
import { toPortSegments } from './sections.ts';

/** A program that was started. */
export interface ProcessElement {
  readonly section: 'processes';
  readonly entry: 'init' | 'exec';
  readonly path: string;
  readonly arguments: readonly string[];
  readonly user: string;
  readonly parent: string | undefined;
}

/** Something else that was done; of several ways to say it one is enough to be known, and the first is learned. */
export interface PatternElement {
  readonly section: 'peers' | 'listeners' | 'files' | 'names' | 'calls';
  readonly ways: readonly (readonly string[])[];
}

/** System calls that a container has made so far. */
export interface SyscallElement {
  readonly section: 'syscalls';
  readonly names: readonly string[];
}

export type Element = ProcessElement | PatternElement | SyscallElement;

/** Names of one address that are looked at. */
const MAX_NAMES = 5;

/** What of an event a baseline learns; undefined for events that it does not learn from. */
export function toElement(sighting: Sighting): Element | undefined {
  const { event } = sighting;
  if (event.type === 'process-exec') return event.process === undefined ? undefined : toProcessElement(event.process);
  if (event.listen !== undefined)
    return { section: 'listeners', ways: [[event.listen.protocol, ...toPortSegments(String(event.listen.local.port))]] };
  if (event.file !== undefined) return { section: 'files', ways: [toFileSegments(event.file)] };
  if (event.dns !== undefined) return { section: 'names', ways: [toNameSegments(event.dns.query)] };
  if (event.syscalls !== undefined) return { section: 'syscalls', names: event.syscalls.names };
  return event.audit === undefined ? toPeerElement(sighting) : { section: 'calls', ways: [toCallSegments(event.audit, event.namespace)] };
}

function toCallSegments({ verb, resource, subresource }: NonNullable<Event['audit']>, namespace = ''): readonly string[] {
  return [verb, subresource === undefined ? resource : `${resource}/${subresource}`, namespace].map(keepPlain);
}

function toProcessElement(process: NonNullable<Event['process']>): ProcessElement | undefined {
  const path = process.exe || process.called || process.name;
  // What the runtime does on its way into a container is not the container's.
  if (path === undefined || process.traits?.includes('runtime') === true) return undefined;
  const [parent] = process.ancestors;
  return {
    section: 'processes',
    entry: process.entry ?? 'init',
    // A program of BusyBox is known by the name that it took.
    path: process.traits?.includes('applet') === true ? `${toProgramPath(path)} ${process.name ?? ''}`.trimEnd() : toProgramPath(path),
    arguments: toArgumentShape(process.argv, process.argvTruncated),
    user: String(process.uid),
    parent: parent === undefined || parent.exe === '' ? undefined : toProgramPath(parent.exe),
  };
}

/** A rename and a link are told by where they lead: there is what was not there before. */
function toFileSegments({ path, operation, target }: NonNullable<Event['file']>): readonly string[] {
  return [operation === 'read' ? 'read' : 'write', ...generalizePath(target ?? path).split('/')];
}

function toPeerElement({ event: { connect, accept }, peer }: Sighting): PatternElement | undefined {
  const end = connect ?? accept;
  if (end === undefined) return undefined;
  const port = connect === undefined ? end.local.port : end.remote.port;
  const start = [connect === undefined ? 'ingress' : 'egress', end.protocol, ...toPortSegments(String(port))];
  return { section: 'peers', ways: listPeers(end.remote.address, peer).map(way => [...start, ...way]) };
}

function listPeers(address: string, peer: Sighting['peer']): readonly (readonly string[])[] {
  const plain = ['address', ...toAddressSegments(address)];
  const { kind, namespace, name, names = [] } = peer ?? { kind: 'external' };
  if (kind === 'external') return [...names.slice(0, MAX_NAMES).map(one => ['name', ...toNameSegments(one)]), plain];
  if (name === undefined) return [[kind]];
  return [[kind, namespace === undefined ? name : `${namespace}/${name}`]];
}
