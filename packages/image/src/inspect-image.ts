import { randomBytes } from 'node:crypto';
import type { Problem } from '@breakwater/model';
import type { CacheFolder } from './cache/cache-folder.ts';
import { readInspection, toInspectionKey, writeInspection } from './cache/inspection-cache.ts';
import { describeReaders, type LookedFor } from './cache/layer-cache.ts';
import type { Cataloger, Distribution } from './catalog/cataloger.ts';
import { catalogers as everyCataloger } from './catalogers.generated.ts';
import { checkInstructions } from './dockerfile/checks.ts';
import { listInstructions } from './dockerfile/instruction.ts';
import type { ImageInspection, InspectedLayer, InspectedPackage } from './image-inspection.ts';
import type { LayerContent } from './layer/layer.ts';
import type { WorkFolder } from './layer/work-folder.ts';
import { listEnds } from './lifecycle/list-ends.ts';
import { type FindLoadables, findLoadables } from './loadable/find-loadables.ts';
import { listLinks } from './loadable/list-links.ts';
import { listPrograms } from './loadable/list-programs.ts';
import { findCreated } from './merge/age.ts';
import { findBaseImage, type KnownImage } from './merge/base-image.ts';
import { measureEfficiency } from './merge/efficiency.ts';
import { pairHistory, toInstruction } from './merge/instructions.ts';
import { MergedTree, type VisibleEntry } from './merge/merged-tree.ts';
import { findOwners, type Owner } from './merge/ownership.ts';
import { selectPackages } from './merge/select-packages.ts';
import { listSurface } from './merge/surface.ts';
import { scoreSurface } from './merge/surface-score.ts';
import { toPurl } from './merge/to-purl.ts';
import { PackageTracker, type TrackedPackage } from './merge/track-packages.ts';
import { readLayers } from './read-layers.ts';
import { listSecrets } from './secrets/list-secrets.ts';
import type { ImageSource } from './source/image-source.ts';

export interface InspectOptions extends LookedFor {
  readonly folder: WorkFolder;
  /** Images that this one may be built on. */
  readonly knownImages?: readonly KnownImage[];
  readonly catalogers?: readonly Cataloger[];
  /** With which credentials are hashed; 16 random bytes when absent, so that hashes of two inspections say nothing of each other. */
  readonly secretSalt?: Uint8Array;
  /** Where what was read of layers is kept; it then has the salt too. */
  readonly cache?: CacheFolder;
  readonly signal?: AbortSignal;
  /** Told how far it is: the layer's index, and bytes of it so far. */
  readonly progress?: (layer: number, bytes: number) => void;
}

/** Reads every layer of an image once, from the lowest up, and says what is inside and what brought it. */
export async function inspectImage(source: ImageSource, options: InspectOptions): Promise<ImageInspection> {
  const catalogers = (options.catalogers ?? everyCataloger).filter(({ foldersOnly }) => foldersOnly !== true || source.kind === 'folder');
  const { cache, knownImages } = options;
  if (cache === undefined) return readImage(source, catalogers, options);
  const key = toInspectionKey(source, knownImages, describeReaders(catalogers, options));
  const known = key === undefined ? undefined : readInspection(cache, key, source);
  if (known !== undefined) return known;
  const inspection = await readImage(source, catalogers, options);
  if (key !== undefined) writeInspection(cache, key, inspection);
  return inspection;
}

async function readImage(source: ImageSource, catalogers: readonly Cataloger[], options: InspectOptions): Promise<ImageInspection> {
  const salt = options.searchSecrets === false ? undefined : (options.secretSalt ?? options.cache?.salt ?? randomBytes(16));
  return mergeLayers(source, await readLayers(source, catalogers, options, salt), options, salt);
}

function mergeLayers(
  source: ImageSource,
  layers: readonly LayerContent[],
  options: InspectOptions,
  salt: Uint8Array | undefined,
): ImageInspection {
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
  const seen = [...tree.list()];
  const loadables = findLoadables(seen, owners, tracked);
  const packages = mergePackages(selectPackages(tracked, owners, distribution), { owners, distribution, isBase, loadables });
  const { name, kind, digest, indexDigest, configDigest, references, platform } = source;
  const surface = listSurface(tree, owners);
  const instructions = source.config === undefined ? [] : listInstructions(source.config, base);
  const complete = layers.length === source.layers.length && layers.every(layer => layer.complete);
  return {
    image: { name, kind, digest, indexDigest, configDigest, references, platform },
    config: source.config,
    created: source.config === undefined ? undefined : findCreated(source.config),
    distribution,
    base,
    layers: describeLayers(source, layers, packages, isBase),
    packages,
    surface,
    surfaceScore: scoreSurface(surface),
    secrets: salt === undefined ? [] : listSecrets(layers, tree, source.config, salt),
    instructions,
    remarks: checkInstructions(instructions),
    endOfLife: listEnds(
      distribution,
      packages.map(({ found }) => found),
    ),
    loadableLinks: listLinks(
      tree,
      seen,
      packages.flatMap(({ files = [] }) => files),
    ),
    programs: complete ? listPrograms(seen, tree) : undefined,
    efficiency: measureEfficiency(layers, tree),
    files: countFiles(seen),
    problems: [...layers.flatMap(({ problems }) => problems), ...describeNothing(source, packages)],
    complete,
  };
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
  readonly loadables: FindLoadables;
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

function toInspected(one: TrackedPackage, { owners, distribution, isBase, loadables }: PackageContext): InspectedPackage {
  const { found, cataloger, evidence, layer } = one;
  return {
    found,
    purl: toPurl(found, distribution),
    cataloger,
    locations: [found.location ?? evidence],
    layer,
    base: isBase(layer),
    ownedBy: owners.get(evidence),
    files: loadables(one),
  };
}

function joinPackages(a: InspectedPackage, b: InspectedPackage): InspectedPackage {
  const first = b.layer < a.layer ? b : a;
  return { ...first, locations: join(a.locations, b.locations), files: a.files && b.files && join(a.files, b.files) };
}

function join(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])].toSorted();
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
  const history = source.config === undefined ? [] : pairHistory(source.config, source.layers.length);
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

function countFiles(seen: readonly VisibleEntry[]): { count: number; bytes: number } {
  let count = 0;
  let bytes = 0;
  for (const { entry } of seen) {
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
