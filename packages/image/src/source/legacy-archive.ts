import { ImageError } from '../errors.ts';
import type { LayerSource } from '../layer/layer.ts';
import { refuseOtherPlatform } from './choose-platform.ts';
import { type ImageConfig, parseConfig } from './config.ts';
import type { FileTree } from './file-tree.ts';
import type { ImageSource, OpenOptions } from './image-source.ts';
import { isObject, type JsonObject, parseJsonObject, toText, toTexts } from './json.ts';
import { checkLayerCount } from './resolve-image.ts';

const REPOSITORIES = 'repositories';
const ID = /^[0-9a-f]{64}$/;

/** What docker save wrote before version 1.10: names of topmost layers, and a folder for each layer. */
export function isLegacyArchive(tree: FileTree): boolean {
  return tree.size(REPOSITORIES) !== undefined;
}

/** No digest of anything is told there. https://github.com/moby/docker-image-spec/blob/main/v1.1.md#combined-image-json--filesystem-changeset-format */
export async function openLegacyArchive(tree: FileTree, name: string, options: OpenOptions): Promise<ImageSource> {
  const { id, references } = await selectImage(tree, options.select, name);
  const chain = await readChain(tree, id, name);
  const config = toConfig(chain);
  const platform = [config.os, config.architecture].filter(part => part !== undefined).join('/');
  refuseOtherPlatform(platform, options.platform, name);
  return {
    name,
    kind: 'docker-archive',
    digest: undefined,
    indexDigest: undefined,
    configDigest: undefined,
    references,
    platform: platform === '' ? undefined : platform,
    annotations: {},
    config,
    layers: chain.map(({ id: layer }) => toLayer(tree, `${layer}/layer.tar`)),
    [Symbol.asyncDispose]: () => tree[Symbol.asyncDispose](),
  };
}

function toLayer(tree: FileTree, path: string): LayerSource {
  return { digest: undefined, diffId: undefined, size: tree.size(path), content: { open: () => tree.open(path) } };
}

async function selectImage(tree: FileTree, select: string | undefined, name: string) {
  const repositories = parseJsonObject(await tree.read(REPOSITORIES), `repositories of ${name}`);
  const tags = Object.entries(repositories).flatMap(([repository, value]) =>
    Object.entries(isObject(value) ? value : {}).map(([tag, id]) => ({ reference: `${repository}:${tag}`, id: toText(id) ?? '' })),
  );
  const wanted = tags.filter(({ reference }) => select === undefined || reference === select || reference.endsWith(`/${select}`));
  const ids = new Set(wanted.map(({ id }) => id));
  const [id] = ids;
  const known = tags.map(({ reference }) => reference).join(', ') || 'nothing';
  if (id === undefined) throw new ImageError('image-not-found', `${name} holds no '${select ?? 'image'}'; it holds ${known}`);
  if (ids.size > 1) throw new ImageError('image-not-found', `${name} holds several images; choose one with --select: ${known}`);
  return { id, references: tags.filter(one => one.id === id).map(({ reference }) => reference) };
}

interface LegacyLayer {
  readonly id: string;
  readonly document: JsonObject;
}

/** From the lowest up. */
async function readChain(tree: FileTree, topmost: string, name: string): Promise<readonly LegacyLayer[]> {
  const chain: LegacyLayer[] = [];
  for (let id: string | undefined = topmost; id !== undefined; ) {
    if (!ID.test(id)) throw new ImageError('source-invalid', `${name} names a layer that is no id`);
    const document = parseJsonObject(await tree.read(`${id}/json`), `${id}/json of ${name}`);
    chain.unshift({ id, document });
    checkLayerCount(chain.length, name);
    id = toText(document['parent']);
  }
  return chain;
}

/** Each layer says what made it; the topmost says what the image is. */
function toConfig(chain: readonly LegacyLayer[]): ImageConfig {
  const history = chain.map(({ document }) => {
    const made = isObject(document['container_config']) ? document['container_config'] : {};
    return { created: document['created'], created_by: toTexts(made['Cmd']).join(' '), comment: document['comment'] };
  });
  const document = { ...chain.at(-1)?.document, history, rootfs: { diff_ids: [] } };
  return parseConfig(Buffer.from(JSON.stringify(document)));
}
