import type { FileHandle } from 'node:fs/promises';

const PIECE = 1024 * 1024;

/** A part of a file, piece by piece. */
export async function* readPieces(file: FileHandle, start: number, length: number): AsyncGenerator<Buffer> {
  for (let offset = 0; offset < length; ) {
    const piece = Buffer.allocUnsafe(Math.min(PIECE, length - offset));
    const { bytesRead } = await file.read(piece, 0, piece.length, start + offset);
    if (bytesRead === 0) return;
    yield piece.subarray(0, bytesRead);
    offset += bytesRead;
  }
}

/** All pieces as one; for what is known to be small. */
export async function joinPieces(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of pieces) chunks.push(chunk);
  return Buffer.concat(chunks);
}
