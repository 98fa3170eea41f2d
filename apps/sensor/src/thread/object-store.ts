import type { CustomWorkload } from '@breakwater/inventory';
import { type Raw, toRecord } from '@breakwater/inventory';
import { AddressBook } from './address-book.ts';
import { isContext } from './context-kinds.ts';
import { type ObjectEntry, type Place, toEntry } from './object-entry.ts';

/** Longest chain of owners that is followed; real ones have four links at most. */
const MAX_OWNERS = 16;

/** Digits of the id of a container that runtimes show. */
const SHORT_ID = 12;

/** Texts of values that are kept read, in UTF-16 units. */
const MAX_READ = 2_000_000;

/** Objects of the cluster, by namespace, with who owns whom. */
export class ObjectStore {
  readonly #entries = new Map<string, ObjectEntry>();
  readonly #slices = new Map<string, Map<string, ObjectEntry>>();
  readonly #context = new Map<string, ObjectEntry>();
  readonly #children = new Map<string, Set<string>>();
  readonly #read = new Map<string, ObjectEntry>();
  readonly #podsByUid = new Map<string, ObjectEntry>();
  /** By the beginnings of the ids of their containers, which is what others show of them. */
  readonly #podsByContainer = new Map<string, ObjectEntry>();
  readonly #addresses = new AddressBook();
  readonly #customWorkloads: readonly CustomWorkload[];
  #readSize = 0;

  /** @param customWorkloads kinds that own pods beside the known ones */
  constructor(customWorkloads: readonly CustomWorkload[] = []) {
    this.#customWorkloads = customWorkloads;
  }

  get size(): number {
    return this.#entries.size;
  }

  get slices(): IterableIterator<string> {
    return this.#slices.keys();
  }

  find(key: string): ObjectEntry | undefined {
    return this.#entries.get(key);
  }

  findPod(uid: string): ObjectEntry | undefined {
    return this.#podsByUid.get(uid);
  }

  /** The pod that a container is of, by the id of the runtime or its first twelve digits. */
  findContainerPod(containerId: string): ObjectEntry | undefined {
    const entry = this.#podsByContainer.get(containerId.slice(0, SHORT_ID));
    return entry?.run?.ids.some(([, id]) => id.startsWith(containerId)) === true ? entry : undefined;
  }

  /** Who has an address of the cluster. */
  findAddress(address: string): ObjectEntry | undefined {
    return this.#addresses.find(address);
  }

