import type { Raw } from '@breakwater/inventory';
import {
  findKind,
  type KindDefinition,
  type KindName,
  type KubeClient,
  kinds,
  type Reflector,
  type ReflectorTiming,
  startReflector,
  toResourceName,
} from '@breakwater/kube';
import type { Remark } from '@breakwater/manifest';
import { type Problem, toErrorMessage } from '@breakwater/model';
import { toObjectKey } from '@breakwater/protocol';
import type { Place } from '../thread/object-entry.ts';

/** What watching a source tells. */
export interface WatchListener {
  /** @param isPartial whether only its metadata is known */
  onPut(object: Raw, isPartial: boolean, place?: Place): void;
  /** Comments in files, all of them anew; told before the objects of these files. */
  onRemarks?(remarks: readonly Remark[]): void;
  /** Key as `toObjectKey` writes it. */
  onDelete(key: string): void;
  /** Everything that there is was told once. Called once. */
  onSynced(): void;
  /** Whether everything could be read that objects may refer to. */
  onComplete(complete: boolean): void;
  /** Replaces what the finder said before. */
  onProblems(finder: string, problems: readonly Problem[]): void;
}

export interface ClusterWatchOptions {
  readonly client: KubeClient;
  readonly listener: WatchListener;
  /** Resources of which only metadata is read; `*` for all. */
  readonly metadataOnly: readonly string[];
  /** Kinds beside the known ones; they are watched from when they are served. */
  readonly customKinds?: readonly KindName[];
  readonly timing?: Partial<ReflectorTiming>;
}

/** Reflectors that list at the same time; each page may take some megabytes. */
const LISTS_AT_ONCE = 4;

/** Milliseconds after which a kind that is not served is asked for again. */
const SERVED_MS = 30_000;

/** Watches every kind of a cluster. */
export function watchCluster(options: ClusterWatchOptions): { readonly stop: () => Promise<void> } {
  const watch = new ClusterWatch(options);
  watch.start();
  return { stop: () => watch.stop() };
}

class ClusterWatch {
  readonly #options: ClusterWatchOptions;
  readonly #waiting: KindDefinition[];
  readonly #reflectors: Reflector[] = [];
  readonly #synced = new Set<KindDefinition>();
  readonly #unreadable = new Set<KindDefinition>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #end = new AbortController();
  #seen = false;
  #started = false;
  #stopped = false;
  #pokes = false;

  constructor(options: ClusterWatchOptions) {
    this.#options = options;
    // Owners before what they own: then pods are known as what they are when they come.
    this.#waiting = kinds.toSorted((a, b) => rank(a) - rank(b));
  }

  start(): void {
    for (let started = 0; started < LISTS_AT_ONCE; started++) this.#startNext();
    for (const name of this.#options.customKinds ?? []) void this.#startCustom(name);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#end.abort();
    for (const timer of this.#timers) clearTimeout(timer);
    await Promise.all(this.#reflectors.map(reflector => reflector.stop()));
  }

  #startNext(): void {
    const kind = this.#waiting.shift();
    if (kind === undefined || this.#stopped) return;
    this.#reflect(kind, (readable, isMetadata) => this.#onSynced(kind, readable, isMetadata));
    // A kind that cannot be reached must not keep the others from being read.
    this.#later(5000, () => {
      if (!this.#synced.has(kind)) this.#startNext();
    });
  }

  /** Nobody waits for a kind that somebody configured: it is told when it is there. */
  async #startCustom(name: KindName): Promise<void> {
    const { client, listener } = this.#options;
    const finder = `${name.kind} ${name.apiVersion}`;
    const trouble = await findKind(client, name, this.#end.signal).then(
      kind => {
        if (kind === undefined) return 'this API server does not serve it';
        if (!this.#stopped) this.#reflect(kind, () => {});
        return undefined;
      },
      (cause: unknown) => toErrorMessage(cause),
    );
    if (this.#stopped) return;
    listener.onProblems(finder, trouble === undefined ? [] : [describeNotServed(name, trouble)]);
    if (trouble !== undefined) this.#later(SERVED_MS, () => void this.#startCustom(name));
  }

  #later(milliseconds: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, milliseconds);
    this.#timers.add(timer);
  }

  #reflect(kind: KindDefinition, onSynced: (readable: boolean, isMetadata: boolean) => void): void {
    const { client, listener, metadataOnly, timing } = this.#options;
    const resource = toResourceName(kind);
    const isMetadata = metadataOnly.includes('*') || metadataOnly.includes(resource);
    const asked: readonly Problem[] = isMetadata && !kind.optional ? [describeMetadataOnly(resource)] : [];
    if (asked.length > 0) listener.onProblems(resource, asked);
    this.#reflectors.push(
      startReflector({
        client,
        kind,
        metadataOnly: isMetadata,
        ...(timing === undefined ? {} : { timing }),
        listener: {
          onPut: object => {
            listener.onPut(object, isMetadata);
            if (kind.kind === 'CustomResourceDefinition') this.#pokeOptional();
          },
          onDelete: key => listener.onDelete(toKindKey(kind, key)),
          onSynced: readable => onSynced(readable, isMetadata),
          onProblems: problems => listener.onProblems(resource, [...asked, ...problems]),
        },
      }),
    );
  }

  #onSynced(kind: KindDefinition, readable: boolean, isMetadata: boolean): void {
    if ((readable && !isMetadata) || kind.optional) this.#unreadable.delete(kind);
    else this.#unreadable.add(kind);
    this.#options.listener.onComplete(this.#unreadable.size === 0);
    this.#seen ||= readable;
    if (!this.#synced.has(kind)) this.#startNext();
    this.#synced.add(kind);
    // A cluster of which nothing can be read is away, and not empty.
    if (this.#started || !this.#seen || this.#synced.size < kinds.length) return;
    this.#started = true;
    this.#options.listener.onSynced();
  }

  /** A kind that somebody installs now is served a moment later. */
  #pokeOptional(): void {
    if (this.#synced.size < kinds.length || this.#pokes) return;
    this.#pokes = true;
    this.#later(2000, () => {
      this.#pokes = false;
      for (const reflector of this.#reflectors) if (reflector.kind.optional) reflector.poke();
    });
  }
}

function describeNotServed({ apiVersion, kind }: KindName, trouble: string): Problem {
  const message = `nothing is known about ${kind} of ${apiVersion}, which is configured to make pods: ${trouble}`;
  return { code: 'kind-not-served', source: `${kind} ${apiVersion}`, message };
}

function describeMetadataOnly(resource: string): Problem {
  return {
    code: 'kind-metadata-only',
    source: resource,
    message: `only metadata of ${resource} is read, as it was asked for: nothing in them is judged`,
  };
}

const LAST = ['Pod', 'EndpointSlice', 'Endpoints'];

function rank({ kind }: KindDefinition): number {
  if (LAST.includes(kind)) return 2;
  return kind === 'ReplicaSet' || kind === 'Job' ? 1 : 0;
}

function toKindKey({ group, versions, kind }: KindDefinition, key: string): string {
  const slash = key.indexOf('/');
  const apiVersion = group === '' ? (versions[0] ?? '') : `${group}/${versions[0] ?? ''}`;
  return toObjectKey({ apiVersion, kind, namespace: key.slice(0, slash), name: key.slice(slash + 1) });
}
