import { setTimeout } from 'node:timers/promises';
import { type Problem, toErrorMessage } from '@breakwater/model';
import type { KubeClient } from './client.ts';
import { Delay, spread } from './delay.ts';
import { KubeError } from './errors.ts';
import { isGroupServed } from './is-group-served.ts';
import { type KindDefinition, toCollectionPath, toResourceName } from './kind.ts';
import { KnownObjects, readIdentity, toKey } from './known-objects.ts';
import { listKind } from './list-kind.ts';
import { describeTrouble, type Trouble } from './problems.ts';
import type { Raw } from './raw.ts';
import { type ReflectorTiming, TIMING } from './timing.ts';
import type { WatchEvent } from './watch-event.ts';
import { watchKind } from './watch-kind.ts';

/** What a reflector tells. Calls come one after the other. */
export interface ReflectorListener {
  /** An object is new or has changed; it is already reduced to what is kept. */
  onPut(object: Raw): void;
  /** `namespace/name`, as `toKey` writes it. */
  onDelete(key: string): void;
  /**
   * Everything that there is was told once. Also called for a kind that this cluster does not have, that may not be read, or whose first
   * list fails again and again: then `readable` is false and nothing of it is known.
   */
  onSynced(readable: boolean): void;
  /** Replaces what was said before; empty when all is well. */
  onProblems(problems: readonly Problem[]): void;
}

export interface ReflectorOptions {
  readonly client: KubeClient;
  readonly kind: KindDefinition;
  readonly listener: ReflectorListener;
  /** Only metadata of the objects is asked for and kept. */
  readonly metadataOnly?: boolean;
  readonly timing?: Partial<ReflectorTiming>;
}

export interface Reflector {
  readonly kind: KindDefinition;
  /** Tries again at once, if it waits for a right or a kind that may have come. */
  poke(): void;
  stop(): Promise<void>;
}

/** Keeps telling what objects of a kind there are, whatever happens to the API server or the way to it. */
export function startReflector(options: ReflectorOptions): Reflector {
  const loop = new ReflectorLoop(options);
  const done = loop.run();
  return { kind: options.kind, poke: () => loop.poke(), stop: () => loop.stop(done) };
}

const METADATA_LIST = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
const METADATA = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
const ABSENT_FACTOR = 10;
const MAX_LINE_BYTES = 8 * 1024 * 1024;
const MAX_PAGE_BYTES = 32 * 1024 * 1024;

class ReflectorLoop {
  readonly #client: KubeClient;
  readonly #kind: KindDefinition;
  readonly #listener: ReflectorListener;
  readonly #metadataOnly: boolean;
  readonly #timing: ReflectorTiming;
  readonly #known = new KnownObjects();
  readonly #end = new AbortController();
  readonly #delay: Delay;
  #pause = new AbortController();
  #version = 0;
  #tooLarge = 0;
  #listed = false;
  #told = '[]';

  constructor({ client, kind, listener, metadataOnly = false, timing }: ReflectorOptions) {
    this.#client = client;
    this.#kind = kind;
    this.#listener = listener;
    this.#metadataOnly = metadataOnly;
    this.#timing = { ...TIMING, ...timing };
    this.#delay = new Delay(this.#timing.firstRetryMs, this.#timing.longestRetryMs);
  }

  poke(): void {
    this.#pause.abort();
  }

  async stop(done: Promise<void>): Promise<void> {
    this.#end.abort(new KubeError('cluster-unreachable', 'stopped'));
    await done;
  }

