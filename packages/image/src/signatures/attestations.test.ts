import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { toDigest } from '../layer/digest.ts';
import { buildIndex } from '../testing/images.ts';
import { startRegistry, type TestRegistryOptions } from '../testing/registry.ts';
import {
  attestWithKey,
  BUNDLE,
  buildRegistry,
  buildSignatures,
  DIGEST,
  IMAGE,
  OTHER_DIGEST,
  signWithKey,
  toStatement,
} from '../testing/signed-images.ts';
import { createSigstore, WHO } from '../testing/sigstore.ts';
import { readProvenance } from './provenance.ts';
import { NO_TRUST, type Trust } from './trust.ts';
import { parsePublicKey } from './trusted-key.ts';
import { parseTrustedRoot } from './trusted-root.ts';
import { verifyImage } from './verify-image.ts';

const KEY = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const TRUST: Trust = {
  ...NO_TRUST,
  keys: [parsePublicKey(KEY.publicKey.export({ format: 'pem', type: 'spki' }) as string, 'cosign.pub')],
};
const SLSA = 'https://slsa.dev/provenance/v1';
const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const BUILD = {
  buildDefinition: {
    externalParameters: { workflow: { ref: 'refs/heads/main', repository: 'https://git.example.com/shop/cart' } },
    resolvedDependencies: [{ uri: 'git+https://git.example.com/shop/cart@refs/heads/main', digest: { gitCommit: COMMIT } }],
  },
  runDetails: { builder: { id: 'https://ci.example.com/release' }, metadata: { finishedOn: '2026-11-01T10:00:00Z' } },
};
const PROVENANCE = {
  builder: 'https://ci.example.com/release',
  sourceRepository: 'https://git.example.com/shop/cart',
  sourceCommit: COMMIT,
  builtAt: '2026-11-01T10:00:00Z',
};

async function verify(content: TestRegistryOptions, trust: Trust = TRUST, tag = 'one') {
  await using running = await startRegistry(content);
  const found = await verifyImage(`${running.host}/team/app:${tag}`, { plainHttpHosts: [running.host] }, { trust });
  const { state, findings, provenance, unmet } = found;
  const lines = findings.map(({ state: own, reason, statement }) => [own, statement?.kind, statement?.text, reason]);
  return { state, lines, provenance, unmet };
}

const attest = (type: string, predicate: object, digest = DIGEST) => attestWithKey(KEY.privateKey, toStatement(type, predicate, digest));

describe('statements of each kind', () => {
  test.each<[string, string, object, string, string]>([
    [
      'provenance',
      SLSA,
      BUILD,
      'provenance',
      'from https://git.example.com/shop/cart@0123456789ab by https://ci.example.com/release at 2026-11-01T10:00:00Z',
    ],
    [
      'CycloneDX',
      'https://cyclonedx.org/bom',
      { bomFormat: 'CycloneDX', specVersion: '1.6', components: [{}, {}] },
      'sbom',
      'CycloneDX 1.6, 2 components',
    ],
    ['SPDX', 'https://spdx.dev/Document', { spdxVersion: 'SPDX-2.3', packages: [{}] }, 'sbom', 'SPDX-2.3, 1 packages'],
    [
      'vulnerabilities',
      'https://cosign.sigstore.dev/attestation/vuln/v1',
      { scanner: { uri: 'scan.example.com', version: '2' }, metadata: { scanFinishedOn: '2026-11-02T00:00:00Z' } },
      'vulnerabilities',
      'by scan.example.com 2 at 2026-11-02T00:00:00Z',
    ],
    ['something else', 'https://example.com/review', {}, 'other', ''],
    [
      'a scan that says no honest time',
      'https://in-toto.io/attestation/vulns/v0.2',
      { scanner: { uri: 'scan.example.com' }, metadata: { scanFinishedOn: 'soon' } },
      'vulnerabilities',
      'by scan.example.com',
    ],
  ])('%s', async (_title, type, predicate, kind, text) => {
    const { lines } = await verify(buildRegistry({ att: [attest(type, predicate)] }));
    expect(lines).toStrictEqual([['verified', kind, text, '']]);
  });
});

test('a provenance says who built it; a list of contents does not say that it is good', async () => {
  const built = await verify(buildRegistry({ att: [attest(SLSA, BUILD)] }));
  expect([built.state, built.provenance]).toStrictEqual(['verified', PROVENANCE]);
  const listed = await verify(buildRegistry({ att: [attest('https://cyclonedx.org/bom', {})] }));
  expect([listed.state, listed.provenance]).toStrictEqual(['not-verified', undefined]);
});

