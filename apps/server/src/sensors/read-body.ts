import type { IncomingMessage } from 'node:http';

const MAX_BYTES = 64 * 1024;

/** The body as text; undefined when it is larger than anybody needs, in which case the rest is not read. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes > MAX_BYTES) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}
