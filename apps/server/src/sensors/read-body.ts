import type { IncomingMessage } from 'node:http';

const MAX_BYTES = 64 * 1024;
const TIME_MS = 15_000;

/** The body as text; undefined when it is larger than anybody needs, in which case the rest is not read. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  // Whoever sends a small body slowly only wants to hold the connection.
  const timer = setTimeout(() => request.destroy(), TIME_MS).unref();
  try {
    return (await readBytes(request, MAX_BYTES))?.toString('utf8');
  } finally {
    clearTimeout(timer);
  }
}

/** The body; undefined when it has more bytes than that. */
export async function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes > maxBytes) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}