test('what nobody trusted signed is no provenance', async () => {
  const { state, provenance } = await verify(buildRegistry({ att: [attest(SLSA, BUILD)] }), NO_TRUST);
  expect([state, provenance]).toStrictEqual(['not-verified', undefined]);
});

test('a provenance of another image', async () => {
  const { state, provenance, lines } = await verify(buildRegistry({ att: [attest(SLSA, BUILD, OTHER_DIGEST)] }));
  expect([state, provenance, lines[0]?.[3]]).toStrictEqual(['not-verified', undefined, `it speaks of another image: ${OTHER_DIGEST}`]);
});

describe('what must be attested', () => {
  const content = buildRegistry({ sig: [signWithKey(KEY.privateKey)], att: [attest(SLSA, BUILD)] });
  test.each<[string, Partial<Trust>, string, readonly string[]]>([
    ['is', { predicateTypes: [SLSA], builders: ['https://ci.example.com/*'], sources: ['https://git.example.com/shop/*'] }, 'verified', []],
    [
      'is of another type',
      { predicateTypes: ['https://spdx.dev/Document'] },
      'not-verified',
      ['no verified attestation of type https://spdx.dev/Document'],
    ],
    [
      'is of another builder',
      { builders: ['https://other.example.com/*'] },
      'not-verified',
      ['built by https://ci.example.com/release, which is not allowed'],
    ],
    [
      'is of another source',
      { sources: ['https://git.example.com/other'] },
      'not-verified',
      ['built from https://git.example.com/shop/cart, which is not allowed'],
    ],
  ])('%s', async (_title, required, state, unmet) => {
    const found = await verify(content, { ...TRUST, ...required });
    expect([found.state, found.unmet]).toStrictEqual([state, unmet]);
  });

  test('is not', async () => {
    const found = await verify(buildRegistry({ sig: [signWithKey(KEY.privateKey)] }), { ...TRUST, sources: ['*'] });
    expect([found.state, found.unmet]).toStrictEqual(['not-verified', ['no verified provenance says how it was built']]);
  });
});

test('attestations within an index are told, and nobody signed them', async () => {
  const statement = { ...toStatement(SLSA, BUILD), _type: 'https://in-toto.io/Statement/v0.1' };
  const layer = { mediaType: 'application/vnd.in-toto+json', content: Buffer.from(JSON.stringify(statement)) };
  const { descriptor, blobs } = buildSignatures([layer]);
  const annotations = { 'vnd.docker.reference.type': 'attestation-manifest', 'vnd.docker.reference.digest': DIGEST };
  const platform = { os: 'unknown', architecture: 'unknown' };
  const index = buildIndex([IMAGE.descriptor, { ...descriptor, platform, annotations }]);
  const content = buildRegistry({});
  const all = new Map([...content.blobs, ...blobs, [toDigest(index), index]]);
  const { state, lines, provenance } = await verify({ ...content, tags: { built: index }, blobs: all }, TRUST, 'built');
  expect([state, lines.map(([own, kind, , reason]) => [own, kind, reason]), provenance]).toStrictEqual([
    'not-verified',
    [['not-verified', 'provenance', 'a statement without a signature']],
    undefined,
  ]);
});

test('a document that is attached as it is', async () => {
  const sbom = [{ mediaType: 'application/vnd.cyclonedx+json', content: Buffer.from('{}') }];
  expect(await verify(buildRegistry({ sbom }))).toMatchObject({
    state: 'not-verified',
    lines: [['not-verified', undefined, undefined, 'a document that is attached as it is carries no signature']],
  });
});

test('the certificate of a workflow names its source', async () => {
  const sigstore = await createSigstore();
  const prefix = '1.3.6.1.4.1.57264.1';
  const extensions = {
    [`${prefix}.9`]: 'https://ci.example.com/release',
    [`${prefix}.12`]: 'https://git.example.com/shop/cart',
    [`${prefix}.13`]: COMMIT,
  };
  const content = await sigstore.signStatement(toStatement('https://sigstore.dev/cosign/sign/v1', {}), { extensions });
  const referrers = [{ artifactType: BUNDLE, layers: [{ mediaType: BUNDLE, content }] }];
  const trust = { ...NO_TRUST, identities: [WHO], root: parseTrustedRoot(sigstore.root, 'trusted_root.json') };
  const { state, provenance } = await verify(buildRegistry({ referrers }), trust);
  expect([state, provenance]).toStrictEqual(['verified', { ...PROVENANCE, builtAt: '' }]);
  // Who only scanned it has not built it.
  const scan = await sigstore.signStatement(toStatement('https://cosign.sigstore.dev/attestation/vuln/v1', {}), { extensions });
  const scanned = await verify(
    buildRegistry({ referrers: [{ artifactType: BUNDLE, layers: [{ mediaType: BUNDLE, content: scan }] }] }),
    trust,
  );
  expect([scanned.state, scanned.lines[0]?.[0], scanned.provenance]).toStrictEqual(['not-verified', 'verified', undefined]);
});

