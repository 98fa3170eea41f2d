import { generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type Attachments,
  attestWithKey,
  BUNDLE,
  buildRegistry,
  DIGEST,
  ENVELOPE,
  IMAGE,
  INDEX_DIGEST,
  OTHER_DIGEST,
  SIMPLE_SIGNING,
  type SignatureLayer,
  signWithKey,
  toPayload,
  toStatement,
} from '../testing/signed-images.ts';
import { createSigstore, type SignOptions, type TestSigstore, WHO } from '../testing/sigstore.ts';
import { refused, signed, trustKey, verify } from '../testing/verify.ts';
import { NO_TRUST, type Trust } from './trust.ts';
import { parseTrustedRoot } from './trusted-root.ts';

const P256 = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ED25519 = generateKeyPairSync('ed25519');
const OTHER = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });

let sigstore: TestSigstore;
let foreign: TestSigstore;
beforeAll(async () => {
  sigstore = await createSigstore();
  foreign = await createSigstore();
});

function trustSomebody(who: object = WHO, root = sigstore.root): Trust {
  return { ...NO_TRUST, identities: [who], root: parseTrustedRoot(root, 'trusted_root.json') };
}

describe('with a key', () => {
  test.each<[string, Attachments, Trust, unknown]>([
    ['ECDSA', { sig: [signWithKey(P256.privateKey)] }, trustKey(P256), signed('cosign-signature')],
    ['RSA', { sig: [signWithKey(RSA.privateKey)] }, trustKey(RSA), signed('cosign-signature')],
    ['Ed25519', { sig: [signWithKey(ED25519.privateKey)] }, trustKey(ED25519), signed('cosign-signature')],
    [
      'another key',
      { sig: [signWithKey(OTHER.privateKey)] },
      trustKey(P256),
      refused('cosign-signature', 'signed by none of the keys that are given'),
    ],
    [
      'a payload that was changed',
      { sig: [{ ...signWithKey(P256.privateKey, toPayload(OTHER_DIGEST)), content: toPayload() }] },
      trustKey(P256),
      refused('cosign-signature', 'signed by none of the keys that are given'),
    ],
    [
      'a signature over another image',
      { sig: [signWithKey(P256.privateKey, toPayload(OTHER_DIGEST))] },
      trustKey(P256),
      refused('cosign-signature', `it speaks of another image: ${OTHER_DIGEST}`),
    ],
    [
      'a payload for something else',
      { sig: [signWithKey(P256.privateKey, Buffer.from(toPayload().toString().replace('container image', 'blob')))] },
      trustKey(P256),
      refused('cosign-signature', "what is signed is not of the type 'cosign container image signature'"),
    ],
    [
      'an envelope for something else',
      { att: [attestWithKey(P256.privateKey, toStatement('https://slsa.dev/provenance/v1', {}), 'application/json')] },
      trustKey(P256),
      refused('cosign-attestation', 'the envelope is for something else than an in-toto statement'),
    ],
    [
      'a layer without a signature',
      { sig: [{ mediaType: SIMPLE_SIGNING, content: toPayload() }] },
      trustKey(P256),
      refused('cosign-signature', 'it has no annotation dev.cosignproject.cosign/signature'),
    ],
    ['nobody', { sig: [signWithKey(P256.privateKey)] }, NO_TRUST, refused('cosign-signature', 'nobody is named whose signature counts')],
    ['no signature', {}, trustKey(P256), { state: 'none', reasons: [], signers: [] }],
  ])('%s', async (_title, attachments, trust, expected) => {
    expect(await verify(buildRegistry(attachments), trust)).toStrictEqual(expected);
  });

  test('one good signature among others is enough', async () => {
    const layers = [signWithKey(OTHER.privateKey), signWithKey(P256.privateKey)];
    expect(await verify(buildRegistry({ sig: layers }), trustKey(P256))).toStrictEqual({
      state: 'verified',
      reasons: ['cosign-signature not-verified: signed by none of the keys that are given', 'cosign-signature verified'],
      signers: ['cosign.pub'],
    });
  });

  test.each([
    ['the index', INDEX_DIGEST],
    ['the image of the platform', DIGEST],
  ])('a signature over %s counts for an image of an index', async (_title, of) => {
    const layers = [signWithKey(P256.privateKey, toPayload(of))];
    expect(await verify(buildRegistry({ sig: layers, of }), trustKey(P256), 'index')).toStrictEqual(signed('cosign-signature'));
  });
});

async function signClassic(options: SignOptions, from = sigstore): Promise<SignatureLayer> {
  const content = toPayload();
  return { mediaType: SIMPLE_SIGNING, content, annotations: await from.signClassic(content, options) };
}