  async run(): Promise<void> {
    let position: string | undefined;
    while (!this.#end.signal.aborted) {
      try {
        position = position === undefined ? await this.#list() : await this.#watch(position);
      } catch (cause) {
        if (this.#end.signal.aborted) return;
        position = await this.#recover(cause, position);
      }
    }
  }

  get #path(): string {
    return toCollectionPath(this.#kind, this.#kind.versions[this.#version] ?? 'v1');
  }

  /** Tells everything that there is, and what of the known is no more. */
  async #list(): Promise<string> {
    const listed = new Set<string>();
    this.#tooLarge = 0;
    const accept = this.#metadataOnly ? `${METADATA_LIST},application/json` : 'application/json';
    const { pageSize } = this.#timing;
    const options = { path: this.#path, accept, pageSize, maxPageBytes: MAX_PAGE_BYTES, signal: this.#end.signal };
    const position = await listKind(this.#client, options, object => {
      const identity = readIdentity(object);
      listed.add(toKey(identity));
      if (this.#known.list(identity)) this.#listener.onPut(this.#keep(object));
    });
    for (const key of this.#known.retain(listed)) this.#listener.onDelete(key);
    this.#listed = true;
    this.#tell([]);
    this.#listener.onSynced(true);
    return position;
  }

  /** Tells changes until the server ends the watch, and gives where the next one goes on. */
  async #watch(from: string): Promise<string> {
    const startedAt = performance.now();
    let position = from;
    const events = watchKind(this.#client, {
      path: this.#path,
      accept: this.#metadataOnly ? `${METADATA},application/json` : 'application/json',
      resourceVersion: from,
      timeoutSeconds: spread(this.#timing.watchSeconds),
      idleMs: this.#timing.idleMs,
      maxLineBytes: MAX_LINE_BYTES,
      signal: this.#end.signal,
    });
    try {
      for await (const event of events) {
        this.#hear();
        if (event === undefined) this.#countTooLarge();
        else position = this.#apply(event) || position;
      }
    } catch (cause) {
      // What came before the failure is told; the next watch goes on behind it.
      if (!(cause instanceof KubeError) || !isBroken(cause)) throw cause;
      throw new BrokenWatch(cause, position);
    }
    // A server that ends every watch at once must not be asked again and again at full speed.
    if (performance.now() - startedAt < this.#timing.firstRetryMs) await this.#wait(this.#delay.next());
    return position;
  }

  /** Events say that the way to the API server is open again. */
  #hear(): void {
    if (this.#delay.failures === 0) return;
    this.#delay.reset();
    this.#tell([]);
  }

  /** The position behind the event; empty when it does not move. */
  #apply(event: WatchEvent): string {
    if (event.type === 'bookmark') return event.resourceVersion;
    const identity = readIdentity(event.object);
    if (event.type === 'delete') {
      if (this.#known.delete(identity)) this.#listener.onDelete(toKey(identity));
    } else if (this.#known.put(identity)) this.#listener.onPut(this.#keep(event.object));
    return identity.resourceVersion;
  }

  #keep(object: Raw): Raw {
    if (!this.#metadataOnly) return this.#kind.keep(object);
    // A list of metadata says PartialObjectMetadata of each object, wherever it is from.
    const apiVersion = [this.#kind.group, this.#kind.versions[this.#version]].filter(part => part !== '').join('/');
    return this.#kind.keep({ apiVersion, kind: this.#kind.kind, metadata: object['metadata'] });
  }

  #countTooLarge(): void {
    this.#tooLarge += 1;
    this.#tell([]);
  }

  /** Waits as the failure asks for, and says where to go on; undefined for a new list. */
  async #recover(thrown: unknown, position: string | undefined): Promise<string | undefined> {
    const broken = thrown instanceof BrokenWatch ? thrown : undefined;
    const cause = broken?.failure ?? thrown;
    const code = cause instanceof KubeError ? cause.code : 'cluster-failed';
    if (code === 'cluster-not-found' && this.#version + 1 < this.#kind.versions.length) {
      this.#version += 1;
      return undefined;
    }
    if (code === 'cluster-not-found' || code === 'cluster-forbidden' || code === 'cluster-unauthorized') {
      this.#version = 0;
      const isAbsent =
        code === 'cluster-forbidden' && this.#kind.optional && !(await isGroupServed(this.#client, this.#kind.group, this.#end.signal));
      return this.#waitForRight(isAbsent ? 'cluster-not-found' : code, cause);
    }
    const wait = this.#delay.next();
    if (this.#delay.failures > this.#timing.patience) {
      this.#tell([{ code: 'kind-stale', detail: toErrorMessage(cause) }]);
      if (!this.#listed) this.#listener.onSynced(false);
    }
    await this.#wait(Math.max(wait, (cause instanceof KubeError ? cause.retryAfter : undefined) ?? 0));
    return code === 'cluster-expired' ? undefined : (broken?.position ?? position);
  }

  async #waitForRight(code: 'cluster-not-found' | 'cluster-forbidden' | 'cluster-unauthorized', cause: unknown): Promise<undefined> {
    for (const key of this.#known.retain(new Set())) this.#listener.onDelete(key);
    if (code !== 'cluster-not-found') this.#tell([{ code: 'kind-unreadable', detail: toErrorMessage(cause) }]);
    else this.#tell(this.#kind.optional ? [] : [{ code: 'kind-not-served', detail: toErrorMessage(cause) }]);
    this.#listener.onSynced(false);
    // Most clusters are without most of the optional kinds: whoever sees one being installed pokes.
    const isAbsent = code === 'cluster-not-found' && this.#kind.optional;
    await this.#wait(spread(this.#timing.slowRetryMs * (isAbsent ? ABSENT_FACTOR : 1)));
    return undefined;
  }

  async #wait(milliseconds: number): Promise<void> {
    this.#pause = new AbortController();
    await setTimeout(milliseconds, undefined, { signal: AbortSignal.any([this.#pause.signal, this.#end.signal]) }).catch(() => undefined);
  }

  #tell(troubles: readonly Trouble[]): void {
    const all: readonly Trouble[] =
      this.#tooLarge === 0 ? troubles : [...troubles, { code: 'object-too-large', detail: `${this.#tooLarge}` }];
    const problems = all.map(trouble => describeTrouble(trouble, toResourceName(this.#kind)));
    const text = JSON.stringify(problems);
    if (text === this.#told) return;
    this.#told = text;
    this.#listener.onProblems(problems);
  }
}

/** The line was lost, the position is not. */
class BrokenWatch extends Error {
  readonly failure: KubeError;
  readonly position: string;

  constructor(failure: KubeError, position: string) {
    super(failure.message);
    this.failure = failure;
    this.position = position;
  }
}

function isBroken({ code }: KubeError): boolean {
  return code === 'cluster-unreachable' || code === 'cluster-timeout' || code === 'watch-stalled';
}
