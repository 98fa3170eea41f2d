import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { createFolder } from './folder.ts';

const toDigest = (bytes: Uint8Array): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const describe = (mediaType: string, bytes: Uint8Array): object => ({ mediaType, digest: toDigest(bytes), size: bytes.length });

/** A registry on this machine with the image `shop/cart:1`, what a key signed of it, and that key and another as files. */
export async function startSignedImage(what: 'signed' | 'attested' | 'unsigned' = 'signed') {
  const tar = buildLayer();
  const layer = gzipSync(tar);
  const config = Buffer.from(JSON.stringify({ os: 'linux', architecture: 'amd64', rootfs: { diff_ids: [toDigest(tar)] } }));
  const manifest = toManifest(describe('application/vnd.oci.image.config.v1+json', config), [
    describe('application/vnd.oci.image.layer.v1.tar+gzip', layer),
  ]);
  const [key, other] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];
  const digest = toDigest(manifest);
  const payload = Buffer.from(
    JSON.stringify({ critical: { image: { 'docker-manifest-digest': digest }, type: 'cosign container image signature' } }),
  );
  const annotations = { 'dev.cosignproject.cosign/signature': sign(null, payload, key.privateKey).toString('base64') };
  const empty = Buffer.from('{}');
  const emptyConfig = describe('application/vnd.oci.empty.v1+json', empty);
  const signatures = toManifest(emptyConfig, [{ ...describe('application/vnd.dev.cosign.simplesigning.v1+json', payload), annotations }]);
  const envelope = createProvenance(digest, bytes => sign(null, bytes, key.privateKey));
  const attestations = toManifest(emptyConfig, [describe('application/vnd.dsse.envelope.v1+json', envelope)]);
  const tag = digest.replace(':', '-');
  const content = new Map<string, Uint8Array>([
    ...[layer, config, manifest, payload, empty, signatures, envelope, attestations].map(blob => [toDigest(blob), blob] as const),
    ['1', manifest],
    ...(what === 'unsigned' ? [] : [[`${tag}.sig`, signatures] as const]),
    ...(what === 'attested' ? [[`${tag}.att`, attestations] as const] : []),
  ]);
  const server = createServer((request, response) => {
    const found = content.get(/^\/v2\/shop\/cart\/(?:manifests|blobs)\/(.+)$/.exec(request.url ?? '')?.[1] ?? '');
    response.writeHead(found === undefined ? 404 : 200).end(found ?? '{}');
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const toPem = ({ publicKey }: typeof key): string => publicKey.export({ format: 'pem', type: 'spki' }) as string;
  const folder = createFolder({ 'cosign.pub': toPem(key), 'other.pub': toPem(other) });
  return {
    name: `${host}/shop/cart:1`,
    host,
    digest,
    folder,
    [Symbol.asyncDispose]: async () => {
      folder[Symbol.dispose]();
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

/** One package, so that there is something to catalogue. */
function buildLayer(): Buffer {
  using folder = createFolder({
    'etc/os-release': 'ID=alpine\nVERSION_ID=3.23.0\n',
    'lib/apk/db/installed': 'P:musl\nV:1.2.5-r0\nA:x86_64\n\n',
  });
  return execFileSync('tar', ['-C', folder.path, '--sort=name', '--mtime=@0', '--owner=0', '--group=0', '-cf', '-', 'etc', 'lib']);
}

function toManifest(config: object, layers: readonly object[]): Buffer {
  return Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: 'application/vnd.oci.image.manifest.v1+json', config, layers }));
}

const TYPE = 'application/vnd.in-toto+json';

function createProvenance(digest: string, signBytes: (bytes: Buffer) => Buffer): Buffer {
  const uri = 'https://git.example.com/shop/cart';
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: 'cart', digest: { sha256: digest.slice('sha256:'.length) } }],
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: { resolvedDependencies: [{ uri: `git+${uri}@refs/heads/main`, digest: { gitCommit: 'ab'.repeat(20) } }] },
      runDetails: { builder: { id: 'https://ci.example.com' } },
    },
  };
  const payload = Buffer.from(JSON.stringify(statement));
  const pae = Buffer.concat([Buffer.from(`DSSEv1 ${TYPE.length} ${TYPE} ${payload.length} `), payload]);
  const signatures = [{ sig: signBytes(pae).toString('base64') }];
  return Buffer.from(JSON.stringify({ payloadType: TYPE, payload: payload.toString('base64'), signatures }));
}
