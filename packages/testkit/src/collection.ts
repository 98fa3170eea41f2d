import type { Raw, Resource } from './resources.ts';

/** One object as it was last written. */
export interface Stored {
  readonly key: string;
  readonly uid: string;
  readonly version: number;
  /** The object as JSON. */
  readonly text: string;
  /** Its metadata alone, as JSON. */
  readonly metadata: string;
}

export interface Change {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly stored: Stored;
}

/** Changes that a watch may go back to. */
const MAX_HISTORY = 50_000;

/** Objects of one resource, and how they came to be so. */
export class Collection {
  readonly resource: Resource;
  readonly objects = new Map<string, Stored>();
  readonly #watchers = new Set<(change: Change) => void>();
  #history: Change[] = [];
  /** Changes up to this version are forgotten. */
  #forgotten = 0;

  constructor(resource: Resource) {
    this.resource = resource;
  }

  put(key: string, object: Raw, uid: string, version: number): void {
    const metadata = { ...(object['metadata'] as Raw | undefined), uid, resourceVersion: String(version) };
    const text = JSON.stringify({ ...object, metadata });
    const type = this.objects.has(key) ? 'MODIFIED' : 'ADDED';
    const stored = { key, uid, version, text, metadata: JSON.stringify(metadata) };
    this.objects.set(key, stored);
    this.#record({ type, stored });
  }

  delete(key: string, version: number): boolean {
    const stored = this.objects.get(key);
    if (stored === undefined) return false;
    this.objects.delete(key);
    const object = JSON.parse(stored.text) as { metadata: Raw };
    const metadata = { ...object.metadata, resourceVersion: String(version) };
    const last = { ...stored, version, text: JSON.stringify({ ...object, metadata }), metadata: JSON.stringify(metadata) };
    this.#record({ type: 'DELETED', stored: last });
    return true;
  }

  /** Changes after a version; undefined when they are forgotten. */
  since(version: number): readonly Change[] | undefined {
    return version < this.#forgotten ? undefined : this.#history.filter(change => change.stored.version > version);
  }

  watch(onChange: (change: Change) => void): () => void {
    this.#watchers.add(onChange);
    return () => this.#watchers.delete(onChange);
  }

  forget(version: number): void {
    this.#forgotten = version;
    this.#history = [];
  }

  #record(change: Change): void {
    this.#history.push(change);
    if (this.#history.length > MAX_HISTORY) {
      const dropped = this.#history.splice(0, MAX_HISTORY / 10);
      this.#forgotten = dropped.at(-1)?.stored.version ?? this.#forgotten;
    }
    for (const watcher of this.#watchers) watcher(change);
  }
}