const NO_VOUCHER = 'the trusted root does not vouch for its certificate';

describe('without keys, signatures by tag', () => {
  const certified = { state: 'verified', reasons: ['cosign-signature verified'], signers: [WHO.identity] };
  test.each<[string, SignOptions, object | undefined, unknown]>([
    ['as asked', {}, WHO, certified],
    [
      'by patterns',
      {},
      { identityPattern: 'https://git.example.com/shop/*@refs/heads/main', issuerPattern: 'https://*.example.com' },
      certified,
    ],
    ['a time stamp too', { timestamp: true }, WHO, certified],
    [
      'another identity',
      { identity: 'https://git.example.com/other' },
      WHO,
      refused('cosign-signature', `signed by https://git.example.com/other (issuer ${WHO.issuer}), who is not trusted for this image`),
    ],
    [
      'another issuer',
      { issuer: 'https://evil.example.com' },
      WHO,
      refused('cosign-signature', `signed by ${WHO.identity} (issuer https://evil.example.com), who is not trusted for this image`),
    ],
    ['no certificate log', { certificateLog: false }, WHO, refused('cosign-signature', `${NO_VOUCHER} (expected 1 SCTs, got 0)`)],
    [
      'no transparency log and no time',
      { log: false },
      WHO,
      refused('cosign-signature', 'nothing that is trusted says when it was signed (expected 1 timestamps, got 0)'),
    ],
    [
      'a time stamp and no transparency log',
      { log: false, timestamp: true },
      WHO,
      refused('cosign-signature', 'its entry in the transparency log does not hold (expected 1 tlog entries, got 0)'),
    ],
    [
      'a certificate that had expired',
      { loggedAfter: 30 },
      WHO,
      refused('cosign-signature', `${NO_VOUCHER} (certificate is not valid or expired at the specified date)`),
    ],
  ])('%s', async (_title, options, who, expected) => {
    expect(await verify(buildRegistry({ sig: [await signClassic(options)] }), trustSomebody(who))).toStrictEqual(expected);
  });

  test('authorities of somebody else', async () => {
    const layer = await signClassic({}, foreign);
    expect(await verify(buildRegistry({ sig: [layer] }), trustSomebody())).toStrictEqual(
      refused('cosign-signature', `${NO_VOUCHER} (no valid certificate path found)`),
    );
  });

  test('somebody who has a certificate and no key that is given', async () => {
    expect(await verify(buildRegistry({ sig: [await signClassic({})] }), trustKey(P256))).toStrictEqual(
      refused('cosign-signature', 'signed by a certificate, and no identity with its issuer is given'),
    );
  });

  test.each<[string, (entry: LogEntry) => void, string]>([
    [
      'another time',
      entry => {
        entry.Payload.integratedTime += 1;
      },
      'its entry in the transparency log does not hold (inclusion promise could not be verified)',
    ],
    [
      'another body',
      entry => {
        entry.Payload.body = Buffer.from(Buffer.from(entry.Payload.body, 'base64').toString().replace('"sha256"', '"sha512"')).toString(
          'base64',
        );
      },
      'its entry in the transparency log does not hold (inclusion promise could not be verified)',
    ],
    [
      'no body',
      entry => {
        entry.Payload.body = '';
      },
      'the body of its entry of the transparency log is no JSON',
    ],
  ])('an entry of the log with %s', async (_title, change, reason) => {
    const layer = await signClassic({});
    const entry = JSON.parse(layer.annotations?.['dev.sigstore.cosign/bundle'] ?? '') as LogEntry;
    change(entry);
    const annotations = { ...layer.annotations, 'dev.sigstore.cosign/bundle': JSON.stringify(entry) };
    expect(await verify(buildRegistry({ sig: [{ ...layer, annotations }] }), trustSomebody())).toStrictEqual(
      refused('cosign-signature', reason),
    );
  });

  test('the entry of another signature', async () => {
    const [layer, other] = [await signClassic({}), await signClassic({})];
    const name = 'dev.sigstore.cosign/bundle';
    const annotations = { ...layer.annotations, [name]: other.annotations?.[name] ?? '' };
    expect(await verify(buildRegistry({ sig: [{ ...layer, annotations }] }), trustSomebody())).toStrictEqual(
      refused('cosign-signature', 'its entry in the transparency log does not hold (signature mismatch)'),
    );
  });

  test('a payload that was changed', async () => {
    const content = Buffer.from(toPayload().toString().replace('null', '{"release":"true"}'));
    const layer = { ...(await signClassic({})), content };
    expect(await verify(buildRegistry({ sig: [layer] }), trustSomebody())).toStrictEqual(
      refused('cosign-signature', 'its entry in the transparency log does not hold (digest mismatch)'),
    );
  });
});

