import type { PodKind } from '../kinds.ts';
import { isRecord, type Path, type Raw, readPath, toInteger, toList, toRecord, toText, toTextMap } from '../raw.ts';
import type { InventoryObject } from './object.ts';

export type ContainerKind = 'regular' | 'init' | 'sidecar' | 'ephemeral';

/** One container of a pod template, of any kind. */
export class Container {
  readonly pod: Pod;
  readonly raw: Raw;
  readonly kind: ContainerKind;
  readonly path: Path;

  constructor(pod: Pod, raw: Raw, kind: ContainerKind, path: Path) {
    this.pod = pod;
    this.raw = raw;
    this.kind = kind;
    this.path = path;
  }

  get name(): string {
    return toText(this.raw['name']);
  }

  get securityContext(): Raw {
    return toRecord(this.raw['securityContext']);
  }

  /** The container's value if set, else the pod's: runAsUser, runAsGroup, runAsNonRoot, and the profiles, each as a whole. */
  readEffective(field: string): unknown {
    return this.securityContext[field] ?? this.pod.securityContext[field];
  }
}

/** One volume of a pod template. */
export class Volume {
  readonly pod: Pod;
  readonly raw: Raw;
  readonly path: Path;

  constructor(pod: Pod, raw: Raw, path: Path) {
    this.pod = pod;
    this.raw = raw;
    this.path = path;
  }

  get name(): string {
    return toText(this.raw['name']);
  }

  get mounts(): readonly Mount[] {
    return this.pod.mountsByVolume.get(this.name) ?? [];
  }
}

/** One place where a container mounts a volume. */
export class Mount {
  readonly container: Container;
  readonly raw: Raw;
  readonly path: Path;

  constructor(container: Container, raw: Raw, path: Path) {
    this.container = container;
    this.raw = raw;
    this.path = path;
  }

  get volumeName(): string {
    return toText(this.raw['name']);
  }
}

export function listMounts(container: Container): readonly Mount[] {
  return toList(container.raw['volumeMounts']).flatMap((raw, index) =>
    isRecord(raw) ? [new Mount(container, raw, [...container.path, 'volumeMounts', index])] : [],
  );
}

const CONTAINER_LISTS = [
  ['containers', 'regular'],
  ['initContainers', 'init'],
  ['ephemeralContainers', 'ephemeral'],
] as const;

/** A pod or pod template with its containers and volumes. */
export class Pod {
  readonly object: InventoryObject;
  /** Path of the object that holds `metadata` and `spec`. */
  readonly path: Path;
  readonly metadata: Raw;
  readonly spec: Raw;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly containers: readonly Container[];
  #volumes?: readonly Volume[];
  #mountsByVolume?: ReadonlyMap<string, readonly Mount[]>;

  constructor(object: InventoryObject, path: Path) {
    const holder = readPath(object.raw, ...path);
    this.object = object;
    this.path = path;
    this.metadata = toRecord(readPath(holder, 'metadata'));
    this.spec = toRecord(readPath(holder, 'spec'));
    this.labels = toTextMap(this.metadata['labels']);
    this.annotations = toTextMap(this.metadata['annotations']);
    this.containers = CONTAINER_LISTS.flatMap(([list, kind]) => this.#listContainers(list, kind));
  }

  get specPath(): Path {
    return [...this.path, 'spec'];
  }

  get securityContext(): Raw {
    return toRecord(this.spec['securityContext']);
  }

  get volumes(): readonly Volume[] {
    this.#volumes ??= toList(this.spec['volumes']).flatMap((raw, index) =>
      isRecord(raw) ? [new Volume(this, raw, [...this.specPath, 'volumes', index])] : [],
    );
    return this.#volumes;
  }

  /** Mounts of all containers by the name of their volume, whether there is such a volume or not. */
  get mountsByVolume(): ReadonlyMap<string, readonly Mount[]> {
    this.#mountsByVolume ??= Map.groupBy(this.containers.flatMap(listMounts), mount => mount.volumeName);
    return this.#mountsByVolume;
  }

  /** `spec.os.name`, the only field that Pod Security reads. */
  get osName(): string {
    return toText(readPath(this.spec, 'os', 'name'));
  }

  /** Whether it can only run on Windows nodes, by `spec.os.name` or node selector. */
  get windows(): boolean {
    return this.osName === 'windows' || readPath(this.spec, 'nodeSelector', 'kubernetes.io/os') === 'windows';
  }

  /** serviceAccountName, else the deprecated serviceAccount, else `default`. */
  get accountName(): string {
    return toText(this.spec['serviceAccountName']) || toText(this.spec['serviceAccount']) || 'default';
  }

  #listContainers(list: string, kind: ContainerKind): readonly Container[] {
    return toList(this.spec[list]).flatMap((raw, index) => {
      if (!isRecord(raw)) return [];
      const sidecar = kind === 'init' && raw['restartPolicy'] === 'Always';
      return [new Container(this, raw, sidecar ? 'sidecar' : kind, [...this.specPath, list, index])];
    });
  }
}

/** An object that owns or embeds pods, judged once for all of them. */
export class Workload {
  readonly object: InventoryObject;
  readonly podKind: PodKind;
  readonly pod: Pod;

  constructor(object: InventoryObject, podKind: PodKind) {
    this.object = object;
    this.podKind = podKind;
    this.pod = new Pod(object, podKind.template);
  }

  /** Replicas that the API server would run for it; undefined where the kind has no such number. */
  get replicas(): number | undefined {
    if (!this.podKind.replicated) return undefined;
    return toInteger(this.object.spec['replicas']) ?? 1;
  }
}

/** The workload that an object is, if its kind holds a pod template; one without a template has no containers. */
export function toWorkload(object: InventoryObject): Workload | undefined {
  const { podKind } = object;
  if (podKind === undefined) return undefined;
  const known = workloads.get(object);
  if (known?.podKind === podKind) return known;
  const workload = new Workload(object, podKind);
  workloads.set(object, workload);
  return workload;
}

/** Objects that many sets share, as those around the object of a request, are taken apart once. */
const workloads = new WeakMap<InventoryObject, Workload>();
