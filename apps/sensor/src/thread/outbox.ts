import { ITEM_TYPES, type ItemType, MAX_KEY } from '@breakwater/protocol';
import type { ItemChange } from './messages.ts';
import { toHash } from './to-hash.ts';

/** Items and UTF-16 units of one batch to the main thread: little enough to be written to disk without holding up its event loop. */
const BATCH_ITEMS = 100;
const BATCH_LENGTH = 256 * 1024;
/** Batches that may be on their way. */
const MAX_UNTAKEN = 3;
/** Units that may wait before whoever makes them has to wait. */
const MAX_WAITING = 4_000_000;
/** Longest body; frames hold 8 MiB of UTF-8. */
const MAX_BODY = 2_500_000;

/** What is told to the main thread: of each item only changes, and of those that wait only the last. */
export class Outbox {
  readonly #send: (items: readonly ItemChange[]) => void;
  readonly #onSize: (type: ItemType, key: string, fits: boolean) => void;
  readonly #tooLarge = new Set<string>();
  /** Hashes by key, for each type: keys are shared with whoever tells, and there are many. */
  readonly #told = new Map<ItemType, Map<string, string>>(ITEM_TYPES.map(type => [type, new Map()]));
  readonly #waiting = new Map<string, ItemChange>();
  #length = 0;
  #untaken = 0;
  #wake: (() => void)[] = [];

  /** @param onSize is told when an item is too large to be sent, and when it is so no longer */
  constructor(send: (items: readonly ItemChange[]) => void, onSize: (type: ItemType, key: string, fits: boolean) => void) {
    this.#send = send;
    this.#onSize = onSize;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Whether everything was taken. */
  get isIdle(): boolean {
    return this.#waiting.size === 0 && this.#untaken === 0;
  }

  /** `body` is JSON; `hash` is that of the body, unless something else tells its versions apart. */
  put(type: ItemType, key: string, body: string, hash = toHash(body)): void {
    const told = this.#toldOf(type);
    if (told.get(key) === hash) return;
    const id = `${type} ${key}`;
    if (key.length > MAX_KEY || body.length > MAX_BODY) {
      if (told.delete(key)) this.#enqueue(id, { action: 'delete', type, key });
      this.#tooLarge.add(id);
      this.#onSize(type, key, false);
      return;
    }
    if (this.#tooLarge.delete(id)) this.#onSize(type, key, true);
    told.set(key, hash);
    this.#enqueue(id, { action: 'put', type, key, hash, body });
  }

  delete(type: ItemType, key: string): void {
    const id = `${type} ${key}`;
    if (this.#tooLarge.delete(id)) this.#onSize(type, key, true);
    if (this.#toldOf(type).delete(key)) this.#enqueue(id, { action: 'delete', type, key });
  }

  /** Everything will be put again and is to be told again. */
  forget(): void {
    for (const told of this.#told.values()) for (const key of told.keys()) told.set(key, '');
  }

  /** The main thread took a batch. */
  take(): void {
    this.#untaken = Math.max(0, this.#untaken - 1);
    this.flush();
  }

  flush(): void {
    while (this.#untaken < MAX_UNTAKEN && this.#waiting.size > 0) {
      this.#untaken += 1;
      this.#send(this.#nextBatch());
    }
    if (this.#length < MAX_WAITING) for (const wake of this.#wake.splice(0)) wake();
  }

  /** Resolves when there is room for more. */
  async wait(): Promise<void> {
    this.flush();
    if (this.#length >= MAX_WAITING) await new Promise<void>(resolve => this.#wake.push(resolve));
  }

  /** Resolves when everything was taken. */
  async settle(): Promise<void> {
    this.flush();
    while (!this.isIdle) await new Promise<void>(resolve => this.#wake.push(resolve));
  }

  #toldOf(type: ItemType): Map<string, string> {
    const told = this.#told.get(type);
    if (told === undefined) throw new TypeError(`nothing is told of type '${type}'`);
    return told;
  }

  #enqueue(id: string, change: ItemChange): void {
    this.#length += measure(change) - measure(this.#waiting.get(id));
    this.#waiting.set(id, change);
  }

  #nextBatch(): readonly ItemChange[] {
    const batch: ItemChange[] = [];
    let length = 0;
    for (const [id, change] of this.#waiting) {
      if (batch.length > 0 && length + measure(change) > BATCH_LENGTH) break;
      batch.push(change);
      length += measure(change);
      this.#waiting.delete(id);
      if (batch.length === BATCH_ITEMS) break;
    }
    this.#length -= length;
    return batch;
  }
}

function measure(change: ItemChange | undefined): number {
  if (change === undefined) return 0;
  return change.key.length + (change.action === 'put' ? change.body.length : 0) + 50;
}
