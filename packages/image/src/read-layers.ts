import { availableParallelism } from 'node:os';
import { LayerCache } from './cache/layer-cache.ts';
import type { Cataloger } from './catalog/cataloger.ts';
import type { InspectOptions } from './inspect-image.ts';
import type { LayerContent } from './layer/layer.ts';
import { readLayer } from './layer/read-layer.ts';
import { LIMITS } from './limits.ts';
import type { ImageSource } from './source/image-source.ts';

/** Layers that are read at once: decompression has threads of its own, and each layer holds memory. */
const MAX_AT_ONCE = 4;

/**
 * The layers of an image, from the lowest up. Several are read at once, as many as there are cores; all of them together may have as many
 * members as one.
 */
export async function readLayers(
  source: ImageSource,
  catalogers: readonly Cataloger[],
  options: InspectOptions,
  secretSalt: Uint8Array | undefined,
): Promise<readonly LayerContent[]> {
  const cache = options.cache === undefined ? undefined : new LayerCache(options.cache, catalogers, options);
  const budget = { entries: LIMITS.layerEntries };
  const found: LayerContent[] = [];
  const pending = [...source.layers.entries()];
  const work = async (): Promise<void> => {
    for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
      const [index, layer] = next;
      const known = cache?.read(layer);
      found[index] =
        known ??
        (await readLayer(layer, {
          catalogers,
          folder: options.folder,
          budget,
          name: layer.digest ?? layer.diffId ?? source.name,
          hashPrograms: options.hashPrograms === true,
          ...(secretSalt === undefined ? {} : { secretSalt }),
          ...(options.signal === undefined ? {} : { signal: options.signal }),
          progress: bytes => options.progress?.(index, bytes),
        }));
      if (known === undefined) cache?.write(found[index]);
      else budget.entries -= known.entries.length;
    }
  };
  const workers = Math.min(MAX_AT_ONCE, availableParallelism(), source.layers.length);
  const outcomes = await Promise.allSettled(Array.from({ length: workers }, work));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  return found;
}
