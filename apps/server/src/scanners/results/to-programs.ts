import type { ImageOutput } from '@breakwater/model';
import { type ImagePrograms, MAX_PROGRAMS } from '@breakwater/protocol';

/** What an image can execute, with the packages that it is of; undefined where that was not read, or is too much. */
export function toPrograms(digest: string, { image, config, loadable, results }: ImageOutput): ImagePrograms | undefined {
  const paths = loadable?.programs;
  if (paths === undefined || paths.length > MAX_PROGRAMS) return undefined;
  const packages: ImagePrograms['packages'] = [];
  const indexes = new Map<string, number>();
  const find = createOwnerFinder(results);
  const owners = paths.map(path => {
    const owner = find(path);
    if (owner?.purl === undefined) return -1;
    const index = indexes.get(owner.purl) ?? packages.push({ name: owner.name, version: owner.version, purl: owner.purl }) - 1;
    indexes.set(owner.purl, index);
    return index;
  });
  return {
    digests: [...new Set([digest, image.configDigest].filter(one => one !== undefined))],
    ...(image.indexDigest === undefined ? {} : { index: image.indexDigest }),
    platform: image.platform ?? '',
    entrypoint: config?.entrypoint ?? [],
    command: config?.command ?? [],
    paths,
    ...(loadable?.hashes === undefined ? {} : { hashes: loadable.hashes }),
    owners,
    packages,
  };
}

type Owner = ImageOutput['results'][number];

/** By the file itself, else by the nearest folder that holds nothing but one package. What several claim is nobody's. */
function createOwnerFinder(packages: readonly Owner[]): (path: string) => Owner | undefined {
  const owners = new Map<string, Owner | undefined>();
  for (const one of packages)
    for (const file of one.files ?? []) owners.set(file, owners.has(file) && owners.get(file)?.purl !== one.purl ? undefined : one);
  return path => {
    if (owners.has(path)) return owners.get(path);
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      const folder = path.slice(0, slash + 1);
      if (owners.has(folder)) return owners.get(folder);
    }
    return undefined;
  };
}