test('signatures in another repository, and in a mirror', async () => {
  await using image = await startRegistry(buildRegistry({}));
  await using signatures = await startRegistry(buildRegistry({ sig: [signWithKey(KEY.privateKey)] }));
  const name = `${image.host}/team/app:one`;
  const plainHttpHosts = [image.host, signatures.host];
  const elsewhere = await verifyImage(name, { plainHttpHosts }, { trust: TRUST, signatureRepository: `${signatures.host}/team/app` });
  expect(elsewhere.state).toBe('verified');
  const mirrored = await verifyImage(name, { plainHttpHosts, mirrors: { [image.host]: [signatures.host] } }, { trust: TRUST });
  expect([mirrored.state, mirrored.name]).toStrictEqual(['verified', name]);
  const unreachable = await verifyImage(name, { plainHttpHosts, mirrors: { [image.host]: ['127.0.0.1:1'] } }, { trust: TRUST });
  expect(unreachable.state).toBe('none');
});

const SOURCE = { builder: '', sourceRepository: 'https://git.example.com/a/b', sourceCommit: COMMIT, builtAt: '' };
const NONE = { builder: '', sourceRepository: '', sourceCommit: '', builtAt: '' };

test.each<[string, string, object, object]>([
  [
    'version 0.2',
    'https://slsa.dev/provenance/v0.2',
    {
      builder: { id: 'b' },
      invocation: { configSource: { uri: 'git+https://git.example.com/a/b.git@refs/tags/v1', digest: { sha1: COMMIT } } },
      metadata: { buildStartedOn: '2026-01-01T00:00:00Z' },
    },
    { ...SOURCE, builder: 'b', builtAt: '2026-01-01T00:00:00Z' },
  ],
  [
    'version 0.2 of BuildKit from a folder',
    'https://slsa.dev/provenance/v0.2',
    {
      invocation: { configSource: { entryPoint: 'Dockerfile' } },
      materials: [{ uri: 'pkg:docker/debian@12', digest: { sha256: 'ab' } }],
      metadata: {
        'https://mobyproject.org/buildkit@v1#metadata': { vcs: { source: 'https://me:token@git.example.com/a/b', revision: COMMIT } },
      },
    },
    SOURCE,
  ],
  [
    'version 0.2 of BuildKit from a repository',
    'https://slsa.dev/provenance/v0.2',
    { invocation: { configSource: { uri: 'https://git.example.com/a/b.git#refs/heads/main', digest: { sha1: COMMIT.toUpperCase() } } } },
    SOURCE,
  ],
  [
    'version 1 with materials only',
    SLSA,
    {
      buildDefinition: {
        resolvedDependencies: [{ uri: 'pkg:docker/x' }, { uri: 'git+https://git.example.com/a/b', digest: { gitCommit: COMMIT } }],
      },
    },
    SOURCE,
  ],
  [
    'a commit of something else',
    SLSA,
    {
      buildDefinition: {
        externalParameters: { source: { uri: 'git+https://git.example.com/a/b' } },
        resolvedDependencies: [{ uri: 'git+https://git.example.com/other', digest: { gitCommit: COMMIT } }],
      },
    },
    { ...SOURCE, sourceCommit: '' },
  ],
  [
    'a path with steps up',
    SLSA,
    { buildDefinition: { externalParameters: { source: { uri: 'git+https://me@Git.example.com/a/x/%2e%2e/b.git@main' } } } },
    { ...SOURCE, sourceCommit: '' },
  ],
  [
    'no address',
    SLSA,
    { buildDefinition: { externalParameters: { source: { uri: 'pkg:docker/debian@12' } } } },
    { ...NONE, sourceRepository: 'pkg:docker/debian@12' },
  ],
  [
    'a name with an at sign',
    SLSA,
    { buildDefinition: { externalParameters: { source: { uri: 'git+https://git.example.com/@a/b@refs/heads/x@y' } } } },
    { ...NONE, sourceRepository: 'https://git.example.com/@a/b' },
  ],
  ['nothing', SLSA, {}, NONE],
  ['nonsense', SLSA, { buildDefinition: 1, runDetails: [{}] }, NONE],
])('provenance of %s', (_title, type, predicate, expected) => {
  expect(readProvenance(type, predicate as Readonly<Record<string, unknown>>)).toStrictEqual(expected);
});
