import { closeSync, openSync, readSync } from 'node:fs';
import { ImageError } from '../errors.ts';
import { type BoltMeta, chooseMeta, META_BYTES, parseMeta } from './meta.ts';

const HEADER = 16;
const BRANCH = 0x01;
const LEAF = 0x02;
/** A value that is a bucket of its own. */
const IS_BUCKET = 0x01;
const BUCKET_HEADER = 16;
const ELEMENT = 16;

const MAX_DEPTH = 40;
const MAX_PAGES = 100_000;
const MAX_PAGE_BYTES = 16 * 1024 * 1024;

/** What a bucket holds: values, and buckets by name. */
export interface BoltBucket {
  values(): Generator<readonly [key: string, value: Buffer]>;
  buckets(): Generator<readonly [name: string, bucket: BoltBucket]>;
  bucket(name: string): BoltBucket | undefined;
}

/**
 * Reads a database of bbolt as of its last transaction, while others may write it: their pages are new ones. Bounded, whatever is in it.
 * Throws ImageError `source-invalid`. https://pkg.go.dev/go.etcd.io/bbolt
 */
export class BoltFile implements Disposable {
  readonly #path: string;
  readonly #descriptor: number;
  readonly #meta: BoltMeta;
  #pages = 0;

  constructor(path: string) {
    this.#path = path;
    this.#descriptor = openSync(path, 'r');
    try {
      this.#meta = this.#readMeta();
    } catch (cause) {
      closeSync(this.#descriptor);
      throw cause;
    }
  }

  get root(): BoltBucket {
    return this.#toBucket(() => this.#walk(this.#meta.root, 0));
  }

  [Symbol.dispose](): void {
    closeSync(this.#descriptor);
  }

  #readMeta(): BoltMeta {
    const first = parseMeta(this.#read(HEADER, META_BYTES));
    const sizes = first === undefined ? [4096, 8192, 16_384, 65_536] : [first.pageSize];
    const meta = chooseMeta(first, ...sizes.map(size => parseMeta(this.#read(size + HEADER, META_BYTES))));
    return meta ?? this.#fail('has no valid beginning');
  }

  #toBucket(list: () => Generator<Element>): BoltBucket {
    const buckets = function* (this: BoltFile): Generator<readonly [string, BoltBucket]> {
      for (const { key, value, isBucket } of list()) if (isBucket) yield [key, this.#open(value)];
    }.bind(this);
    return {
      values: function* () {
        for (const { key, value, isBucket } of list()) if (!isBucket) yield [key, value];
      },
      buckets,
      bucket: name => {
        for (const [key, bucket] of buckets()) if (key === name) return bucket;
        return undefined;
      },
    };
  }

  /** A small bucket lies within its own value, as one page. */
  #open(value: Buffer): BoltBucket {
    if (value.length < BUCKET_HEADER) this.#fail('has a bucket without a beginning');
    const root = Number(value.readBigUInt64LE(0));
    return this.#toBucket(root === 0 ? () => this.#list(value.subarray(BUCKET_HEADER), 0) : () => this.#walk(root, 0));
  }

  #walk(page: number, depth: number): Generator<Element> {
    if (depth > MAX_DEPTH) this.#fail('is deeper than a database may be');
    return this.#list(this.#readPage(page), depth);
  }

  *#list(page: Buffer, depth: number): Generator<Element> {
    const [flags, count] = page.length < HEADER ? [0, 0] : [page.readUInt16LE(8), page.readUInt16LE(10)];
    if ((flags & (BRANCH | LEAF)) === 0) this.#fail('refers to a page that is none of a tree');
    if (HEADER + count * ELEMENT > page.length) this.#fail('has a page with more than fits into it');
    for (let index = 0; index < count; index++) {
      const at = HEADER + index * ELEMENT;
      if ((flags & BRANCH) !== 0) yield* this.#walk(Number(page.readBigUInt64LE(at + 8)), depth + 1);
      else yield this.#readElement(page, at);
    }
  }

  #readElement(page: Buffer, at: number): Element {
    const [flags, position, keySize, valueSize] = [0, 4, 8, 12].map(offset => page.readUInt32LE(at + offset)) as [
      number,
      number,
      number,
      number,
    ];
    const start = at + position;
    if (start + keySize + valueSize > page.length) this.#fail('has a page with a value that leaves it');
    const value = page.subarray(start + keySize, start + keySize + valueSize);
    return { key: page.toString('utf8', start, start + keySize), value, isBucket: (flags & IS_BUCKET) !== 0 };
  }

  #readPage(page: number): Buffer {
    this.#pages += 1;
    if (this.#pages > MAX_PAGES) this.#fail('has more pages than are read');
    const { pageSize } = this.#meta;
    const bytes = (1 + this.#read(page * pageSize, HEADER).readUInt32LE(12)) * pageSize;
    if (bytes > MAX_PAGE_BYTES) this.#fail('has a page that is larger than is read');
    return this.#read(page * pageSize, bytes);
  }

  #read(offset: number, length: number): Buffer {
    const bytes = Buffer.alloc(length);
    if (!Number.isSafeInteger(offset) || readSync(this.#descriptor, bytes, 0, length, offset) < length) this.#fail('ends too early');
    return bytes;
  }

  #fail(what: string): never {
    throw new ImageError('source-invalid', `${this.#path} is no database of containerd that can be read: it ${what}`);
  }
}

interface Element {
  readonly key: string;
  readonly value: Buffer;
  readonly isBucket: boolean;
}
