import type { ImageFile, ImagePromise, ManifestCommand, Peer, Sighting } from '@breakwater/behavior';
import { findPodKind, isRecord, type Raw, readPath, toRecord, toRecords, toText } from '@breakwater/inventory';
import type { BehaviorSubject, Event } from '@breakwater/model';
import { toObjectKey } from '@breakwater/protocol';
import { isApiServer } from '../thread/address-book.ts';
import type { ObjectEntry } from '../thread/object-entry.ts';
import type { ObjectStore } from '../thread/object-store.ts';
import type { KnownPrograms, ProgramBook } from './program-book.ts';

type Store = Pick<ObjectStore, 'find' | 'findPod' | 'findRoot' | 'findAddress' | 'read'>;

/** As a server keeps it. */
const MAX_PURL = 500;

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];

/** Whose address it is. */
export function findPeer(store: Store, address: string): Peer | undefined {
  const entry = store.findAddress(address);
  if (entry === undefined) return undefined;
  if (entry.kind === 'Node') return { kind: 'node', name: entry.name };
  if (isApiServer(entry)) return { kind: 'api-server' };
  if (entry.kind === 'Service') return { kind: 'service', namespace: entry.namespace, name: entry.name };
  const root = store.findRoot(entry);
  return { kind: 'workload', namespace: root.namespace, name: `${root.kind}/${root.name}` };
}

/** What was seen before, with whose the other end of a connection is now. */
export function toSighting(store: Store, event: Event): Sighting {
  const address = (event.connect ?? event.accept)?.remote.address;
  const peer = address === undefined ? undefined : findPeer(store, address);
  return peer === undefined ? { event } : { event, peer };
}

/** The pod of an event; by its name where its uid is not that of the API server, as for pods of files. */
export function findEventPod(store: Store, { podUid, namespace = '', pod }: Event): ObjectEntry | undefined {
  const entry = podUid === undefined ? undefined : store.findPod(podUid);
  return entry ?? (pod === undefined ? undefined : store.find(toObjectKey({ apiVersion: 'v1', kind: 'Pod', namespace, name: pod })));
}

/** What the pod of an event belongs to, as the cluster knows it. */
export function findEventWorkload(store: Store, event: Event): Raw | undefined {
  const pod = findEventPod(store, event);
  const root = pod === undefined ? undefined : store.findRoot(pod);
  return root === undefined || root.text === '' ? undefined : store.read(root);
}

/** Whether the workload of a baseline is there; users of the API always are. */
export function hasWorkload(store: Pick<ObjectStore, 'listJudged'>, { namespace, workload }: BehaviorSubject): boolean {
  return namespace === '' || store.listJudged(namespace).some(({ kind, name }) => `${kind}/${name}` === workload);
}

/** What manifest and image say of what a container executes; of the image only where the one that runs was read. */
export function createPromise(store: Store, programs: Pick<ProgramBook, 'find'>): ImagePromise {
  return {
    findCommand: event => findCommand(findContainer(store, event), () => findPrograms(store, programs, event)),
    findFile: (event, path) => {
      const { layer, sha256 } = event.process ?? {};
      // Where there is no overlay only the content says whether a file is of the image or of a volume.
      if (path === '' || (layer === undefined && sha256 === undefined)) return undefined;
      const known = findPrograms(store, programs, event);
      if (known === undefined) return undefined;
      const file = known.find(path);
      const isSame = file?.sha256 !== undefined && file.sha256 === sha256;
      if (layer === undefined) return isSame ? file : undefined;
      if (file === undefined) return 'absent';
      // What was written over a file of a package is not of the package, unless it is the same.
      return layer === 'upper' && !isSame ? pickHash(file) : file;
    },
    readHash: event => event.process?.sha256,
  };
}

function pickHash({ sha256 }: ImageFile): ImageFile {
  return sha256 === undefined ? {} : { sha256 };
}

/**
 * A program that was started, with the image and the package that it is of. Only what is known here is said, and only of files that nobody has written to since: what an agent
 * or anybody else says of it does not count.
 */
export function nameProgram(event: Event, store: Store, programs: Pick<ProgramBook, 'find'>): Event {
  const { imageDigest: _told, process, ...rest } = event;
  if (process === undefined) return event.imageDigest === undefined ? event : rest;
  const { package: _claimed, ...own } = process;
  const isOfImage = event.type === 'process-exec' && process.layer === 'lower' && process.traits?.includes('runtime') !== true;
  const known = isOfImage ? findPrograms(store, programs, event) : undefined;
  const owner = known?.find(process.exe)?.package;
  if (known === undefined || owner === undefined) return { ...rest, process: own };
  return { ...rest, imageDigest: known.digest, process: { ...own, package: owner.slice(0, MAX_PURL) } };
}

function findPrograms(store: Store, programs: Pick<ProgramBook, 'find'>, event: Event): KnownPrograms | undefined {
  const run = findEventPod(store, event)?.run;
  const digest = run?.digests.find(([name]) => name === event.container)?.[1];
  const reference = toText(findContainer(store, event)?.['image']);
  return digest === undefined || reference === ''
    ? undefined
    : programs.find(reference, digest, () => findArchitecture(store, run?.node ?? ''));
}

function findArchitecture(store: Store, node: string): string | undefined {
  const entry = store.find(toObjectKey({ apiVersion: 'v1', kind: 'Node', namespace: '', name: node }));
  if (entry === undefined || entry.text === '') return undefined;
  return toText(toRecord(toRecord(store.read(entry)['metadata'])['labels'])['kubernetes.io/arch']) || undefined;
}

/** Commands of probes and hooks, which the kubelet runs in a container from outside. */
export function listKubeletCommands(store: Store, event: Event): readonly ManifestCommand[] {
  const container = findContainer(store, event);
  const hooks = toRecord(container?.['lifecycle']);
  return [...PROBES.map(name => container?.[name]), hooks['postStart'], hooks['preStop']].flatMap(handler => {
    const { command } = toRecord(toRecord(handler)['exec']);
    return isTexts(command) && command.length > 0 ? [{ argv: command }] : [];
  });
}

/** As the kubelet puts it together: a command of the manifest replaces entry point and command of the image, arguments only the latter. */
function findCommand(container: Raw | undefined, findImage: () => KnownPrograms | undefined): readonly string[] | undefined {
  if (container === undefined) return undefined;
  const { command, args } = container;
  const own = isTexts(args) ? args : [];
  if (isTexts(command) && command.length > 0) return [...command, ...own];
  const image = findImage();
  if (image === undefined) return undefined;
  const words = [...image.entrypoint, ...(own.length > 0 ? own : image.command)];
  return words.length === 0 ? undefined : words;
}

/** The container of an event, as the template of its workload has it. */
function findContainer(store: Store, event: Event): Raw | undefined {
  const pod = findEventPod(store, event);
  const root = pod === undefined ? undefined : store.findRoot(pod);
  if (root === undefined || root.text === '' || root.isPartial) return undefined;
  const spec = readPodSpec(root, store.read(root));
  return ['containers', 'initContainers'].flatMap(list => toRecords(spec[list])).find(({ name }) => toText(name) === event.container);
}

function readPodSpec({ group, kind }: ObjectEntry, object: Raw): Raw {
  const template = findPodKind(group, kind)?.template ?? [];
  const found = readPath(object, ...template);
  return toRecord(isRecord(found) ? found['spec'] : undefined);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(one => typeof one === 'string');
}
