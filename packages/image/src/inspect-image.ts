import type { Problem } from '@breakwater/model';
import type { Cataloger, Distribution } from './catalog/cataloger.ts';
import { catalogers as everyCataloger } from './catalogers.generated.ts';
import type { ImageInspection, InspectedLayer, InspectedPackage } from './image-inspection.ts';
import type { LayerContent } from './layer/layer.ts';
import { readLayer } from './layer/read-layer.ts';
import type { WorkFolder } from './layer/work-folder.ts';
import { LIMITS } from './limits.ts';
import { findCreated } from './merge/age.ts';
import { findBaseImage, type KnownImage } from './merge/base-image.ts';
import { measureEfficiency } from './merge/efficiency.ts';
import { pairHistory, toInstruction } from './merge/instructions.ts';
import { MergedTree } from './merge/merged-tree.ts';
import { findOwners, type Owner } from './merge/ownership.ts';
import { selectPackages } from './merge/select-packages.ts';
import { listSurface } from './merge/surface.ts';
import { toPurl } from './merge/to-purl.ts';
import { PackageTracker, type TrackedPackage } from './merge/track-packages.ts';
import type { ImageSource } from './source/image-source.ts';

export interface InspectOptions {
  readonly folder: WorkFolder;
  /** Images that this one may be built on. */
  readonly knownImages?: readonly KnownImage[];
  readonly catalogers?: readonly Cataloger[];
  readonly signal?: AbortSignal;
  /** Told how far it is: the layer's index, and bytes of it so far. */
  readonly progress?: (layer: number, bytes: number) => void;
}

/** Reads every layer of an image once, from the lowest up, and says what is inside and what brought it. */
export async function inspectImage(source: ImageSource, options: InspectOptions): Promise<ImageInspection> {
  const layers = await readLayers(source, options);
  const tree = new MergedTree();
  const tracker = new PackageTracker();
  for (const [index, layer] of layers.entries()) {
    tree.apply(layer.entries, index);
    tracker.apply(layer, index, tree);
  }
  const distribution = findDistribution(layers, tree);
  const base = findBaseImage(source, options.knownImages ?? []);
  const isBase = (layer: number): boolean | undefined => (base?.layers === undefined ? undefined : layer < base.layers);
  const tracked = tracker.list();
  const owners = findOwners(layers, tracked, tree);
  const packages = mergePackages(selectPackages(tracked, owners, distribution), { owners, distribution, isBase });
  const { name, kind, digest, indexDigest, configDigest, references, platform } = source;
  return {
    image: { name, kind, digest, indexDigest, configDigest, references, platform },
    config: source.config,
    created: source.config === undefined ? undefined : findCreated(source.config),
    distribution,
    base,
    layers: describeLayers(source, layers, packages, isBase),
    packages,
    surface: listSurface(tree, owners),
    efficiency: measureEfficiency(layers, tree),
    files: countFiles(tree),
    problems: [...layers.flatMap(({ problems }) => problems), ...describeNothing(source, packages)],
    complete: layers.length === source.layers.length && layers.every(({ complete }) => complete),
  };
}

async function readLayers(source: ImageSource, options: InspectOptions): Promise<readonly LayerContent[]> {
  const layers: LayerContent[] = [];
  let entries = 0;
  const catalogers = (options.catalogers ?? everyCataloger).filter(({ foldersOnly }) => foldersOnly !== true || source.kind === 'folder');
  for (const [index, layer] of source.layers.entries()) {
    const content = await readLayer(layer, {
      catalogers,
      folder: options.folder,
      name: layer.digest ?? layer.diffId ?? source.name,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      progress: bytes => options.progress?.(index, bytes),
    });
    entries += content.entries.length;
    layers.push(entries > LIMITS.layerEntries ? cutEntries(content, entries) : content);
  }
  return layers;
}

