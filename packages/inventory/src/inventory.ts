import type { ImageContent, ScannedVulnerability } from '@breakwater/model';
import { type CustomWorkload, findCustomKind } from './custom-workloads.ts';
import { isClusterScoped, isSystemNamespace } from './kinds.ts';
import type { AccessRequest } from './model/access-request.ts';
import type { EventSubject } from './model/event-subject.ts';
import type { ImageScan } from './model/image-scan.ts';
import type { ImageUse } from './model/image-use.ts';
import { InventoryObject, type SourceObject } from './model/object.ts';
import { listOwners } from './model/owner.ts';
import { toWorkload, type Workload } from './model/pod.ts';
import { toText } from './raw.ts';

/** What the reader of a set knows about it beyond the objects themselves. */
export interface InventoryOptions {
  /** uid of namespace kube-system, or `file:` and a name. */
  readonly cluster: string;
  /** Kubernetes minor version that the objects are judged for, 34 for v1.34. */
  readonly kubeMinor: number;
  /** Whether everything that the objects may refer to is in the set. */
  readonly complete: boolean;
  /** Namespace of namespaced objects that name none; empty keeps them together as one unnamed namespace. */
  readonly namespace: string;
  /** Custom kinds that make pods, beside those that are known. */
  readonly customWorkloads?: readonly CustomWorkload[];
  /** What is asked of the API server about the first object; undefined when nothing is. */
  readonly request?: AccessRequest;
  /** What happened; undefined where objects are judged. */
  readonly event?: EventSubject;
  /** Names of the variables that an image sets, by reference; undefined when it was not read. */
  readonly readImageEnvironment?: (reference: string) => readonly string[] | undefined;
  /** What was read of an image, by reference; undefined when it was not. */
  readonly readImage?: (reference: string) => ImageContent | undefined;
  /** What a scan said of an image, by reference; undefined where nobody scans, and a scan with its problem where one is missing. */
  readonly readScan?: (reference: string) => ImageScan | undefined;
  /** Whether somebody accepts a vulnerability of an image where it is used; absent where nobody accepts any. */
  readonly acceptsVulnerability?: (use: ImageUse, vulnerability: ScannedVulnerability) => boolean;
  /** Evaluates the network policies of the set; asked once, when a fact needs it. */
  readonly createReach?: (inventory: Inventory) => NetworkReach;
  /** Pod Security checks that a workload violates at a level, as `check` names; asked lazily. */
  readonly listPodSecurityViolations?: (workload: Workload, level: 'baseline' | 'restricted') => readonly string[];
}

/** What network policies let workloads do; undefined where the network plug-in decides. */
export interface NetworkReach {
  /** Whether it may connect to an address outside, by TCP. */
  readonly reachesAddress: (workload: Workload, address: string, port: number) => boolean | undefined;
  /** `a → c` of namespaces that have no direct way and one over this workload; at most 20. */
  readonly listBridges: (workload: Workload) => readonly string[] | undefined;
}

/** Real chains have four links at most; longer ones were made to cost time. */
const MAX_ANCESTORS = 16;

/** A set of objects and the joins between them. Built once, read by every fact; indexes are made when first asked for. */
export class Inventory {
  readonly options: InventoryOptions;
  readonly objects: readonly InventoryObject[];
  readonly workloads: readonly Workload[];
  readonly #byKind: ReadonlyMap<string, readonly InventoryObject[]>;
  readonly #byName = new Map<string, InventoryObject>();
  readonly #workloadsByNamespace: ReadonlyMap<string, readonly Workload[]>;
  readonly #joins = new Map<string, unknown>();

  /** Objects that were made for another set are taken as they are: what many sets share is read once. */
  constructor(sources: readonly (SourceObject | InventoryObject)[], options: InventoryOptions) {
    this.options = options;
    this.objects = sources.map(source => (source instanceof InventoryObject ? source : toInventoryObject(source, options.namespace)));
    for (const object of this.objects) this.#byName.set(toKey(object.kindName, object.namespace, object.name), object);
    const { customWorkloads = [] } = options;
    if (customWorkloads.length > 0) for (const object of this.objects) object.podKind ??= findCustomKind(object, customWorkloads);
    this.#byKind = Map.groupBy(this.objects, object => object.kindName);
    this.workloads = this.objects.flatMap(object => toWorkload(object) ?? []).filter(workload => !this.#isOwned(workload.object));
    this.#workloadsByNamespace = Map.groupBy(this.workloads, workload => workload.object.namespace);
  }

  /** Objects by kind name: the plain kind for built-in groups, `Kind.group` for custom resources. */
  listKind(...kinds: readonly string[]): readonly InventoryObject[] {
    return kinds.length === 1 ? (this.#byKind.get(kinds[0] ?? '') ?? []) : kinds.flatMap(kind => this.#byKind.get(kind) ?? []);
  }

  find(kind: string, namespace: string, name: string): InventoryObject | undefined {
    return this.#byName.get(toKey(kind, namespace, name));
  }

  listWorkloads(namespace: string): readonly Workload[] {
    return this.#workloadsByNamespace.get(namespace) ?? [];
  }

  /** Objects of some kinds in one namespace; the grouping is made once per set of kinds. */
  listInNamespace(namespace: string, ...kinds: readonly string[]): readonly InventoryObject[] {
    const groups = this.join(`namespaced:${kinds.join(',')}`, () => Map.groupBy(this.listKind(...kinds), object => object.namespace));
    return groups.get(namespace) ?? [];
  }

  /** A join that is computed once for the set, by name. */
  join<T>(name: string, compute: () => T): T {
    if (!this.#joins.has(name)) this.#joins.set(name, compute());
    return this.#joins.get(name) as T;
  }

  isSystem(object: InventoryObject): boolean {
    return isSystemNamespace(object.kind === 'Namespace' ? object.name : object.namespace);
  }

  /**
   * A pod, replica set or job is judged through the workload of the set that owns it, directly or by way of others. Owners
   * that make no pods judge nothing, and owners that lead back to the object would hide each other.
   */
  #isOwned(object: InventoryObject): boolean {
    for (const owner of this.#listAncestors(object)) {
      if (owner.podKind !== undefined && !this.#listAncestors(owner).has(object)) return true;
    }
    return false;
  }

  #listAncestors(object: InventoryObject): ReadonlySet<InventoryObject> {
    const found = new Set<InventoryObject>();
    const visit = (child: InventoryObject): void => {
      for (const { kindName, name } of listOwners(child)) {
        const owner = this.find(kindName, object.namespace, name);
        if (owner !== undefined && found.size < MAX_ANCESTORS) found.add(owner);
      }
    };
    visit(object);
    for (const owner of found) visit(owner);
    return found;
  }
}

function toInventoryObject(source: SourceObject, namespace: string): InventoryObject {
  return new InventoryObject(source, isClusterScoped(toText(source.value['kind'])) ? '' : namespace);
}

function toKey(kind: string, namespace: string, name: string): string {
  return `${kind}\n${namespace}\n${name}`;
}
