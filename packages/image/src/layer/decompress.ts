import type { Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { ImageError } from '../errors.ts';

export type Compression = 'none' | 'gzip' | 'zstd';

/** Large pieces: twice as fast as the default of 16 KiB. */
const CHUNK = 256 * 1024;

/** What the first bytes say; media types lie. */
export function detectCompression(head: Uint8Array): Compression {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd) return 'zstd';
  return 'none';
}

/** The bytes without their compression, which their beginning tells. Throws ImageError `layer-compression`, and what reading throws. */
export async function* decompress(bytes: AsyncIterable<Uint8Array>, found?: (compression: Compression) => void): AsyncGenerator<Buffer> {
  const iterator = bytes[Symbol.asyncIterator]();
  try {
    const head = await readHead(iterator);
    const compression = detectCompression(head);
    found?.(compression);
    const rest = continueWith(head, iterator);
    if (compression === 'none') yield* rest;
    else yield* runDecoder(compression === 'gzip' ? createGunzip({ chunkSize: CHUNK }) : createZstdDecompress({ chunkSize: CHUNK }), rest);
  } finally {
    await iterator.return?.();
  }
}

/** Four bytes at least, unless there are fewer. */
async function readHead(iterator: AsyncIterator<Uint8Array>): Promise<Buffer> {
  let head = Buffer.alloc(0);
  while (head.length < 4) {
    const { value, done } = await iterator.next();
    if (done === true) break;
    head = Buffer.concat([head, value]);
  }
  return head;
}

async function* continueWith(head: Buffer, iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head;
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
    const { buffer, byteOffset, byteLength } = next.value;
    yield Buffer.from(buffer, byteOffset, byteLength);
  }
}

/** Written to directly: a stream around the bytes and a pipe between the two cost a tenth of the whole. */
async function* runDecoder(decoder: Transform, bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let failure: unknown;
  const pumped = pump(decoder, bytes).catch((cause: unknown) => {
    failure = cause;
    decoder.destroy();
  });
  try {
    for await (const chunk of decoder) yield chunk as Buffer;
  } catch (cause) {
    throw failure ?? new ImageError('layer-compression', `the compressed data is broken: ${describe(cause)}`, { cause });
  } finally {
    decoder.destroy();
    await pumped;
  }
}

async function pump(decoder: Transform, bytes: AsyncIterable<Buffer>): Promise<void> {
  for await (const chunk of bytes) {
    if (decoder.destroyed) return;
    if (!decoder.write(chunk)) await waitForRoom(decoder);
  }
  decoder.end();
}

/** Until it takes more, or never will. */
function waitForRoom(decoder: Transform): Promise<void> {
  return new Promise(resolve => {
    const done = (): void => {
      decoder.off('drain', done).off('close', done).off('error', done);
      resolve();
    };
    decoder.on('drain', done).on('close', done).on('error', done);
  });
}

function describe(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
