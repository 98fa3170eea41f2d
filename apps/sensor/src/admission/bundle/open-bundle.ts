import { zstdDecompressSync } from 'node:zlib';
import type { Raw } from '@breakwater/inventory';
import { toErrorMessage } from '@breakwater/model';
import { BUNDLE_SCHEMA, type ImageFacts } from '@breakwater/protocol';
import { SensorError } from '../../errors.ts';
import { type BlockPlace, type BundleIndex, HEAD_LENGTH_BYTES, MAGIC } from './pack-bundle.ts';

/** Larger parts were made to fill the memory. */
const MAX_HEAD = 64 * 1024 * 1024;
const MAX_IMAGE = 16 * 1024 * 1024;
const MAX_SLICE = 128 * 1024 * 1024;

/** A bundle as it lies in memory: packed, and unpacked where somebody asks. */
export interface OpenBundle {
  readonly head: Omit<BundleIndex, 'images' | 'slices'>;
  /** How many images it knows. */
  readonly imageCount: number;
  hasImage(reference: string): boolean;
  /** Undefined for an image of which nothing is known. */
  readImage(reference: string): ImageFacts | undefined;
  /** Objects that only matter in a namespace, or those of CONTEXT. */
  readSlice(namespace: string): readonly Raw[];
}

/** Opens a bundle. Throws SensorError `bundle-invalid` for what is none. */
export function openBundle(bytes: Buffer): OpenBundle {
  const begin = MAGIC.length + HEAD_LENGTH_BYTES;
  if (bytes.length < begin || !bytes.subarray(0, MAGIC.length).equals(MAGIC))
    throw new SensorError('bundle-invalid', 'it is no bundle of this release; the sensor of the same release writes one');
  const end = begin + bytes.readUInt32BE(MAGIC.length);
  const index = unpack(bytes.subarray(begin, end), MAX_HEAD, 'head') as BundleIndex;
  if (index.schema !== BUNDLE_SCHEMA)
    throw new SensorError('bundle-invalid', `it has schema '${String(index.schema)}'; this release reads ${BUNDLE_SCHEMA}`);
  const { images, slices, ...head } = index;
  const body = bytes.subarray(end);
  const imagePlaces = toPlaces(images, body.length);
  const slicePlaces = toPlaces(slices, body.length);
  const read = (places: ReadonlyMap<string, BlockPlace>, name: string, most: number): unknown => {
    const place = places.get(name);
    return place === undefined ? undefined : unpack(body.subarray(place[1], place[1] + place[2]), most, name);
  };
  return {
    head,
    imageCount: imagePlaces.size,
    hasImage: reference => imagePlaces.has(reference),
    readImage: reference => read(imagePlaces, reference, MAX_IMAGE) as ImageFacts | undefined,
    readSlice: namespace => (read(slicePlaces, namespace, MAX_SLICE) as readonly Raw[] | undefined) ?? [],
  };
}

/** A bundle that was cut off is none. */
function toPlaces(places: readonly BlockPlace[], size: number): ReadonlyMap<string, BlockPlace> {
  const outside = places.find(([, offset, length]) => offset + length > size);
  if (outside !== undefined) throw new SensorError('bundle-invalid', `it ends before its part '${outside[0].slice(0, 200)}'`);
  return new Map(places.map(place => [place[0], place]));
}

function unpack(block: Uint8Array, maxOutputLength: number, name: string): unknown {
  try {
    return JSON.parse(zstdDecompressSync(block, { maxOutputLength }).toString('utf8'));
  } catch (cause) {
    throw new SensorError('bundle-invalid', `its part '${name.slice(0, 200)}' cannot be read: ${toErrorMessage(cause)}`, { cause });
  }
}
