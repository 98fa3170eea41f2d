import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** Why a body is not taken: it is longer than may be, is packed in a way that is not known, or broke off. */
export type BodyFault = 'too-large' | 'encoding-unknown' | 'broken';

/** The text of a body of at most so many bytes, unpacked where it came with gzip. */
export async function readBody(request: IncomingMessage, most: number): Promise<{ readonly text: string } | { readonly fault: BodyFault }> {
  const encoding = (request.headers['content-encoding'] ?? 'identity').toLowerCase();
  if (encoding !== 'identity' && encoding !== 'gzip') return { fault: 'encoding-unknown' };
  const stream: Readable = encoding === 'gzip' ? request.pipe(createGunzip()) : request;
  request.once('error', cause => stream.destroy(cause));
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > most) return { fault: 'too-large' };
      chunks.push(chunk);
    }
    return { text: Buffer.concat(chunks).toString('utf8') };
  } catch {
    return { fault: 'broken' };
  }
}
