import { type KeyObject, sign } from 'node:crypto';
import { toDigest } from '../layer/digest.ts';
import { buildBlobs, buildIndex, describe } from './images.ts';
import type { TestRegistryOptions } from './registry.ts';
import { encodePae, STATEMENT_TYPE } from './sigstore.ts';

export const SIMPLE_SIGNING = 'application/vnd.dev.cosign.simplesigning.v1+json';
export const ENVELOPE = 'application/vnd.dsse.envelope.v1+json';
export const BUNDLE = 'application/vnd.dev.sigstore.bundle.v0.3+json';

/** One layer of a manifest of signatures. */
export interface SignatureLayer {
  readonly mediaType: string;
  readonly content: Uint8Array;
  readonly annotations?: Readonly<Record<string, string>>;
  /** What the manifest claims, where that is not so. */
  readonly size?: number;
}

/** A manifest of signatures with everything that it needs, by digest. */
export function buildSignatures(layers: readonly SignatureLayer[], artifactType?: string) {
  const config = Buffer.from('{}');
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      ...(artifactType === undefined ? {} : { artifactType }),
      config: { mediaType: 'application/vnd.oci.empty.v1+json', ...describe(config) },
      layers: layers.map(({ mediaType, content, annotations = {}, size }) => ({
        mediaType,
        ...describe(content),
        ...(size === undefined ? {} : { size }),
        annotations,
      })),
    }),
  );
  const blobs = new Map<string, Uint8Array>(
    [config, manifest, ...layers.map(({ content }) => content)].map(bytes => [toDigest(bytes), bytes]),
  );
  const descriptor = {
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    ...describe(manifest),
    ...(artifactType === undefined ? {} : { artifactType }),
  };
  return { manifest, blobs, descriptor };
}

export const IMAGE = buildBlobs({ layers: [{ 'etc/os-release': 'ID=debian' }] });
export const DIGEST = IMAGE.descriptor.digest;
export const INDEX = buildIndex([IMAGE.descriptor]);
export const INDEX_DIGEST = toDigest(INDEX);
export const OTHER_DIGEST = `sha256:${'ab'.repeat(32)}`;

/** What cosign signs. */
export function toPayload(digest = DIGEST): Buffer {
  return Buffer.from(
    JSON.stringify({
      critical: {
        identity: { 'docker-reference': 'registry.example/team/app' },
        image: { 'docker-manifest-digest': digest },
        type: 'cosign container image signature',
      },
      optional: null,
    }),
  );
}

export function toStatement(predicateType: string, predicate: object, digest = DIGEST): object {
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: 'app', digest: { sha256: digest.slice('sha256:'.length) } }],
    predicateType,
    predicate,
  };
}

/** A layer that a key signed, as `cosign sign --key` writes it. */
export function signWithKey(key: KeyObject, payload = toPayload()): SignatureLayer {
  const signature = sign(key.asymmetricKeyType === 'ed25519' ? null : 'sha256', payload, key).toString('base64');
  return { mediaType: SIMPLE_SIGNING, content: payload, annotations: { 'dev.cosignproject.cosign/signature': signature } };
}

/** As `cosign attest --key` writes it. */
export function attestWithKey(key: KeyObject, statement: object, payloadType = STATEMENT_TYPE): SignatureLayer {
  const payload = Buffer.from(JSON.stringify(statement));
  const signatures = [{ keyid: '', sig: sign('sha256', encodePae(payloadType, payload), key).toString('base64') }];
  const content = Buffer.from(JSON.stringify({ payloadType, payload: payload.toString('base64'), signatures }));
  return { mediaType: ENVELOPE, content };
}

export interface Attachments {
  /** By suffix of the tag, and of which digest. */
  readonly sig?: readonly SignatureLayer[];
  readonly att?: readonly SignatureLayer[];
  readonly sbom?: readonly SignatureLayer[];
  /** Manifests that refer to the image, with their artifact type. */
  readonly referrers?: readonly { readonly artifactType: string; readonly layers: readonly SignatureLayer[] }[];
  readonly of?: string;
  /** Whether referrers are found by the tag that stands for the API. */
  readonly withoutApi?: boolean;
}

/** A registry that holds the image by the tags `one` and `index`, with what is attached. */
export function buildRegistry({ referrers = [], of = DIGEST, withoutApi = false, ...tagged }: Attachments): TestRegistryOptions {
  const tag = of.replace(':', '-');
  const named = (['sig', 'att', 'sbom'] as const).flatMap(suffix => {
    const layers = tagged[suffix];
    return layers === undefined ? [] : [{ tag: `${tag}.${suffix}`, ...buildSignatures(layers) }];
  });
  const referring = referrers.map(({ artifactType, layers }) => buildSignatures(layers, artifactType));
  const index = buildIndex(referring.map(({ descriptor }) => descriptor));
  return {
    tags: {
      one: IMAGE.manifest,
      index: INDEX,
      ...Object.fromEntries(named.map(({ tag: name, manifest }) => [name, manifest])),
      ...(withoutApi && referrers.length > 0 ? { [tag]: index } : {}),
    },
    blobs: new Map([...IMAGE.all, [INDEX_DIGEST, INDEX], ...[...named, ...referring].flatMap(({ blobs }) => [...blobs])]),
    ...(withoutApi ? {} : { referrers: new Map([[of, index]]) }),
  };
}
