import { closeSync, constants, createReadStream, openSync, readSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { UsageError } from '../command.ts';
import { explain } from './find-files.ts';

/** As large as a manifest may be; larger ones are data. */
const MAX_BYTES = 50 * 1024 * 1024;

/** Said of what is not read because it is larger than anything that people write by hand. */
export class TooLarge extends Error {
  constructor() {
    super(`Larger than ${MAX_BYTES / 1024 / 1024} MiB: not read.`);
  }
}

/** The bytes of a file, a pipe or a device. Throws TooLarge, or what the system says. */
export async function readPath(file: string): Promise<Uint8Array> {
  const info = await stat(file);
  if (info.isFIFO()) return await readPipe(file);
  if (!info.isFile()) return await readStream(createReadStream(file));
  if (info.size > MAX_BYTES) throw new TooLarge();
  return await readFile(file);
}

/** How often a pipe that nobody writes to is asked again; a writer that was started beside us needs a moment. */
const PIPE_ATTEMPTS = 20;
/** Milliseconds between two looks into a pipe. */
const PIPE_PAUSE = { noWriter: 50, noData: 5 };

/** A named pipe, or the shell's `<(command)`. It is opened without waiting: one that nobody writes to would hold us for ever. */
async function readPipe(file: string): Promise<Uint8Array> {
  const fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (let attempt = 0; attempt < PIPE_ATTEMPTS; ) {
      const chunk = readAvailable(fd);
      if (chunk === undefined) await setTimeout(PIPE_PAUSE.noData);
      else if (chunk.length > 0) {
        size += chunk.length;
        if (size > MAX_BYTES) throw new TooLarge();
        chunks.push(chunk);
      } else if (size > 0) break;
      else {
        attempt++;
        await setTimeout(PIPE_PAUSE.noWriter);
      }
    }
  } finally {
    closeSync(fd);
  }
  return Buffer.concat(chunks);
}

/** What a pipe holds; empty when nobody writes to it, undefined when somebody does who has written nothing yet. */
function readAvailable(fd: number): Uint8Array | undefined {
  const buffer = Buffer.alloc(65_536);
  try {
    return Uint8Array.from(buffer.subarray(0, readSync(fd, buffer)));
  } catch (cause) {
    if ((cause as { code?: unknown }).code === 'EAGAIN') return undefined;
    throw cause;
  }
}

/** Throws TooLarge. */
export async function readStream(stream: Readable): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : (chunk as Uint8Array);
    size += bytes.length;
    if (size > MAX_BYTES) throw new TooLarge();
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** The text of a file that an option names. Throws UsageError. */
export async function readText(file: string): Promise<string> {
  try {
    return new TextDecoder().decode(await readPath(file));
  } catch (cause) {
    throw new UsageError(`${file}: ${cause instanceof TooLarge ? cause.message : explain(cause)}`);
  }
}
