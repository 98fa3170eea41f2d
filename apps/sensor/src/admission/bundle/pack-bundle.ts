import { createHash } from 'node:crypto';
import { zstdCompressSync } from 'node:zlib';
import type { AdmissionBundleHead } from '@breakwater/protocol';
import { toHash } from '../../thread/to-hash.ts';

/** First bytes of a bundle; the number counts formats. */
export const MAGIC = Buffer.from('breakwater-admission 1\n');
export const HEAD_LENGTH_BYTES = 4;

/** Name of the block with what every namespace sees; no namespace is called so. */
export const CONTEXT = '*';

/** Where a block stands behind the head. */
export type BlockPlace = readonly [name: string, offset: number, length: number];

/** What stands in front of the blocks: what is needed at once, and where the rest is. */
export interface BundleIndex extends AdmissionBundleHead {
  /** Namespace objects. */
  readonly namespaces: readonly Readonly<Record<string, unknown>>[];
  /** Facts of images, by reference. */
  readonly images: readonly BlockPlace[];
  /** Lists of objects: of each namespace those that only matter there, and under `*` the others. Namespace objects stand above. */
  readonly slices: readonly BlockPlace[];
}

/** A part of a bundle, made once for as long as what is in it does not change. */
export interface Block {
  readonly hash: string;
  readonly bytes: Uint8Array;
}

export interface BundleParts {
  readonly head: AdmissionBundleHead;
  readonly namespaces: BundleIndex['namespaces'];
  readonly images: ReadonlyMap<string, Block>;
  readonly slices: ReadonlyMap<string, Block>;
}

export interface Bundle {
  /** Names what is in it, whenever it was made. */
  readonly etag: string;
  readonly bytes: Buffer;
}

/** One part of a bundle: JSON, compressed by itself, so that whoever reads the bundle unpacks only what a request needs. */
export function toBlock(json: string, hash = toHash(json)): Block {
  return { hash, bytes: zstdCompressSync(json) };
}

/**
 * A bundle: the magic line, the length of the head, the head (JSON, zstd), and the blocks. Thousands of images are several hundred megabytes as values; as
 * blocks they are some tens, and open at once.
 */
export function packBundle({ head, namespaces, images, slices }: BundleParts): Bundle {
  const hash = createHash('sha256');
  const blocks: Uint8Array[] = [];
  let offset = 0;
  const place = (parts: ReadonlyMap<string, Block>): readonly BlockPlace[] =>
    [...parts].map(([name, block]) => {
      hash.update(`${name}\n${block.hash}\n`);
      blocks.push(block.bytes);
      offset += block.bytes.length;
      return [name, offset - block.bytes.length, block.bytes.length];
    });
  const index = { ...head, namespaces, images: place(images), slices: place(slices) };
  hash.update(JSON.stringify({ ...index, madeAt: '' }));
  const packed = zstdCompressSync(JSON.stringify(index));
  const length = Buffer.alloc(HEAD_LENGTH_BYTES);
  length.writeUInt32BE(packed.length);
  return { etag: hash.digest('hex').slice(0, 32), bytes: Buffer.concat([MAGIC, length, packed, ...blocks]) };
}
