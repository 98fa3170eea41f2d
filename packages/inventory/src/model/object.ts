import type { Location } from '@breakwater/model';
import { findPodKind, isClusterScoped, type PodKind, toKindName } from '../kinds.ts';
import { dropNulls, type Path, type Raw, readPath, toRecord, toText, toTextMap } from '../raw.ts';

/** An object as a file or a cluster gave it, with the way back to its source. */
export interface SourceObject {
  readonly value: Raw;
  /** File, line and column of a field, or of the nearest parent that exists; absent for live objects. */
  readonly locate?: (path: Path) => Location;
}

/** One Kubernetes object of the set. */
export class InventoryObject {
  readonly raw: Raw;
  readonly apiVersion: string;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** The plain kind for built-in groups, `Kind.group` for custom resources. */
  readonly kindName: string;
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly source: SourceObject;
  /** Where its kind holds a pod template; undefined for kinds that make no pods. */
  podKind: PodKind | undefined;
  #labels?: Readonly<Record<string, string>>;
  #annotations?: Readonly<Record<string, string>>;

  /** `namespace` is the one that a namespaced object without one of its own belongs to. */
  constructor(source: SourceObject, namespace: string) {
    this.source = source;
    this.apiVersion = toText(source.value['apiVersion']);
    this.kind = toText(source.value['kind']);
    this.raw = isSchemaDefinition(this.kind) ? source.value : toRecord(dropNulls(source.value));
    const slash = this.apiVersion.indexOf('/');
    this.group = slash < 0 ? '' : this.apiVersion.slice(0, slash);
    this.version = this.apiVersion.slice(slash + 1);
    this.kindName = toKindName(this.group, this.kind);
    this.name = toText(readPath(this.raw, 'metadata', 'name')) || toText(readPath(this.raw, 'metadata', 'generateName'));
    // The API server drops a namespace that is written on a cluster-scoped object.
    this.namespace = isClusterScoped(this.kind) ? '' : toText(readPath(this.raw, 'metadata', 'namespace')) || namespace;
    this.podKind = findPodKind(this.group, this.kind);
    this.uid = toText(readPath(this.raw, 'metadata', 'uid'));
  }

  get metadata(): Raw {
    return toRecord(this.raw['metadata']);
  }

  get spec(): Raw {
    return toRecord(this.raw['spec']);
  }

  get labels(): Readonly<Record<string, string>> {
    this.#labels ??= toTextMap(this.metadata['labels']);
    return this.#labels;
  }

  get annotations(): Readonly<Record<string, string>> {
    this.#annotations ??= toTextMap(this.metadata['annotations']);
    return this.#annotations;
  }
}

/** Definitions of custom resources are large and judged by nobody field by field: walking them for nulls would cost more than the whole check. */
function isSchemaDefinition(kind: string): boolean {
  return kind === 'CustomResourceDefinition';
}
