import { ImageError } from '../errors.ts';
import { toDigest } from '../layer/digest.ts';
import type { LayerSource } from '../layer/layer.ts';
import { cleanPath } from '../tar/clean-path.ts';
import { refuseOtherPlatform } from './choose-platform.ts';
import { parseConfig } from './config.ts';
import type { FileTree } from './file-tree.ts';
import type { ImageSource, OpenOptions } from './image-source.ts';
import { isObject, parseJson, toText, toTexts } from './json.ts';
import { checkLayerCount } from './resolve-image.ts';

export function isDockerArchive(tree: FileTree): boolean {
  return tree.size('manifest.json') !== undefined;
}

interface SavedImage {
  readonly config: string;
  readonly tags: readonly string[];
  readonly layers: readonly string[];
}

/** What docker save writes: https://github.com/moby/docker-image-spec/blob/main/spec.md#combined-image-json--filesystem-changeset-format */
export async function openDockerArchive(tree: FileTree, name: string, options: OpenOptions): Promise<ImageSource> {
  const image = selectImage(parseImages(await tree.read('manifest.json'), name), options.select, name);
  const bytes = await tree.read(image.config);
  const config = parseConfig(bytes);
  if (image.layers.length !== config.diffIds.length) {
    throw new ImageError(
      'source-invalid',
      `${name} has ${image.layers.length} layers and a configuration that tells of ${config.diffIds.length}`,
    );
  }
  checkLayerCount(image.layers.length, name);
  const platform = [config.os, config.architecture, config.variant].filter(part => part !== undefined).join('/');
  refuseOtherPlatform(platform, options.platform, name);
  return {
    name,
    kind: 'docker-archive',
    digest: undefined,
    indexDigest: undefined,
    configDigest: toDigest(bytes),
    references: image.tags,
    platform: platform === '' ? undefined : platform,
    annotations: {},
    config,
    layers: image.layers.map((path, index) => toLayer(tree, path, config.diffIds[index])),
    [Symbol.asyncDispose]: () => tree[Symbol.asyncDispose](),
  };
}

function toLayer(tree: FileTree, path: string, diffId: string | undefined): LayerSource {
  return { digest: undefined, diffId, size: tree.size(path), content: { open: () => tree.open(path) } };
}

function parseImages(bytes: Uint8Array, name: string): readonly SavedImage[] {
  const document = parseJson(bytes, `manifest.json of ${name}`);
  if (!Array.isArray(document) || document.length === 0) throw new ImageError('source-invalid', `manifest.json of ${name} lists no image`);
  return document.map(value => toSavedImage(value, name));
}

function toSavedImage(value: unknown, name: string): SavedImage {
  const image = isObject(value) ? value : {};
  const config = toText(image['Config']);
  if (config === undefined || !Array.isArray(image['Layers'])) {
    throw new ImageError('source-invalid', `manifest.json of ${name} has an image without configuration or layers`);
  }
  return {
    config: toMember(config, name),
    tags: toTexts(image['RepoTags']),
    layers: toTexts(image['Layers']).map(path => toMember(path, name)),
  };
}

function toMember(path: string, name: string): string {
  const cleaned = cleanPath(path);
  if ('path' in cleaned) return cleaned.path;
  throw new ImageError('source-invalid', `manifest.json of ${name} names a path outside of the archive`);
}

function selectImage(images: readonly SavedImage[], select: string | undefined, name: string): SavedImage {
  const [only] = images;
  const names = images.map(({ tags, config }) => tags[0] ?? config).join(', ');
  if (select === undefined && only !== undefined && images.length === 1) return only;
  if (select === undefined) throw new ImageError('image-not-found', `${name} holds several images; choose one with --select: ${names}`);
  const found = images.find(({ tags }) => tags.some(tag => tag === select || tag.endsWith(`/${select}`)));
  if (found === undefined) throw new ImageError('image-not-found', `${name} holds no '${select}'; it holds ${names}`);
  return found;
}