/** All layers together may have as many entries as one. */
function cutEntries(content: LayerContent, entries: number): LayerContent {
  const message = `the layers up to this one have ${entries} entries; ${LIMITS.layerEntries} are kept`;
  const problem: Problem = { code: 'too-many-entries', message, source: content.digest ?? content.diffId ?? '' };
  const kept = Math.max(0, content.entries.length - (entries - LIMITS.layerEntries));
  return { ...content, entries: content.entries.slice(0, kept), problems: [...content.problems, problem], complete: false };
}

/** The topmost that is still seen. */
function findDistribution(layers: readonly LayerContent[], tree: MergedTree): Distribution | undefined {
  for (const [index, { distributions }] of [...layers.entries()].reverse()) {
    const visible = distributions.find(({ evidence }) => tree.get(evidence)?.layer === index);
    if (visible !== undefined) return visible;
  }
  return undefined;
}

interface PackageContext {
  readonly owners: ReadonlyMap<string, Owner>;
  readonly distribution: Distribution | undefined;
  readonly isBase: (layer: number) => boolean | undefined;
}

/** One package once, however many files prove it; sorted. What an OS package owns and what it does not stay apart. */
function mergePackages(tracked: readonly TrackedPackage[], context: PackageContext): readonly InspectedPackage[] {
  const merged = new Map<string, InspectedPackage>();
  for (const one of tracked) {
    const next = toInspected(one, context);
    const key = [next.purl ?? `${one.found.type} ${one.found.name} ${one.found.version}`, next.ownedBy?.name ?? ''].join('\0');
    const known = merged.get(key);
    merged.set(key, known === undefined ? next : joinPackages(known, next));
  }
  return [...merged.values()].toSorted(comparePackages);
}

function toInspected(
  { found, cataloger, evidence, layer }: TrackedPackage,
  { owners, distribution, isBase }: PackageContext,
): InspectedPackage {
  return {
    found,
    purl: toPurl(found, distribution),
    cataloger,
    locations: [found.location ?? evidence],
    layer,
    base: isBase(layer),
    ownedBy: owners.get(evidence),
  };
}

function joinPackages(a: InspectedPackage, b: InspectedPackage): InspectedPackage {
  const first = b.layer < a.layer ? b : a;
  return { ...first, locations: [...new Set([...a.locations, ...b.locations])].toSorted() };
}

function comparePackages(a: InspectedPackage, b: InspectedPackage): number {
  const toSortKey = ({ found, ownedBy }: InspectedPackage): string =>
    [found.type, found.name, found.version, ownedBy?.name ?? ''].join('\0');
  return toSortKey(a) < toSortKey(b) ? -1 : 1;
}

function describeLayers(
  source: ImageSource,
  layers: readonly LayerContent[],
  packages: readonly InspectedPackage[],
  isBase: (layer: number) => boolean | undefined,
): readonly InspectedLayer[] {
  const history = source.config === undefined ? [] : pairHistory(source.config);
  return layers.map(({ digest, diffId, size, tarBytes, entries, complete }, index) => {
    const made = history[index];
    return {
      digest,
      diffId,
      size,
      tarBytes,
      instruction: made === undefined ? '' : toInstruction(made),
      base: isBase(index),
      entries: entries.length,
      packages: packages.filter(({ layer }) => layer === index).length,
      complete,
    };
  });
}

function countFiles(tree: MergedTree): { count: number; bytes: number } {
  let count = 0;
  let bytes = 0;
  for (const { entry } of tree.list()) {
    if (entry.type !== 'file') continue;
    count += 1;
    bytes += entry.size;
  }
  return { count, bytes };
}

function describeNothing({ name }: ImageSource, packages: readonly InspectedPackage[]): readonly Problem[] {
  if (packages.length > 0) return [];
  const message = 'nothing in the image says which packages it holds: no package database, no manifest of a language, no executable of Go';
  return [{ code: 'nothing-catalogued', message, source: name }];
}