interface LogEntry {
  readonly Payload: { body: string; integratedTime: number };
}

describe('attestations by tag, logged as cosign did before 2.2', () => {
  const SLSA = 'https://slsa.dev/provenance/v0.2';
  const certified = { state: 'verified', reasons: ['cosign-attestation verified'], signers: [WHO.identity] };
  const LOG = 'its entry in the transparency log does not hold';

  async function attest(options: SignOptions = {}, from = sigstore): Promise<SignatureLayer> {
    return { mediaType: ENVELOPE, ...(await from.attestClassic(toStatement(SLSA, {}), options)) };
  }

  test('as asked', async () => {
    expect(await verify(buildRegistry({ att: [await attest()] }), trustSomebody())).toStrictEqual(certified);
  });

  test.each<[string, SignOptions, string]>([
    [
      'another identity',
      { identity: 'https://git.example.com/x' },
      `signed by https://git.example.com/x (issuer ${WHO.issuer}), who is not trusted for this image`,
    ],
    ['no certificate log', { certificateLog: false }, `${NO_VOUCHER} (expected 1 SCTs, got 0)`],
    ['a certificate that had expired', { loggedAfter: 30 }, `${NO_VOUCHER} (certificate is not valid or expired at the specified date)`],
    ['no entry', { log: false, timestamp: true }, `${LOG} (expected 1 tlog entries, got 0)`],
  ])('%s', async (_title, options, reason) => {
    expect(await verify(buildRegistry({ att: [await attest(options)] }), trustSomebody())).toStrictEqual(
      refused('cosign-attestation', reason),
    );
  });

  test('a log that is not trusted', async () => {
    const [layer, other] = [await attest(), await attest({}, foreign)];
    const annotations = { ...layer.annotations, [ENTRY]: other.annotations?.[ENTRY] ?? '' };
    expect(await verify(buildRegistry({ att: [{ ...layer, annotations }] }), trustSomebody())).toStrictEqual(
      refused('cosign-attestation', `${LOG} (inclusion promise could not be verified)`),
    );
  });

  test('the entry of another attestation of the same payload', async () => {
    const [layer, other] = [await attest(), await attest()];
    const annotations = { ...layer.annotations, [ENTRY]: other.annotations?.[ENTRY] ?? '' };
    expect(await verify(buildRegistry({ att: [{ ...layer, annotations }] }), trustSomebody())).toStrictEqual(
      refused('cosign-attestation', `${LOG} (certificate mismatch)`),
    );
  });

  test('another payload', async () => {
    const layer = await attest();
    const envelope = JSON.parse(Buffer.from(layer.content).toString()) as { payload: string };
    envelope.payload = Buffer.from(JSON.stringify(toStatement(SLSA, { builder: { id: 'x' } }))).toString('base64');
    const content = Buffer.from(JSON.stringify(envelope));
    expect(await verify(buildRegistry({ att: [{ ...layer, content }] }), trustSomebody())).toStrictEqual(
      refused('cosign-attestation', `${LOG} (payload hash mismatch)`),
    );
  });

  test('another signature', async () => {
    const [layer, other] = [await attest(), await attest()];
    expect(await verify(buildRegistry({ att: [{ ...layer, content: other.content }] }), trustSomebody())).toStrictEqual(
      refused('cosign-attestation', 'the signature does not belong to what it is attached to (signature verification failed)'),
    );
  });
});

const ENTRY = 'dev.sigstore.cosign/bundle';
const SIGN = 'https://sigstore.dev/cosign/sign/v1';

