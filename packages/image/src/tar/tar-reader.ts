import { ImageError } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { cleanPath } from './clean-path.ts';
import type { TarEntry } from './entry.ts';
import { BLOCK, isZeroBlock, parseHeader, type RawHeader } from './header.ts';
import { type PaxValues, parsePax } from './pax.ts';

/** Where the content of one member goes. */
export interface ContentSink {
  write(chunk: Buffer): void;
  end(): void;
}

export interface TarListener {
  /** Called for each member; nothing is kept of its content when it returns undefined. `offset` is where the content begins. */
  entry(entry: TarEntry, offset: number): ContentSink | undefined;
  /** A member that is passed over. */
  refuse(issue: Refusal, name: string): void;
}

export type Refusal = 'path-escapes' | 'path-invalid' | 'file-unreadable' | 'file-system-skipped';

/** What the long header that is being read says about the member after it. */
interface Pending extends PaxValues {
  readonly longPath?: string;
  readonly longLink?: string;
}

/**
 * Reads a tar archive that comes in pieces of any size: ustar, pax, GNU and the old ones. It keeps at most one block and one extended
 * header. Nothing is unpacked: what becomes of names is up to the listener.
 */
export class TarReader {
  readonly #listener: TarListener;
  readonly #block = Buffer.alloc(BLOCK);
  #filled = 0;
  #position = 0;
  /** Content that is still to come, and what fills its last block up. */
  #remaining = 0;
  #padding = 0;
  #sink: ContentSink | undefined;
  #extendedMap = false;
  #pending: Pending = {};
  #global: PaxValues = {};
  #ended = false;

  constructor(listener: TarListener) {
    this.#listener = listener;
  }

  /** Takes the next bytes of the archive. Throws ImageError `layer-invalid`. */
  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length && !this.#ended) at = this.#consume(chunk, at);
  }

  /** Bytes that may be left out because nobody wants them; whoever can seek does. The reader takes them as read. */
  takeSkippable(): number {
    if (this.#sink !== undefined || this.#extendedMap) return 0;
    const skipped = this.#remaining + this.#padding;
    this.#position += skipped;
    this.#remaining = 0;
    this.#padding = 0;
    return skipped;
  }

  /** Whether the end of the archive was read; what follows it means nothing. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Says that no more bytes come. Throws ImageError `layer-truncated` when a member is not complete. */
  end(): void {
    if (this.#ended) return;
    if (this.#remaining > 0 || this.#filled > 0 || this.#extendedMap) {
      throw new ImageError('layer-truncated', `the archive ends in the middle of a file, after ${this.#position} bytes`);
    }
  }

  #consume(chunk: Buffer, at: number): number {
    if (this.#extendedMap) return this.#consumeBlock(chunk, at);
    if (this.#remaining > 0) return this.#consumeContent(chunk, at);
    if (this.#padding > 0) return this.#consumePadding(chunk, at);
    return this.#consumeBlock(chunk, at);
  }

  #consumeContent(chunk: Buffer, at: number): number {
    const taken = Math.min(this.#remaining, chunk.length - at);
    this.#sink?.write(chunk.subarray(at, at + taken));
    this.#remaining -= taken;
    this.#position += taken;
    if (this.#remaining === 0) this.#endContent();
    return at + taken;
  }

  #endContent(): void {
    const sink = this.#sink;
    this.#sink = undefined;
    sink?.end();
  }

  #consumePadding(chunk: Buffer, at: number): number {
    const taken = Math.min(this.#padding, chunk.length - at);
    this.#padding -= taken;
    this.#position += taken;
    return at + taken;
  }

  #consumeBlock(chunk: Buffer, at: number): number {
    const taken = Math.min(BLOCK - this.#filled, chunk.length - at);
    chunk.copy(this.#block, this.#filled, at, at + taken);
    this.#filled += taken;
    this.#position += taken;
    if (this.#filled === BLOCK) {
      this.#filled = 0;
      this.#readBlock();
    }
    return at + taken;
  }

  #readBlock(): void {
    if (this.#extendedMap) {
      this.#extendedMap = this.#block[504] === 1;
      return;
    }
    if (isZeroBlock(this.#block)) {
      this.#ended = true;
      return;
    }
    const header = parseHeader(this.#block);
    if (header === undefined) {
      throw new ImageError('layer-invalid', `no tar header where one has to be, ${this.#position - BLOCK} bytes into the archive`);
    }
    this.#readHeader(header);
  }

  #readHeader(header: RawHeader): void {
    const finish = this.#toFinish(header.kind);
    if (finish === undefined) this.#readMember(header);
    else this.#collect(header, finish);
  }

  /** What becomes of the content of a header that speaks of the members after it. */
  #toFinish(kind: RawHeader['kind']): ((bytes: Buffer) => void) | undefined {
    switch (kind) {
      case 'pax':
        return bytes => this.#addPending(readPax(bytes));
      case 'pax-global':
        return bytes => {
          this.#global = { ...this.#global, ...readPax(bytes) };
        };
      case 'long-path':
        return bytes => this.#addPending({ longPath: toText(bytes) });
      case 'long-link':
        return bytes => this.#addPending({ longLink: toText(bytes) });
      default:
        return undefined;
    }
  }

  #addPending(values: Pending): void {
    this.#pending = { ...this.#pending, ...values };
  }

  #collect(header: RawHeader, finish: (bytes: Buffer) => void): void {
    if (header.stored > LIMITS.extendedHeaderBytes) {
      throw new ImageError('layer-invalid', `an extended header claims ${header.stored} bytes; ${LIMITS.extendedHeaderBytes} are read`);
    }
    const chunks: Buffer[] = [];
    const sink = { write: (chunk: Buffer) => void chunks.push(Buffer.from(chunk)), end: () => finish(Buffer.concat(chunks)) };
    this.#expectContent(header.stored, sink);
  }

  #readMember(header: RawHeader): void {
    const values = { ...this.#global, ...this.#pending };
    this.#pending = {};
    const stored = header.stored === 0 && header.kind !== 'file' ? 0 : (values.size ?? header.stored);
    if (!Number.isSafeInteger(stored) || stored < 0) throw new ImageError('layer-invalid', 'a file whose size is no number');
    this.#extendedMap = header.extended;
    this.#expectContent(stored, this.#announce(header, values, stored));
  }

  #announce(header: RawHeader, values: Pending, stored: number): ContentSink | undefined {
    const name = values.sparse?.path ?? values.path ?? values.longPath ?? header.name;
    const cleaned = cleanPath(name);
    if ('issue' in cleaned) {
      this.#listener.refuse(cleaned.issue, name);
      return undefined;
    }
    const entry = toEntry(cleaned.path, toType(header, name), header, values, stored);
    if (entry === undefined) {
      this.#listener.refuse('path-escapes', name);
      return undefined;
    }
    return this.#listener.entry(entry, this.#position);
  }

  #expectContent(stored: number, sink: ContentSink | undefined): void {
    this.#remaining = stored;
    this.#padding = (BLOCK - (stored % BLOCK)) % BLOCK;
    this.#sink = sink;
    if (stored === 0) this.#endContent();
  }
}

