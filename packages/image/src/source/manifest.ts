import { ImageError } from '../errors.ts';
import { isDigest } from '../layer/digest.ts';
import { isObject, type JsonObject, parseJsonObject, toList, toText, toTextMap } from './json.ts';

/** https://github.com/opencontainers/image-spec/blob/main/descriptor.md */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly annotations: Readonly<Record<string, string>>;
  /** `os/architecture[/variant]`, in an index. */
  readonly platform: string | undefined;
  readonly artifactType: string | undefined;
}

export type Manifest =
  | { readonly kind: 'index'; readonly manifests: readonly Descriptor[]; readonly annotations: Readonly<Record<string, string>> }
  | {
      readonly kind: 'image';
      readonly config: Descriptor;
      readonly layers: readonly Descriptor[];
      readonly annotations: Readonly<Record<string, string>>;
    };

/** All four types that registries serve images as. */
export const MANIFEST_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
] as const;

const CONFIG_TYPES = new Set(['application/vnd.oci.image.config.v1+json', 'application/vnd.docker.container.image.v1+json']);

/** Told apart by what it holds: media types are missing in some layouts, and lie in others. Throws ImageError. */
export function parseManifest(bytes: Uint8Array, name: string): Manifest {
  const document = parseJsonObject(bytes, `the manifest of ${name}`);
  if (document['schemaVersion'] === 1) {
    throw new ImageError(
      'manifest-too-old',
      `${name} has a manifest of schema 1, which cannot be verified; push it again with a current tool`,
    );
  }
  const annotations = toTextMap(document['annotations']);
  if (Array.isArray(document['manifests'])) return { kind: 'index', manifests: document['manifests'].map(toDescriptor), annotations };
  if (!isObject(document['config']) || !Array.isArray(document['layers'])) {
    throw new ImageError('document-invalid', `the manifest of ${name} has neither manifests nor a configuration and layers`);
  }
  const config = toDescriptor(document['config']);
  refuseArtifact(document, config, name);
  return { kind: 'image', config, layers: toList(document['layers']).map(toDescriptor), annotations };
}

function refuseArtifact(document: JsonObject, config: Descriptor, name: string): void {
  const type =
    toText(document['artifactType']) ?? (CONFIG_TYPES.has(config.mediaType) || config.mediaType === '' ? undefined : config.mediaType);
  if (type !== undefined) throw new ImageError('not-an-image', `${name} is no container image but an artifact of type ${type}`);
}

/** Throws ImageError `document-invalid`. */
export function toDescriptor(value: unknown): Descriptor {
  const descriptor = isObject(value) ? value : {};
  const { digest, size } = descriptor;
  if (!isDigest(digest)) throw new ImageError('document-invalid', 'a manifest refers to something without a digest that can be checked');
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
    throw new ImageError('document-invalid', `a manifest gives no size for ${digest}`);
  }
  return {
    mediaType: toText(descriptor['mediaType']) ?? '',
    digest,
    size,
    annotations: toTextMap(descriptor['annotations']),
    platform: toPlatform(descriptor['platform']),
    artifactType: toText(descriptor['artifactType']),
  };
}

function toPlatform(value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  const parts = [value['os'], value['architecture'], value['variant']].map(toText);
  return parts.filter(part => part !== undefined).join('/');
}