  /** The entry, when the object is new or differs from what is kept. */
  put(object: Raw, isPartial = false, place?: Place): ObjectEntry | undefined {
    const entry = toEntry(object, isPartial, this.#customWorkloads, place);
    const known = this.#entries.get(entry.key);
    if (known?.hash === entry.hash) return undefined;
    if (known !== undefined) this.#remove(known);
    this.#entries.set(entry.key, entry);
    const slice = this.#slices.get(toSlice(entry)) ?? new Map<string, ObjectEntry>();
    this.#slices.set(toSlice(entry), slice.set(entry.key, entry));
    if (entry.run !== undefined && entry.uid !== '') this.#podsByUid.set(entry.uid, entry);
    for (const [, id] of entry.run?.ids ?? []) this.#podsByContainer.set(id.slice(0, SHORT_ID), entry);
    this.#addresses.put(entry, object);
    if (isContext(entry)) this.#context.set(entry.key, entry);
    if (entry.owner !== '') this.#children.set(entry.owner, (this.#children.get(entry.owner) ?? new Set()).add(entry.key));
    if (this.isOwned(entry)) entry.text = '';
    return entry;
  }

  delete(key: string): ObjectEntry | undefined {
    const entry = this.#entries.get(key);
    if (entry !== undefined) this.#remove(entry);
    return entry;
  }

  /** Whether it is judged through the workload that owns it, directly or by way of others. */
  isOwned(entry: ObjectEntry): boolean {
    return entry.ownsPods && this.findRoot(entry) !== entry;
  }

  /** The workload that an object belongs to; itself when nothing that owns pods owns it. */
  findRoot(entry: ObjectEntry): ObjectEntry {
    let root = entry;
    for (let link = 0; link < MAX_OWNERS; link++) {
      const owner = this.#entries.get(root.owner);
      if (owner === undefined || !owner.ownsPods) return root;
      // Objects that own each other would hide each other.
      if (owner === entry) return entry;
      root = owner;
    }
    return entry;
  }

  /** Pods below a workload. */
  listPods(root: ObjectEntry): readonly ObjectEntry[] {
    const found: ObjectEntry[] = root.run === undefined ? [] : [root];
    const seen = new Set([root.key]);
    for (const key of seen) {
      for (const child of this.#children.get(key) ?? []) {
        const entry = this.#entries.get(child);
        if (entry === undefined || seen.has(child)) continue;
        seen.add(child);
        if (entry.run !== undefined) found.push(entry);
      }
    }
    return found;
  }

  /** Objects of a slice, judged or not. */
  countIn(slice: string): number {
    return this.#slices.get(slice)?.size ?? 0;
  }

  /** What is judged in a slice: everything in it that is not judged through its owner. */
  listJudged(slice: string): readonly ObjectEntry[] {
    return [...(this.#slices.get(slice)?.values() ?? [])].filter(entry => entry.text !== '' && !this.isOwned(entry));
  }

  /** What is judged and holds one of these texts, as a whole value of JSON: an image by its reference. */
  listNaming(texts: ReadonlySet<string>): readonly ObjectEntry[] {
    const values = [...texts].map(text => JSON.stringify(text));
    return [...this.#slices.keys()]
      .flatMap(slice => this.listJudged(slice))
      .filter(({ text }) => values.some(value => text.includes(value)));
  }

  /** What some slices see beside their own objects. */
  listContext(slices: ReadonlySet<string>): readonly ObjectEntry[] {
    return [...this.#context.values()].filter(entry => entry.text !== '' && !slices.has(toSlice(entry)) && !this.isOwned(entry));
  }

  /** Forgets a slice that holds nothing any more. */
  dropEmpty(slice: string): void {
    if (this.#slices.get(slice)?.size === 0) this.#slices.delete(slice);
  }

  /** Texts that are not needed, since their owners are known by now. */
  dropOwned(): void {
    for (const entry of this.#entries.values()) if (this.isOwned(entry)) entry.text = '';
  }

  /** The object itself. Those of the context stay read, of others the last ones. */
  read(entry: ObjectEntry): Raw {
    if (entry.value !== undefined) return entry.value;
    const value = toRecord(JSON.parse(entry.text));
    entry.value = value;
    if (!this.#context.has(entry.key)) this.#keep(entry);
    return value;
  }

  #keep(entry: ObjectEntry): void {
    this.#read.set(entry.key, entry);
    this.#readSize += entry.text.length;
    for (const [key, oldest] of this.#read) {
      if (this.#readSize <= MAX_READ) return;
      this.#forget(key, oldest);
    }
  }

  #forget(key: string, entry: ObjectEntry): void {
    if (this.#read.get(key) !== entry) return;
    this.#read.delete(key);
    this.#readSize -= entry.text.length;
    delete entry.value;
  }

  #remove(entry: ObjectEntry): void {
    this.#forget(entry.key, entry);
    this.#entries.delete(entry.key);
    if (this.#podsByUid.get(entry.uid) === entry) this.#podsByUid.delete(entry.uid);
    for (const [, id] of entry.run?.ids ?? []) {
      const short = id.slice(0, SHORT_ID);
      if (this.#podsByContainer.get(short) === entry) this.#podsByContainer.delete(short);
    }
    this.#addresses.delete(entry);
    this.#context.delete(entry.key);
    const slice = this.#slices.get(toSlice(entry));
    slice?.delete(entry.key);
    // An empty slice stays: what was told of it has to be taken back.
    const siblings = this.#children.get(entry.owner);
    siblings?.delete(entry.key);
    if (siblings?.size === 0) this.#children.delete(entry.owner);
  }
}

/** The slice that an object is judged in: its namespace; a Namespace object stands with what is in it. */
export function toSlice({ group, kind, namespace, name }: Pick<ObjectEntry, 'group' | 'kind' | 'namespace' | 'name'>): string {
  return kind === 'Namespace' && group === '' ? name : namespace;
}
