import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ImageError } from '../errors.ts';
import { checkDigest, isDigest } from '../layer/digest.ts';
import type { LayerSource } from '../layer/layer.ts';
import { LIMITS } from '../limits.ts';
import { type ImageConfig, parseConfig } from './config.ts';
import type { ImageSource, OpenOptions } from './image-source.ts';
import { isObject, type JsonObject, parseJson, toList, toText, toTexts } from './json.ts';
import { parseManifest } from './manifest.ts';
import { checkLayerCount } from './resolve-image.ts';
import { joinTarSplit } from './tar-split.ts';

const IMAGES = 'overlay-images';
const LAYERS = 'overlay-layers';
const ID = /^[0-9a-f]{64}$/;

/** Whether a folder is the store of podman, buildah and CRI-O. */
export function isPodmanStore(root: string): boolean {
  return existsSync(join(root, IMAGES, 'images.json')) && existsSync(join(root, LAYERS, 'layers.json'));
}

interface StoredImage {
  readonly id: string;
  readonly digest: string | undefined;
  readonly names: readonly string[];
  /** The topmost. */
  readonly layer: string;
}

/** https://github.com/containers/storage/blob/main/docs/containers-storage.md; layers are put together again as they were pulled. */
export async function openPodmanStore(root: string, options: OpenOptions): Promise<ImageSource> {
  const image = selectImage(listImages(root), options.select, root);
  const config = readConfig(root, image);
  const layers = listLayers(root, image, config);
  const platform = [config.os, config.architecture, config.variant].filter(part => part !== undefined).join('/');
  return {
    name: root,
    kind: 'podman-store',
    digest: image.digest,
    indexDigest: undefined,
    configDigest: `sha256:${image.id}`,
    references: image.names,
    platform: platform === '' ? undefined : platform,
    annotations: readAnnotations(root, image),
    config,
    layers,
    [Symbol.asyncDispose]: async () => {},
  };
}

function readDocument(path: string): Buffer {
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) throw new ImageError('source-invalid', `${path} is absent`);
  if (size > LIMITS.documentBytes)
    throw new ImageError('document-too-large', `${path} has ${size} bytes; ${LIMITS.documentBytes} are read`);
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new ImageError('source-invalid', `${path} cannot be read`, { cause });
  }
}

function listObjects(path: string): readonly JsonObject[] {
  return toList(parseJson(readDocument(path), path)).filter(isObject);
}

function listImages(root: string): readonly StoredImage[] {
  return listObjects(join(root, IMAGES, 'images.json')).flatMap(image => {
    const [id, layer, digest] = [toText(image['id']), toText(image['layer']), toText(image['digest'])];
    if (id === undefined || layer === undefined || !ID.test(id) || !ID.test(layer)) return [];
    return [{ id, layer, digest: isDigest(digest) ? digest : undefined, names: toTexts(image['names']) }];
  });
}

function selectImage(images: readonly StoredImage[], select: string | undefined, root: string): StoredImage {
  const [only] = images;
  if (select === undefined && only !== undefined && images.length === 1) return only;
  const names = images.map(({ names: [name], id }) => name ?? id.slice(0, 12)).join(', ');
  if (select === undefined) throw new ImageError('image-not-found', `${root} holds several images; choose one with --select: ${names}`);
  const found = images.find(
    ({ id, digest, names: known }) =>
      id === select || digest === select || known.some(name => name === select || name.endsWith(`/${select}`)),
  );
  if (found === undefined) throw new ImageError('image-not-found', `${root} holds no '${select}'; it holds ${names}`);
  return found;
}

/** Documents are files whose names are base64 of their keys. */
function toDocumentPath(root: string, { id }: StoredImage, key: string): string {
  return join(root, IMAGES, id, /^[a-z0-9._-]+$/.test(key) ? key : `=${Buffer.from(key).toString('base64')}`);
}

function readConfig(root: string, image: StoredImage): ImageConfig {
  const digest = `sha256:${image.id}`;
  const bytes = readDocument(toDocumentPath(root, image, digest));
  checkDigest(bytes, digest);
  return parseConfig(bytes);
}

function readAnnotations(root: string, image: StoredImage): Readonly<Record<string, string>> {
  const path = toDocumentPath(root, image, 'manifest');
  if (!existsSync(path)) return {};
  const manifest = parseManifest(readDocument(path), path);
  return manifest.kind === 'image' ? manifest.annotations : {};
}

/** From the topmost down to the lowest by their parents, then in order. */
function listLayers(root: string, image: StoredImage, config: ImageConfig): readonly LayerSource[] {
  const byId = new Map(listObjects(join(root, LAYERS, 'layers.json')).map(layer => [toText(layer['id']), layer]));
  const chain: JsonObject[] = [];
  for (let id: string | undefined = image.layer; id !== undefined; ) {
    const layer = byId.get(id);
    if (layer === undefined) throw new ImageError('source-invalid', `${root} lacks the layer ${id}, which an image refers to`);
    chain.unshift(layer);
    checkLayerCount(chain.length, root);
    id = toText(layer['parent']);
  }
  if (chain.length !== config.diffIds.length) {
    throw new ImageError('source-invalid', `${root} has ${chain.length} layers and a configuration that tells of ${config.diffIds.length}`);
  }
  return chain.map((layer, index) => toLayer(root, layer, config.diffIds[index]));
}

function toLayer(root: string, layer: JsonObject, diffId: string | undefined): LayerSource {
  const id = toText(layer['id']) ?? '';
  if (!ID.test(id)) throw new ImageError('source-invalid', `${root} has a layer without an id`);
  const size = layer['diff-size'];
  return {
    digest: undefined,
    diffId,
    size: typeof size === 'number' ? size : undefined,
    content: { open: () => joinTarSplit(createReadStream(join(root, LAYERS, `${id}.tar-split.gz`)), join(root, 'overlay', id, 'diff')) },
  };
}
