import { dirname, resolve } from 'node:path';
import { ImageError } from '../errors.ts';
import { checkDigest, isDigest } from '../layer/digest.ts';
import { HUB_HOST, parseReference } from '../registry/reference.ts';
import { listContainerdNames, type NamedImage } from './containerd-names.ts';
import { openFolderTree } from './folder-tree.ts';
import type { ImageSource, OpenOptions } from './image-source.ts';
import { resolveImage } from './resolve-image.ts';

/** Where containerd keeps content, below its root or as that folder itself. */
const PLACES = ['io.containerd.content.v1.content/', ''];
const BLOBS = 'blobs/sha256';

/** The folder with the blobs below a root of containerd; undefined for any other folder. */
export function findContainerdContent(root: string, isFolder: (path: string) => boolean): string | undefined {
  const place = PLACES.find(prefix => isFolder(`${root}/${prefix}${BLOBS}`) && isFolder(`${root}/${prefix}ingest`));
  return place === undefined ? undefined : `${root}/${place}`;
}

/**
 * An image of containerd's store, by its digest or by a name that its database has. Content that was thrown away after unpacking is a Problem
 * of its layer. https://github.com/containerd/containerd/blob/main/docs/content-flow.md
 */
export async function openContainerdStore(content: string, name: string, options: OpenOptions): Promise<ImageSource> {
  const root = content.endsWith(PLACES[0] ?? '') ? content.slice(0, -(PLACES[0]?.length ?? 0)) : dirname(resolve(content));
  const { digest, references } = selectImage(listContainerdNames(root), options.select, name);
  const tree = openFolderTree(content);
  const toPath = (wanted: string): string => `blobs/${wanted.replace(':', '/')}`;
  if (tree.size(toPath(digest)) === undefined) throw new ImageError('image-not-found', `${name} holds no ${digest}`);
  const bytes = await tree.read(toPath(digest));
  checkDigest(bytes, digest);
  const blobs = { manifest: (wanted: string) => tree.read(toPath(wanted)), open: (wanted: string) => tree.open(toPath(wanted)) };
  const resolved = await resolveImage(blobs, { bytes, digest, name }, options);
  return { ...resolved, name, kind: 'containerd-store', references, [Symbol.asyncDispose]: () => tree[Symbol.asyncDispose]() };
}

interface Selected {
  readonly digest: string;
  readonly references: readonly string[];
}

function selectImage(images: readonly NamedImage[] | undefined, select: string | undefined, name: string): Selected {
  if (images === undefined && !isDigest(select)) {
    throw new ImageError(
      'image-not-found',
      `${name} is a store of containerd without its database; choose an image by its digest, as --select sha256:…`,
    );
  }
  const found = isDigest(select) ? [select] : listDigests(images ?? [], select);
  const [digest] = found;
  const names = [...new Set((images ?? []).map(image => image.name))].filter(each => !each.includes('@') && !isDigest(each));
  const known = names.length === 0 ? 'nothing' : `${names.slice(0, 20).join(', ')}${names.length > 20 ? ', …' : ''}`;
  if (digest === undefined) throw new ImageError('image-not-found', `${name} holds no '${select}'; it holds ${known}`);
  if (found.length > 1) throw new ImageError('image-not-found', `${name} holds several images; choose one with --select: ${known}`);
  const references = (images ?? []).filter(image => image.digest === digest && !isDigest(image.name)).map(image => image.name);
  return { digest, references: [...new Set(references)] };
}

/** The whole name comes before its end, and the namespace of Kubernetes before others. */
function listDigests(images: readonly NamedImage[], select: string | undefined): readonly string[] {
  const isWhole = ({ name }: NamedImage): boolean => name === select || toFullName(select ?? '') === name;
  const isEnd = ({ name }: NamedImage): boolean => select === undefined || name.endsWith(`/${select}`);
  const whole = images.filter(isWhole);
  const ofKubernetes = whole.filter(({ namespace }) => namespace === 'k8s.io');
  const chosen = [ofKubernetes, whole, images.filter(isEnd)].find(list => list.length > 0) ?? [];
  return [...new Set(chosen.map(({ digest }) => digest))];
}

/** `nginx` is `docker.io/library/nginx:latest` there. */
function toFullName(name: string): string | undefined {
  try {
    const { host, repository, tag, digest } = parseReference(name);
    const shown = host === HUB_HOST ? 'docker.io' : host;
    return digest === undefined ? `${shown}/${repository}:${tag ?? 'latest'}` : `${shown}/${repository}@${digest}`;
  } catch {
    return undefined;
  }
}
