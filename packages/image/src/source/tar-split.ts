import { constants, realpathSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { PassThrough, Readable } from 'node:stream';
import { ImageError } from '../errors.ts';
import { decompress } from '../layer/decompress.ts';
import { LIMITS } from '../limits.ts';
import { cleanPath } from '../tar/clean-path.ts';
import { isObject, parseJson } from './json.ts';
import { readPieces } from './read-pieces.ts';

const FILE = 1;
const SEGMENT = 2;

/**
 * The archive that a layer was unpacked from, byte for byte: its headers were kept as lines of JSON, its contents lie in a folder. Nothing
 * outside of the folder is read, whatever links are in it. Throws ImageError. https://github.com/vbatts/tar-split/blob/main/README.md
 */
export async function* joinTarSplit(split: AsyncIterable<Uint8Array>, folder: string): AsyncGenerator<Buffer> {
  const root = realpathSync(folder);
  const lines = createInterface({ input: Readable.from(decompress(split)).pipe(new PassThrough()), crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of lines) {
    if (line.length > 2 * LIMITS.extendedHeaderBytes) throw broken('a line that is too long');
    if (line.trim() === '') continue;
    const entry = parseJson(Buffer.from(line), 'a line of tar-split');
    if (!isObject(entry)) throw broken('a line that is no object');
    if (entry['type'] === SEGMENT) yield Buffer.from(String(entry['payload'] ?? ''), 'base64');
    else if (entry['type'] === FILE && typeof entry['size'] === 'number' && entry['size'] > 0)
      yield* readContent(root, entry, entry['size']);
  }
}

async function* readContent(root: string, entry: Readonly<Record<string, unknown>>, size: number): AsyncGenerator<Buffer> {
  const raw = typeof entry['name_raw'] === 'string' ? Buffer.from(entry['name_raw'], 'base64').toString('utf8') : String(entry['name']);
  const cleaned = cleanPath(raw);
  if (!('path' in cleaned)) throw broken('a name that leads out of the layer');
  const path = join(root, cleaned.path);
  if (!`${realpathOf(dirname(path))}/`.startsWith(`${root}/`)) throw broken(`${cleaned.path} leads out of the layer by a link`);
  const file = await openFile(path, cleaned.path);
  try {
    if ((await file.stat()).size !== size) throw broken(`${cleaned.path} was changed after it was unpacked`);
    yield* readPieces(file, 0, size);
  } finally {
    await file.close();
  }
}

function realpathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return '/';
  }
}

async function openFile(path: string, name: string) {
  try {
    return await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (cause) {
    throw new ImageError('source-invalid', `${name} of the layer cannot be read: run as somebody who may`, { cause });
  }
}

function broken(what: string): ImageError {
  return new ImageError('source-invalid', `the layer of the store is broken: ${what}`);
}