/** Before there was a type for folders, a name with a slash at its end was one; the long name counts, not the cut one of the header. */
function toType({ kind }: RawHeader, name: string): TarEntry['type'] {
  return kind === 'file' && name.endsWith('/') ? 'directory' : (kind as TarEntry['type']);
}

/** Undefined for a hard link whose target leaves the root. */
function toEntry(path: string, type: TarEntry['type'], header: RawHeader, values: Pending, stored: number): TarEntry | undefined {
  const link = toLink(type, values.linkpath ?? values.longLink ?? header.link);
  if (type === 'hard-link' && link === undefined) return undefined;
  const isSparse = header.sparse || values.sparse !== undefined;
  return {
    path,
    type,
    size: type === 'file' ? (values.sparse?.size ?? (header.sparse ? header.size : stored)) : 0,
    mode: header.mode,
    uid: values.uid ?? header.uid,
    gid: values.gid ?? header.gid,
    ...(link === undefined ? {} : { link }),
    ...(values.capability === undefined ? {} : { capability: values.capability }),
    ...(isSparse ? { sparse: true as const } : {}),
  };
}

function toLink(type: TarEntry['type'], target: string): string | undefined {
  if (type === 'symlink') return target;
  if (type !== 'hard-link') return undefined;
  const cleaned = cleanPath(target);
  return 'path' in cleaned ? cleaned.path : undefined;
}

function readPax(bytes: Buffer): PaxValues {
  const values = parsePax(bytes);
  if (values === undefined) throw new ImageError('layer-invalid', 'an extended header that is broken');
  return values;
}

function toText(bytes: Buffer): string {
  return bytes.toString('utf8').replace(/\0.*$/s, '');
}
