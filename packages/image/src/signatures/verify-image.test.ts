import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { ImageError } from '../errors.ts';
import { startRegistry, type TestRegistryOptions } from '../testing/registry.ts';
import {
  type Attachments,
  BUNDLE,
  buildRegistry,
  buildSignatures,
  DIGEST,
  INDEX_DIGEST,
  OTHER_DIGEST,
  SIMPLE_SIGNING,
  type SignatureLayer,
  signWithKey,
  toPayload,
  toStatement,
} from '../testing/signed-images.ts';
import { createSigstore, type SignOptions, type TestSigstore, WHO } from '../testing/sigstore.ts';
import { NO_TRUST, type Trust } from './trust.ts';
import { parsePublicKey } from './trusted-key.ts';
import { parseTrustedRoot } from './trusted-root.ts';
import { verifyImage } from './verify-image.ts';

const P256 = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ED25519 = generateKeyPairSync('ed25519');
const OTHER = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });

function trustKey({ publicKey }: { readonly publicKey: KeyObject }): Trust {
  return { ...NO_TRUST, keys: [parsePublicKey(publicKey.export({ format: 'pem', type: 'spki' }) as string, 'cosign.pub')] };
}

let sigstore: TestSigstore;
let foreign: TestSigstore;
beforeAll(async () => {
  sigstore = await createSigstore();
  foreign = await createSigstore();
});

function trustSomebody(who: object = WHO, root = sigstore.root): Trust {
  return { ...NO_TRUST, identities: [who], root: parseTrustedRoot(root, 'trusted_root.json') };
}

/** The gist of a verification, or what was thrown. */
async function verify(content: TestRegistryOptions, trust: Trust, tag = 'one') {
  await using running = await startRegistry(content);
  const registry = { plainHttpHosts: [running.host], wait: async () => undefined };
  try {
    const { state, findings, signers, complete } = await verifyImage(`${running.host}/team/app:${tag}`, registry, { trust });
    const reasons = findings.map(({ form, state: own, reason }) => `${form} ${own}${reason === '' ? '' : `: ${reason}`}`);
    return { state, reasons, signers: signers.map(({ name }) => name), ...(complete ? {} : { complete }) };
  } catch (cause) {
    if (!(cause instanceof ImageError)) throw cause;
    return `${cause.code}: ${cause.message.replaceAll(running.host, 'HOST')}`;
  }
}

const signed = (form: string) => ({ state: 'verified', reasons: [`${form} verified`], signers: ['cosign.pub'] });
const refused = (form: string, reason: string) => ({ state: 'not-verified', reasons: [`${form} not-verified: ${reason}`], signers: [] });

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

describe('a registry that does not answer is an error', () => {
  test.each<[string, (path: string) => boolean, number, string]>([
    ['tags', path => path.endsWith('.sig'), 500, 'registry-failed: HOST answers 500'],
    ['referrers', path => path.includes('/referrers/'), 500, 'registry-failed: HOST answers 500'],
    [
      'a login',
      path => path.endsWith('.att'),
      403,
      'registry-unauthorized: HOST does not let HOST/team/app:one be read: it does not accept the credentials; use docker login HOST',
    ],
  ])('%s', async (_title, isHit, status, failure) => {
    const intercept: TestRegistryOptions['intercept'] = (request, response) => {
      if (!isHit(request.url ?? '')) return false;
      response.writeHead(status).end();
      return true;
    };
    expect(await verify({ ...buildRegistry({}), intercept }, trustKey(P256))).toBe(failure);
  });

  test('an image on this machine', async () => {
    await expect(verifyImage(import.meta.dirname, {}, { trust: NO_TRUST })).rejects.toThrow(
      `${import.meta.dirname} lies on this machine, and signatures lie in registries; give the reference that it is pulled by`,
    );
  });

  test('gone', async () => {
    const gone = await startRegistry(buildRegistry({}));
    await gone[Symbol.asyncDispose]();
    const looking = verifyImage(`${gone.host}/team/app:one`, { plainHttpHosts: [gone.host] }, { trust: trustKey(P256) });
    await expect(looking).rejects.toMatchObject({ code: 'registry-unreachable' });
  });

  test('a list of referrers that is none', async () => {
    const referrers = new Map([[DIGEST, Buffer.from('<html>')]]);
    expect(await verify({ ...buildRegistry({}), referrers }, trustKey(P256))).toBe('document-invalid: the list of referrers is no JSON');
  });
});

