import { isDeepStrictEqual } from 'node:util';
import { isRecord, type Raw, readPath, toRecord, toText } from '@breakwater/inventory';
import { KubeError } from '@breakwater/kube';
import type { PodProcesses } from '@breakwater/protocol';
import type { ObjectRef, Resource, ResponderEdge } from '../contract.ts';
import { findKnown, toApiVersion, toResourceName } from '../resources.ts';

/** One write that had an effect. */
export interface Written {
  readonly verb: string;
  readonly what: string;
}

/** As much of an API server as responses meet: versions, preconditions, merge patches, the scale subresource and eviction. */
export class FakeCluster implements ResponderEdge {
  readonly written: Written[] = [];
  readonly #objects = new Map<string, Raw>();
  #version = 100;
  isInPod = true;
  /** Ports that take connections, by address. */
  readonly open = new Set<string>();
  /** Evictions are forbidden so often. */
  budget = 0;
  /** Kinds of custom resources with a scale subresource. */
  readonly scaled: Resource[] = [];
  /** Called after each write, as controllers act. */
  onWrite: (cluster: FakeCluster) => void = () => {};
  readonly rebuilds = new Map<string, string>();
  /** What agents have told of pods, by uid. */
  readonly processes = new Map<string, PodProcesses>();

  put(object: Raw): Raw {
    const key = toKey(object);
    this.#version += 1;
    const before = this.#objects.get(key);
    const metadata = { ...toRecord(object['metadata']), resourceVersion: String(this.#version) };
    const whole = { ...object, metadata: { uid: before === undefined ? `uid-${key}` : readPath(before, 'metadata', 'uid'), ...metadata } };
    this.#objects.set(key, whole);
    return whole;
  }

  find(kind: string, name: string): Raw | undefined {
    return [...this.#objects.values()].find(object => object['kind'] === kind && readPath(object, 'metadata', 'name') === name);
  }

  /** Everything as it is, without versions. */
  get state(): readonly Raw[] {
    return [...this.#objects.values()].map(object => {
      const { resourceVersion: _, ...metadata } = toRecord(object['metadata']);
      return { ...object, metadata };
    });
  }

  take(object: Raw): void {
    this.#objects.delete(toKey(object));
  }

  async read(ref: ObjectRef, subresource?: string): Promise<Raw | undefined> {
    const object = this.#find(ref);
    if (subresource !== 'scale') return structuredClone(object);
    return object !== undefined && this.scaled.some(({ kind }) => kind === ref.resource.kind)
      ? { spec: { replicas: readPath(object, 'spec', 'size') ?? 0 } }
      : undefined;
  }

  async list(resource: Resource, namespace: string): Promise<readonly Raw[]> {
    const isOf = (object: Raw): boolean =>
      object['kind'] === resource.kind && (namespace === '' || readPath(object, 'metadata', 'namespace') === namespace);
    return structuredClone([...this.#objects.values()].filter(isOf));
  }

  async patch(ref: ObjectRef, body: Raw, subresource?: string): Promise<Raw> {
    const object = this.#require(ref);
    const { uid, resourceVersion } = toRecord(body['metadata']);
    requireSame(object, { uid, resourceVersion });
    const change = subresource === 'scale' ? { spec: { size: readPath(body, 'spec', 'replicas') } } : body;
    const merged = mergePatch(object, change) as Raw;
    if (isDeepStrictEqual(merged, object)) return merged;
    return this.#write(merged, 'patch', ref);
  }

  async create(resource: Resource, namespace: string, body: Raw): Promise<Raw> {
    const ref = { resource, namespace, name: toText(readPath(body, 'metadata', 'name')) };
    if (this.#find(ref) !== undefined) throw new KubeError('cluster-conflict', `${ref.name} already exists`);
    return this.#write(body, 'create', ref);
  }

  async remove(ref: ObjectRef, options: Raw): Promise<void> {
    const object = this.#require(ref);
    requireSame(object, toRecord(options['preconditions']));
    this.#objects.delete(toKey(object));
    this.#tell('delete', ref);
  }

  async evict(ref: ObjectRef, options: Raw): Promise<void> {
    if (this.budget > 0) {
      this.budget -= 1;
      throw new KubeError('cluster-throttled', "Cannot evict pod as it would violate the pod's disruption budget.");
    }
    await this.remove(ref, options);
  }

  async readLog(_pod: ObjectRef, container: string) {
    return { text: Buffer.from(`log of ${container}\n`), truncated: false };
  }

  async readProcesses(uid: string) {
    return this.processes.get(uid);
  }

  async checkpoint(): Promise<string> {
    throw new KubeError('cluster-not-found', 'the kubelet makes no checkpoints');
  }

  async findResource(apiVersion: string, kind: string): Promise<Resource | undefined> {
    return this.scaled.find(resource => resource.kind === kind && toApiVersion(resource) === apiVersion) ?? findKnown(apiVersion, kind);
  }

  async connect(host: string, port: number): Promise<boolean> {
    return this.open.has(`${host}:${port}`);
  }

  async rebuild(key: string) {
    const digest = this.rebuilds.get(key) ?? `sha256:${'b'.repeat(64)}`;
    if (!this.rebuilds.has(key)) this.written.push({ verb: 'rebuild', what: key });
    this.rebuilds.set(key, digest);
    return { digest };
  }

  #find({ resource, namespace, name }: ObjectRef): Raw | undefined {
    return [...this.#objects.values()].find(
      object =>
        object['kind'] === resource.kind &&
        readPath(object, 'metadata', 'name') === name &&
        (namespace === '' || readPath(object, 'metadata', 'namespace') === namespace),
    );
  }

  #require(ref: ObjectRef): Raw {
    const object = this.#find(ref);
    if (object === undefined) throw new KubeError('cluster-not-found', `${ref.name} not found`);
    return object;
  }

  #write(object: Raw, verb: string, ref: ObjectRef): Raw {
    const written = this.put(object);
    this.#tell(verb, ref);
    return written;
  }

  #tell(verb: string, { resource, name }: ObjectRef): void {
    this.written.push({ verb, what: `${toResourceName(resource)} ${name}` });
    this.onWrite(this);
  }
}

function toKey(object: Raw): string {
  return [object['kind'], readPath(object, 'metadata', 'namespace') ?? '', readPath(object, 'metadata', 'name')].join('/');
}

function requireSame(object: Raw, wanted: Raw): void {
  for (const field of ['uid', 'resourceVersion'])
    if (wanted[field] !== undefined && wanted[field] !== readPath(object, 'metadata', field))
      throw new KubeError('cluster-conflict', 'the object has been modified; please apply your changes to the latest version');
}

function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const merged: Record<string, unknown> = isRecord(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(merged[key], value);
  }
  return merged;
}
