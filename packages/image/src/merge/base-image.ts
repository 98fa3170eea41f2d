import type { HistoryEntry } from '../source/config.ts';
import type { ImageSource } from '../source/image-source.ts';

/** An image that others may be built on. */
export interface KnownImage {
  readonly name: string;
  readonly digest: string | undefined;
  readonly diffIds: readonly string[];
}

export interface BaseImage {
  readonly name: string | undefined;
  readonly digest: string | undefined;
  /** Layers of the image, from the lowest on, that are the base's; undefined when nothing says it. */
  readonly layers: number | undefined;
  /** Annotation and label are stated by the builder, layers are proven, history is a guess. */
  readonly method: 'layers' | 'annotation' | 'label' | 'history';
}

const NAME = 'org.opencontainers.image.base.name';
const DIGEST = 'org.opencontainers.image.base.digest';

/** What the image was built on; undefined when nothing tells. What is proven goes before what is stated, and that before a guess. */
export function findBaseImage(image: Pick<ImageSource, 'annotations' | 'config'>, known: readonly KnownImage[]): BaseImage | undefined {
  const diffIds = image.config?.diffIds ?? [];
  const proven = findPrefix(diffIds, known);
  if (proven !== undefined) return proven;
  const guessed = countBaseLayers(image.config?.history ?? []);
  const stated = readStated(image.annotations, 'annotation', guessed) ?? readStated(image.config?.labels ?? {}, 'label', guessed);
  if (stated !== undefined) return stated;
  return guessed === undefined ? undefined : { name: undefined, digest: undefined, layers: guessed, method: 'history' };
}

/** The known image with the most layers of which all are the first ones here; a base has fewer than what is built on it. */
function findPrefix(diffIds: readonly string[], known: readonly KnownImage[]): BaseImage | undefined {
  const matching = known.filter(
    base =>
      base.diffIds.length > 0 && base.diffIds.length < diffIds.length && base.diffIds.every((diffId, index) => diffId === diffIds[index]),
  );
  const [longest] = matching.toSorted((a, b) => b.diffIds.length - a.diffIds.length);
  if (longest === undefined) return undefined;
  return { name: longest.name, digest: longest.digest, layers: longest.diffIds.length, method: 'layers' };
}

function readStated(
  texts: Readonly<Record<string, string>>,
  method: 'annotation' | 'label',
  layers: number | undefined,
): BaseImage | undefined {
  const [name, digest] = [texts[NAME], texts[DIGEST]];
  if (name === undefined && digest === undefined) return undefined;
  return { name, digest, layers, method };
}

/** From the end: past the image's own settings and its last layer, the next CMD without a layer is the last word of the base. */
function countBaseLayers(history: readonly HistoryEntry[]): number | undefined {
  let at = history.length - 1;
  while (at >= 0 && history[at]?.emptyLayer === true) at -= 1;
  while (at >= 0 && !isCommand(history[at])) at -= 1;
  if (at < 0) return undefined;
  return history.slice(0, at + 1).filter(({ emptyLayer }) => !emptyLayer).length;
}

function isCommand(entry: HistoryEntry | undefined): boolean {
  return entry?.emptyLayer === true && /^(?:\/bin\/sh -c #\(nop\)\s+)?CMD\b/.test(entry.createdBy);
}
