import type { ImageLayer, ImageOutput, ImagePackage, NeedlessItem } from '@breakwater/model';
import type { ImageInspection, InspectedLayer, InspectedPackage } from './image-inspection.ts';
import type { Program } from './loadable/list-programs.ts';
import type { SurfaceItem } from './merge/surface.ts';
import type { ImageSecret } from './secrets/list-secrets.ts';

/** The public shape; layers have numbers from 1 on there. Of the environment only names are told: values may be secrets. */
export function toImageOutput(inspection: ImageInspection): ImageOutput {
  const { image, config, created, distribution, base, layers, packages, surface, efficiency, files, problems, complete } = inspection;
  const { surfaceScore, secrets, remarks, endOfLife, loadableLinks, programs } = inspection;
  return {
    schema: 'breakwater/image',
    version: '1',
    image: { ...dropUndefined(image), references: [...image.references] } as ImageOutput['image'],
    ...(distribution === undefined
      ? {}
      : { distribution: { id: distribution.id, version: distribution.version, name: distribution.name } }),
    ...(created === undefined ? {} : { created }),
    ...(config === undefined ? {} : { config: toConfig(config) }),
    ...(base === undefined ? {} : { base: dropUndefined(base) as NonNullable<ImageOutput['base']> }),
    layers: layers.map(toLayer),
    results: packages.map(toPackage),
    loadable: {
      links: Object.fromEntries(loadableLinks.links),
      complete: complete && loadableLinks.complete,
      ...(programs === undefined ? {} : { programs: programs.map(({ path }) => path), ...toHashes(programs) }),
    },
    needless: surface.map(toNeedless),
    surface: { score: surfaceScore.score, parts: surfaceScore.parts.map(part => ({ ...part })) },
    secrets: secrets.map(toSecret),
    instructions: remarks.map(
      remark => ({ ...remark, ...dropUndefined({ number: remark.number }) }) as ImageOutput['instructions'][number],
    ),
    endOfLife: endOfLife.map(end => ({ ...end })),
    efficiency: {
      score: efficiency.score,
      wastedBytes: efficiency.wastedBytes,
      wasted: efficiency.wasted.map(wasted => ({ ...wasted, layers: wasted.layers.map(layer => layer + 1) })),
    },
    problems: [...problems],
    summary: {
      complete,
      layers: layers.length,
      files: files.count,
      bytes: files.bytes,
      packages: packages.length,
      problems: problems.length,
    },
  };
}

function toConfig(config: NonNullable<ImageInspection['config']>): NonNullable<ImageOutput['config']> {
  const { user, entrypoint, command, workingDirectory, ports, volumes, labels, env } = config;
  return {
    user,
    entrypoint: [...entrypoint],
    command: [...command],
    workingDirectory,
    ports: [...ports],
    volumes: [...volumes],
    labels: { ...labels },
    environment: env.map(text => text.split('=')[0] ?? ''),
  };
}

function toLayer(
  { digest, diffId, size, tarBytes, instruction, base, entries, packages, complete }: InspectedLayer,
  index: number,
): ImageLayer {
  const optional = dropUndefined({ digest, diffId, base });
  return { number: index + 1, ...optional, size, unpackedSize: tarBytes, instruction, entries, packages, complete };
}

function toPackage({ found, purl, locations, layer, base, ownedBy, files }: InspectedPackage): ImagePackage {
  const { name, version, type, arch, source, vendor, epoch, attributes, licenses = [] } = found;
  const owner = { ownedBy: ownedBy?.name, ownerType: ownedBy?.type };
  const optional = dropUndefined({
    purl,
    base,
    arch,
    source,
    vendor,
    epoch,
    attributes,
    ...owner,
    evidence: found.evidenceKind,
    files: files && [...files],
  });
  return { name, version, type, locations: [...locations], layer: layer + 1, licenses: [...licenses], ...optional };
}

export function toNeedless({ kind, path, layer, bytes, saves, package: owner }: SurfaceItem): NeedlessItem {
  return { kind, path, layer: layer + 1, bytes, saves, ...dropUndefined({ package: owner }) };
}

export function toSecret({ layer, ...secret }: ImageSecret): ImageOutput['secrets'][number] {
  return { ...secret, ...(layer === undefined ? {} : { layer: layer + 1 }) };
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function dropUndefined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Defined<T>;
}

/** Where nobody computed any there is no list of them. */
function toHashes(programs: readonly Program[]): { readonly hashes?: string[] } {
  const hashes = programs.map(({ sha256 = '' }) => sha256);
  return hashes.every(hash => hash === '') ? {} : { hashes };
}