describe('bundles that refer to the image', () => {
  async function attach(options: SignOptions = {}, digest = DIGEST): Promise<NonNullable<Attachments['referrers']>> {
    const content = await sigstore.signStatement(toStatement(SIGN, {}, digest), options);
    return [{ artifactType: BUNDLE, layers: [{ mediaType: BUNDLE, content }] }];
  }
  const certified = { state: 'verified', reasons: ['bundle verified'], signers: [WHO.identity] };

  test.each([
    ['the API', false],
    ['the tag that stands for it', true],
  ])('by %s', async (_title, withoutApi) => {
    expect(await verify(buildRegistry({ referrers: await attach(), withoutApi }), trustSomebody())).toStrictEqual(certified);
  });

  test('over another image', async () => {
    const referrers = await attach({}, OTHER_DIGEST);
    expect(await verify(buildRegistry({ referrers }), trustSomebody())).toStrictEqual(
      refused('bundle', `it speaks of another image: ${OTHER_DIGEST}`),
    );
  });

  test('by another identity', async () => {
    const referrers = await attach({ identity: 'https://git.example.com/other' });
    expect(await verify(buildRegistry({ referrers }), trustSomebody())).toMatchObject({ state: 'not-verified', signers: [] });
  });

  test.each<[string, (bundle: Bundle) => void, string]>([
    [
      'another statement',
      bundle => {
        bundle.dsseEnvelope.payload = Buffer.from(JSON.stringify(toStatement(SIGN, { changed: true }))).toString('base64');
      },
      'its entry in the transparency log does not hold (DSSE payload hash mismatch)',
    ],
    [
      'a checkpoint of another tree',
      bundle => {
        for (const { inclusionProof } of bundle.verificationMaterial.tlogEntries) {
          const [name, size, , ...rest] = inclusionProof.checkpoint.envelope.split('\n');
          inclusionProof.checkpoint.envelope = [name, size, Buffer.alloc(32).toString('base64'), ...rest].join('\n');
        }
      },
      'its entry in the transparency log does not hold (invalid checkpoint signature)',
    ],
    [
      'no proof',
      bundle => {
        for (const entry of bundle.verificationMaterial.tlogEntries) Reflect.deleteProperty(entry, 'inclusionProof');
      },
      'its bundle cannot be read (invalid bundle)',
    ],
  ])('with %s', async (_title, change, reason) => {
    const bundle = JSON.parse((await sigstore.signStatement(toStatement(SIGN, {}))).toString()) as Bundle;
    change(bundle);
    const content = Buffer.from(JSON.stringify(bundle));
    const referrers = [{ artifactType: BUNDLE, layers: [{ mediaType: BUNDLE, content }] }];
    expect(await verify(buildRegistry({ referrers }), trustSomebody())).toStrictEqual(refused('bundle', reason));
  });

  test('over the manifest itself', async () => {
    const attachTo = async (bytes: Buffer): Promise<NonNullable<Attachments['referrers']>> => [
      { artifactType: BUNDLE, layers: [{ mediaType: BUNDLE, content: await sigstore.signBytes(bytes) }] },
    ];
    expect(await verify(buildRegistry({ referrers: await attachTo(IMAGE.manifest) }), trustSomebody())).toStrictEqual(certified);
    expect(await verify(buildRegistry({ referrers: await attachTo(Buffer.from('{}')) }), trustSomebody())).toStrictEqual(
      refused('bundle', 'the signature does not belong to what it is attached to (another digest)'),
    );
  });

  test.each<[string, SignOptions, unknown]>([
    ['and a time stamp', { timestamp: true }, certified],
    ['alone, which tells no time', {}, refused('bundle', 'nothing that is trusted says when it was signed (expected 1 timestamps, got 0)')],
  ])('with a proof of the log %s', async (_title, options, expected) => {
    const bundle = JSON.parse((await sigstore.signStatement(toStatement(SIGN, {}), options)).toString()) as Bundle;
    for (const entry of bundle.verificationMaterial.tlogEntries) Reflect.deleteProperty(entry, 'inclusionPromise');
    const referrers = [{ artifactType: BUNDLE, layers: [{ mediaType: BUNDLE, content: Buffer.from(JSON.stringify(bundle)) }] }];
    expect(await verify(buildRegistry({ referrers }), trustSomebody())).toStrictEqual(expected);
  });

  test('Notation is present and not evaluated', async () => {
    const artifactType = 'application/vnd.cncf.notary.signature';
    const layers = [{ mediaType: 'application/jose+json', content: Buffer.from('{}') }];
    expect(await verify(buildRegistry({ referrers: [{ artifactType, layers }] }), trustSomebody())).toStrictEqual({
      state: 'not-verified',
      reasons: ['notation not-evaluated: Notation is not verified by Breakwater'],
      signers: [],
    });
  });
});

interface Bundle {
  readonly dsseEnvelope: { payload: string };
  readonly verificationMaterial: { readonly tlogEntries: { inclusionProof: { checkpoint: { envelope: string } } }[] };
}

test.each<[string, object, string]>([
  ['no issuer', { identity: 'a' }, 'an identity without its issuer can be claimed through any other; add issuer'],
  ['no identity', { issuer: 'a' }, 'an issuer without an identity accepts everybody that it vouches for; add identity'],
  ['everybody', { identityPattern: '*', issuer: 'a' }, "the pattern '*' accepts everybody; name what must not differ"],
])('a trust with %s is refused', async (_title, who, message) => {
  expect(await verify(buildRegistry({}), trustSomebody(who))).toBe(`trust-invalid: ${message}`);
});
