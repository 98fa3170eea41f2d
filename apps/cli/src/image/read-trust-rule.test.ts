import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { readTrustRule, readTrustSources } from './read-trust-rule.ts';

const PEM = generateKeyPairSync('ed25519').publicKey.export({ format: 'pem', type: 'spki' }) as string;

test('the narrowest rule decides, and paths begin at the file', async () => {
  using folder = createFolder({
    'keys/cosign.pub': PEM,
    'breakwater.yaml': `trust:
  - images: registry.example/**
    keys: [keys/missing.pub]
  - images: registry.example/shop/*
    keys: [keys/cosign.pub, ${JSON.stringify(PEM)}]
    signatures: registry.example/signatures
    attestations: { predicateTypes: [https://slsa.dev/provenance/v1], sources: [https://git.example.com/*] }
`,
  });
  const found = await readTrustRule('registry.example/shop/cart:1', folder.path);
  expect(found).toMatchObject({
    rule: 'registry.example/shop/*',
    signatureRepository: 'registry.example/signatures',
    trust: {
      keys: [{ name: 'keys/cosign.pub' }, { name: 'key 2 of registry.example/shop/*' }],
      identities: [],
      predicateTypes: ['https://slsa.dev/provenance/v1'],
      builders: [],
      sources: ['https://git.example.com/*'],
    },
  });
  expect(await readTrustRule('docker.io/library/nginx', folder.path)).toBeUndefined();
});

test('no project, and one without trust', async () => {
  using folder = createFolder({ 'x/breakwater.yaml': 'exceptions: []' });
  expect([await readTrustRule('nginx', folder.path), await readTrustRule('nginx', folder.at('x'))]).toStrictEqual([undefined, undefined]);
});

test.each([
  ['{ images: nginx }', '1:9: the rule trusts nobody; give keys or keyless'],
  ['{ images: "**", keyless: [{ identity: me }] }', '1:35: an identity without its issuer can be claimed through any other; add issuer'],
  [
    '{ images: "**", keyless: [{ identity: me, issuer: x }] }',
    '1:25: signatures without keys need a trusted_root.json to be verified by; give trustedRoot',
  ],
  ['{ images: "**", keyles: [] }', "1:25: 'keyles' is not a known key; did you mean 'keyless'?"],
  ['{ images: "**", keys: [none.pub] }', '1:9: FOLDER/none.pub: There is no such file or folder.'],
  ['{ images: "**", keys: [breakwater.yaml] }', '1:9: the key breakwater.yaml is no public key in PEM, as cosign.pub is'],
])('%s', async (rule, message) => {
  using folder = createFolder({ 'breakwater.yaml': `trust: [${rule}]` });
  const expected = `${folder.at('breakwater.yaml')}:${message.replace('FOLDER', folder.path)}`;
  await expect(readTrustRule('nginx', folder.path)).rejects.toThrow(expected);
});

test('all rules as plain data, of a file by any name', async () => {
  using folder = createFolder({
    'keys/cosign.pub': PEM,
    'trust.yaml': `trust:
  - { images: registry.example/**, keys: [keys/cosign.pub] }
  - images: registry.example/shop/*
    keys: [${JSON.stringify(PEM)}]
    signatures: registry.example/signatures
    attestations: { builders: [https://ci.example/*] }
`,
  });
  const none = { identities: [], predicateTypes: [], builders: [], sources: [] };
  const sources = await readTrustSources(folder.at('trust.yaml'));
  expect(structuredClone(sources)).toStrictEqual([
    { ...none, images: 'registry.example/**', keys: [{ name: 'keys/cosign.pub', pem: PEM }] },
    {
      ...none,
      images: 'registry.example/shop/*',
      keys: [{ name: 'key 1 of registry.example/shop/*', pem: PEM }],
      builders: ['https://ci.example/*'],
      signatureRepository: 'registry.example/signatures',
    },
  ]);
});

test.each([
  ['trust: [{ images: nginx, keys: [none.pub] }]', ':1:9: FOLDER/none.pub: There is no such file or folder.'],
  ['trust: [{ images: nginx }]', ':1:9: the rule trusts nobody; give keys or keyless'],
])('%s is refused before anything is scanned', async (text, message) => {
  using folder = createFolder({ 'trust.yaml': text });
  const file = folder.at('trust.yaml');
  await expect(readTrustSources(file)).rejects.toThrow(`${file}${message.replace('FOLDER', folder.path)}`);
});
