import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { buildIndex } from '../testing/images.ts';
import { startRegistry, type TestRegistryOptions } from '../testing/registry.ts';
import { buildRegistry, buildSignatures, DIGEST, SIMPLE_SIGNING, signWithKey, toPayload } from '../testing/signed-images.ts';
import { refused, signed, trustKey, verify } from '../testing/verify.ts';
import { NO_TRUST } from './trust.ts';
import { verifyImage } from './verify-image.ts';

const P256 = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const OTHER = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });

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

  test.each([400, 405])('%s says that there are no lists of referrers', async status => {
    const intercept: TestRegistryOptions['intercept'] = (request, response) => {
      if (request.url?.includes('/referrers/') !== true) return false;
      response.writeHead(status).end();
      return true;
    };
    expect(await verify({ ...buildRegistry({}), intercept }, trustKey(P256))).toStrictEqual({ state: 'none', reasons: [], signers: [] });
  });

  test('pages of referrers are all read, and not for ever', async () => {
    const layers = [signWithKey(P256.privateKey)];
    const { blobs, tags } = buildRegistry({ referrers: [{ artifactType: SIMPLE_SIGNING, layers }] });
    const page = buildIndex([buildSignatures(layers, SIMPLE_SIGNING).descriptor]);
    const asked: string[] = [];
    const answer =
      (last: number): NonNullable<TestRegistryOptions['intercept']> =>
      (request, response) => {
        if (request.url?.includes('/referrers/') !== true) return false;
        asked.push(request.url.split('/').at(-1)?.replace(DIGEST, 'DIGEST') ?? '');
        response.writeHead(200, asked.length < last ? { link: `<http://evil.example/other?n=${asked.length}>; rel="next"` } : {});
        response.end(asked.length === last ? page : '{"manifests":[]}');
        return true;
      };
    expect(await verify({ blobs, tags, intercept: answer(3) }, trustKey(P256))).toStrictEqual(signed('cosign-signature'));
    expect(asked).toStrictEqual(['DIGEST', 'DIGEST?n=1', 'DIGEST?n=2']);
    asked.length = 0;
    expect(await verify({ blobs, tags, intercept: answer(1000) }, trustKey(P256))).toBe(
      `document-too-large: more than 10 pages of artifacts refer to ${DIGEST}; delete those that are not needed`,
    );
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
    ['an envelope as deep as it gets', Buffer.from('['.repeat(30_000_000)), 'the attestation is nested more than 1000 deep'],
    [
      'a statement as deep as it gets',
      toEnvelope(`${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`),
      'the statement is nested more than 1000 deep',
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
