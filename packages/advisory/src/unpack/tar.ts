/** https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_06: ustar, and the long names that GNU tar writes. */
const RECORD = 512;
const REGULAR = new Set(['0', '\0']);
/** Entries that tell the name of the next: of GNU, of pax, and what pax says of all. */
const NAMES = new Set(['L', 'x', 'g']);
/** A long name, and what pax writes before an entry, are no larger. */
const MAX_HEADER = 1024 * 1024;
/** All documents of Red Hat have some 50 GB. */
const MAX_TOTAL = 128 * 1024 * 1024 * 1024;

export interface TarEntry {
  readonly name: string;
  /** Its content, or why it was passed over. */
  readonly content: Buffer | RangeError;
}

/** The regular files of an archive whose names are wanted, one after the other; memory is bound by the largest. Throws RangeError for what is broken. */
export async function* readTar(
  chunks: AsyncIterable<Uint8Array>,
  isWanted: (name: string) => boolean,
  maxBytes: number,
): AsyncIterable<TarEntry> {
  const source = new ByteSource(chunks);
  let longName: string | undefined;
  let total = 0;
  for (;;) {
    const head = await take(source, RECORD);
    if (head.every(byte => byte === 0)) return;
    const [size, type] = [readSize(head), String.fromCharCode(head[156] ?? 0)];
    const padded = Math.ceil(size / RECORD) * RECORD;
    total += RECORD + padded;
    if (total > MAX_TOTAL) throw new RangeError('it unpacks to more than 128 GiB');
    if (NAMES.has(type)) {
      longName = toLongName(type, await takeName(source, size, padded)) ?? longName;
      continue;
    }
    const name = longName ?? toName(head);
    longName = undefined;
    const isRead = REGULAR.has(type) && isWanted(name);
    if (isRead && size <= maxBytes) yield { name, content: (await take(source, padded)).subarray(0, size) };
    else await skip(source, padded);
    if (isRead && size > maxBytes) yield { name, content: new RangeError(`${name} is larger than ${maxBytes} bytes`) };
  }
}

async function takeName(source: ByteSource, size: number, padded: number): Promise<string> {
  if (size > MAX_HEADER) throw new RangeError('a name in it is out of all proportion');
  return (await take(source, padded)).toString('utf8', 0, size);
}

function toLongName(type: string, text: string): string | undefined {
  if (type === 'L') return text.replace(/\0+$/, '');
  return type === 'x' ? /(?:^|\n)\d+ path=([^\n]*)\n/.exec(text)?.[1] : undefined;
}

function toName(head: Buffer): string {
  const [name, prefix] = [toText(head, 0, 100), toText(head, 345, 155)];
  return prefix === '' || toText(head, 257, 5) !== 'ustar' ? name : `${prefix}/${name}`;
}

function toText(head: Buffer, start: number, length: number): string {
  return head.toString('utf8', start, start + length).replace(/\0.*$/s, '');
}

function readSize(head: Buffer): number {
  const text = toText(head, 124, 12).trim();
  if (!/^[0-7]{0,12}$/.test(text)) throw new RangeError('it is no archive of tar');
  return Number.parseInt(text || '0', 8);
}

async function take(source: ByteSource, length: number): Promise<Buffer> {
  const bytes = await source.take(length);
  if (bytes === undefined) throw new RangeError('it ends in the middle of an archive');
  return bytes;
}

async function skip(source: ByteSource, length: number): Promise<void> {
  for (let left = length; left > 0; left -= MAX_HEADER) await take(source, Math.min(left, MAX_HEADER));
}

class ByteSource {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** So many bytes; undefined where there are not so many any more. */
  async take(length: number): Promise<Buffer | undefined> {
    const parts = [this.#rest];
    let known = this.#rest.length;
    while (known < length) {
      const { value, done } = await this.#chunks.next();
      if (done === true) return undefined;
      parts.push(value);
      known += value.length;
    }
    const whole = Buffer.concat(parts);
    this.#rest = whole.subarray(length);
    return whole.subarray(0, length);
  }
}