describe('hostile registries', () => {
  test('ten thousand signatures', async () => {
    const { privateKey } = OTHER;
    const layer = signWithKey(privateKey);
    const layers = Array.from({ length: 10_000 }, () => layer);
    const outcome = await verify(buildRegistry({ sig: layers }), trustKey(P256));
    expect(outcome).toMatchObject({ state: 'not-verified', complete: false });
    expect((outcome as { reasons: string[] }).reasons.length).toBe(200);
  });

  test('a layer of a gigabyte is not fetched', async () => {
    const layer = { ...signWithKey(P256.privateKey), size: 1_000_000_000 };
    expect(await verify(buildRegistry({ sig: [layer] }), trustKey(P256))).toStrictEqual(
      refused('cosign-signature', 'it says that it has 1000000000 bytes; 1048576 are read'),
    );
  });

  test('more bytes than were promised', async () => {
    const layer = { ...signWithKey(P256.privateKey), size: 10 };
    const outcome = await verify(buildRegistry({ sig: [layer] }), trustKey(P256));
    expect(outcome).toMatchObject({ state: 'not-verified', reasons: [expect.stringContaining('has more than the 10 bytes')] });
  });

  test('a manifest that is no JSON', async () => {
    const content = buildRegistry({});
    const tags = { ...content.tags, [`${DIGEST.replace(':', '-')}.sig`]: Buffer.from('{') };
    expect(await verify({ ...content, tags }, trustKey(P256))).toStrictEqual(refused('unknown', 'its manifest is no JSON'));
  });

  test.each<[string, Buffer, string]>([
    ['no JSON', Buffer.from('{'), 'the attestation is no JSON'],
    ['no envelope', Buffer.from('{}'), 'the envelope holds no payload with a type'],
    ['an envelope as deep as it gets', Buffer.from('['.repeat(4_000_000)), 'the attestation is no JSON'],
    [
      'a statement as deep as it gets',
      toEnvelope(`${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`),
      'it is no in-toto statement of version 0.1 or 1',
    ],
  ])('an attestation that is %s', async (_title, content, reason) => {
    const att = [{ mediaType: 'application/vnd.dsse.envelope.v1+json', content }];
    expect(await verify(buildRegistry({ att }), trustKey(P256))).toStrictEqual(refused('cosign-attestation', reason));
  });

  test('a content that is missing', async () => {
    const content = buildRegistry({ sig: [signWithKey(P256.privateKey)] });
    const payload = buildSignatures([signWithKey(P256.privateKey)]).blobs;
    const blobs = new Map([...content.blobs].filter(([digest, bytes]) => !payload.has(digest) || !Buffer.from(bytes).equals(toPayload())));
    expect(await verify({ ...content, blobs }, trustKey(P256))).toStrictEqual(
      refused('cosign-signature', 'the registry has a signature whose content it has not'),
    );
  });
});

function toEnvelope(payload: string): Buffer {
  return Buffer.from(
    JSON.stringify({
      payloadType: 'application/vnd.in-toto+json',
      payload: Buffer.from(payload).toString('base64'),
      signatures: [{ sig: 'AA==' }],
    }),
  );
}

test.each<[string, object, string]>([
  ['no issuer', { identity: 'a' }, 'an identity without its issuer can be claimed through any other; add issuer'],
  ['no identity', { issuer: 'a' }, 'an issuer without an identity accepts everybody that it vouches for; add identity'],
  ['everybody', { identityPattern: '*', issuer: 'a' }, "the pattern '*' accepts everybody; name what must not differ"],
])('a trust with %s is refused', async (_title, who, message) => {
  expect(await verify(buildRegistry({}), trustSomebody(who))).toBe(`trust-invalid: ${message}`);
});
