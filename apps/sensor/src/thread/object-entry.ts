import {
  type CustomWorkload,
  findPodKind,
  isRecord,
  type Raw,
  type SourceObject,
  toRecord,
  toRecords,
  toText,
} from '@breakwater/inventory';
import { toObjectKey } from '@breakwater/protocol';
import { SensorError } from '../errors.ts';
import { measureDepth } from './measure-depth.ts';
import { type PodRun, readPodRun } from './pod-run.ts';
import { toHash } from './to-hash.ts';

/** Where an object of a file stands. */
export interface Place {
  /** Changes whenever something in the object may stand elsewhere, also where the object is the same. */
  readonly version: string;
  readonly locate: NonNullable<SourceObject['locate']>;
}

/** One object as it is kept: as text, since that takes a fraction of the memory, and read again when it is judged. */
export interface ObjectEntry {
  /** Group, kind, namespace and name. */
  readonly key: string;
  readonly apiVersion: string;
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly hash: string;
  /** The object as JSON; dropped for what is judged through its owner. */
  text: string;
  /** Key of the controller that owns it, empty for none. */
  readonly owner: string;
  /** Whether it may own pods. */
  readonly ownsPods: boolean;
  /** Whether only its metadata is known, so that nothing in it can be judged. */
  readonly isPartial: boolean;
  /** Where it runs, for pods. */
  readonly run?: PodRun;
  /** Where it stands, for objects of files. */
  readonly place?: Place;
  /** The object itself, for what is needed again and again. */
  value?: Raw;
}

/** Real objects have some twenty levels; deeper ones were made to exhaust whoever walks down. */
const MAX_DEPTH = 200;

/** Throws SensorError `object-unjudged` for an object that nobody could walk through. */
export function toEntry(object: Raw, isPartial = false, customWorkloads: readonly CustomWorkload[] = [], place?: Place): ObjectEntry {
  const metadata = toRecord(object['metadata']);
  const [apiVersion, kind] = [toText(object['apiVersion']), toText(object['kind'])];
  const group = toGroup(apiVersion);
  const identity = { apiVersion, kind, namespace: toText(metadata['namespace']), name: toText(metadata['name']) };
  const text = JSON.stringify(object);
  if (measureDepth(text) > MAX_DEPTH) throw new SensorError('object-unjudged', `it is nested deeper than ${MAX_DEPTH} levels`);
  return {
    ...identity,
    key: toObjectKey(identity),
    group,
    uid: toText(metadata['uid']),
    hash: toHash(place === undefined ? text : `${place.version}\n${text}`),
    text,
    owner: readOwner(metadata, identity.namespace),
    isPartial,
    ownsPods: findPodKind(group, kind) !== undefined || customWorkloads.some(custom => custom.group === group && custom.kind === kind),
    ...(kind === 'Pod' && group === '' ? { run: readPodRun(object) } : {}),
    ...(place === undefined ? {} : { place }),
  };
}

function toGroup(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

function readOwner(metadata: Raw, namespace: string): string {
  const owner = toRecords(metadata['ownerReferences']).find(reference => reference['controller'] === true);
  if (!isRecord(owner)) return '';
  return toObjectKey({ apiVersion: toText(owner['apiVersion']), kind: toText(owner['kind']), namespace, name: toText(owner['name']) });
}
