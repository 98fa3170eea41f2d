import { deserialize, serialize } from 'node:v8';
import type { ImageInspection } from '../image-inspection.ts';
import type { ImageSource } from '../source/image-source.ts';
import type { CacheFolder } from './cache-folder.ts';

/** Raised when what is said of the same layers changes. */
const VERSION = 3;

/** Everything that a whole inspection depends on: image, known bases and readers. Undefined for what may change under one name. */
export function toInspectionKey(source: ImageSource, known: unknown, readers: string): string | undefined {
  const { configDigest, digest, indexDigest, annotations, config, layers } = source;
  if (configDigest === undefined || config === undefined) return undefined;
  const parts = [digest, indexDigest, annotations, layers.map(layer => [layer.digest, layer.diffId]), known];
  return `inspection ${VERSION} ${configDigest} ${readers} ${JSON.stringify(parts)}`;
}

/** What was found of the same image; the name is what the user calls it now. */
export function readInspection(cache: CacheFolder, key: string, source: ImageSource): ImageInspection | undefined {
  const bytes = cache.read(key);
  if (bytes === undefined) return undefined;
  try {
    const kept = deserialize(bytes) as { readonly key: string; readonly inspection: ImageInspection };
    if (kept.key !== key) return undefined;
    const { name, kind, references } = source;
    return { ...kept.inspection, image: { ...kept.inspection.image, name, kind, references } };
  } catch {
    return undefined;
  }
}

/** Only what is complete: the rest may be readable next time. */
export function writeInspection(cache: CacheFolder, key: string, inspection: ImageInspection): void {
  if (inspection.complete && inspection.problems.length === 0) cache.write(key, serialize({ key, inspection }));
}
