import { ImageVerificationOutput, listSchemaIssues } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { startSignedImage } from '../testing/signed-image.ts';
import { run } from '../testing/terminal.ts';

type Image = Awaited<ReturnType<typeof startSignedImage>>;

async function verify(image: Image, ...words: readonly string[]) {
  const { code, out, err } = await run(['image', 'verify', image.name, '--plain-http', image.host, '--platform', 'linux/amd64', ...words]);
  const hide = (text: string): string =>
    text
      .replaceAll(image.folder.path, 'DIR')
      .replaceAll(image.host, 'HOST')
      .replaceAll(image.digest, 'DIGEST')
      .replaceAll(image.digest.replace(':', '-'), 'TAG');
  return { code, out: hide(out), err: hide(err) };
}

test('signed by a key', async () => {
  await using image = await startSignedImage();
  expect(await verify(image, '--key', image.folder.at('cosign.pub'))).toStrictEqual({
    code: 0,
    err: '',
    out: `HOST/shop/cart:1  DIGEST
verified: signed by DIR/cosign.pub

STATE     WHAT       BY, OR WHY NOT${' '.repeat(image.folder.at('cosign.pub').length - 14)}  SAYS  IN
verified  signature  DIR/cosign.pub        TAG.sig
`,
  });
});

test('signed by another key', async () => {
  await using image = await startSignedImage();
  expect(await verify(image, '--key', image.folder.at('other.pub'))).toStrictEqual({
    code: 1,
    err: '',
    out: `HOST/shop/cart:1  DIGEST
not verified: 1 thing attached

STATE         WHAT       BY, OR WHY NOT                             SAYS  IN
not-verified  signature  signed by none of the keys that are given        TAG.sig
`,
  });
});

test('nobody is named', async () => {
  await using image = await startSignedImage();
  const { code, out } = await verify(image);
  expect([code, out.split('\n').slice(-2)]).toStrictEqual([
    1,
    [
      'Nobody is named whose signature counts: give --key FILE, or --identity, --issuer and --trusted-root, or write a rule of trust in breakwater.yaml',
      '',
    ],
  ]);
});

test('no signature', async () => {
  await using image = await startSignedImage('unsigned');
  expect(await verify(image, '--key', image.folder.at('cosign.pub'))).toStrictEqual({
    code: 1,
    err: '',
    out: 'HOST/shop/cart:1  DIGEST\nno signature and no attestation\n',
  });
});

test('as JSON it fits its schema', async () => {
  await using image = await startSignedImage('attested');
  const { code, out } = await verify(image, '--key', image.folder.at('cosign.pub'), '--format', 'json');
  const output = JSON.parse(out) as ImageVerificationOutput;
  const signer = { kind: 'key', name: 'DIR/cosign.pub' };
  expect([code, listSchemaIssues(ImageVerificationOutput, output)]).toStrictEqual([0, []]);
  expect(output).toStrictEqual({
    schema: 'breakwater/image-verification',
    version: '1',
    image: { name: 'HOST/shop/cart:1', digest: 'DIGEST' },
    state: 'verified',
    signers: [signer],
    provenance: {
      builder: 'https://ci.example.com',
      sourceRepository: 'https://git.example.com/shop/cart',
      sourceCommit: 'ab'.repeat(20),
      builtAt: '',
    },
    results: [
      { form: 'cosign-signature', state: 'verified', subject: 'DIGEST', place: 'TAG.sig', signer },
      {
        form: 'cosign-attestation',
        state: 'verified',
        subject: 'DIGEST',
        place: 'TAG.att',
        signer,
        statement: {
          kind: 'provenance',
          predicateType: 'https://slsa.dev/provenance/v1',
          text: 'from https://git.example.com/shop/cart@abababababab by https://ci.example.com',
        },
      },
    ],
    unmet: [],
    problems: [],
    summary: { verified: 2, notVerified: 0, notEvaluated: 0, complete: true },
  });
});

describe('image check', () => {
  const check = async (image: Image, ...words: readonly string[]) => {
    const options = [
      '--plain-http',
      image.host,
      '--platform',
      'linux/amd64',
      '--policy',
      'image-not-signed',
      '--fail-on',
      'medium',
      '--format',
      'json',
    ];
    const { code, out } = await run(['image', 'check', image.name, '--verbose', ...options, ...words]);
    const { results } = JSON.parse(out) as { results: { policy: string; state: string; message: string }[] };
    return [code, ...results.map(({ policy, state }) => `${policy} ${state}`)];
  };

  test.each<['signed' | 'unsigned', string | undefined, readonly unknown[]]>([
    ['signed', 'cosign.pub', [0, 'image-not-signed pass']],
    ['signed', 'other.pub', [1, 'image-not-signed fail']],
    ['unsigned', 'cosign.pub', [1, 'image-not-signed fail']],
    // A policy that is named and cannot be evaluated does not end quietly.
    ['signed', undefined, [3, 'image-not-signed not-evaluated']],
  ])('an image that is %s, with %s', async (what, key, expected) => {
    await using image = await startSignedImage(what);
    expect(await check(image, ...(key === undefined ? [] : ['--key', image.folder.at(key)]))).toStrictEqual(expected);
  });

  test('the source that a provenance names', async () => {
    await using image = await startSignedImage('attested');
    const allow = (prefix: string) => JSON.stringify({ 'image-source-not-allowed': { allowed: [prefix] } });
    using params = createFolder({
      'own.yaml': allow('https://git.example.com/shop/'),
      'other.yaml': allow('https://git.example.com/other/'),
    });
    const judge = (file: string) =>
      check(image, '--key', image.folder.at('cosign.pub'), '--policy', 'image-source-not-allowed', '--params', params.at(file));
    expect([await judge('own.yaml'), await judge('other.yaml')]).toStrictEqual([
      [0, 'image-not-signed pass', 'image-source-not-allowed pass'],
      [1, 'image-not-signed pass', 'image-source-not-allowed fail'],
    ]);
  });
});

test('what is attested', async () => {
  await using image = await startSignedImage('attested');
  const policies = ['image-provenance-missing', 'image-sbom-missing', 'image-scan-attestation-stale'].flatMap(id => ['--policy', id]);
  const words = [
    image.name,
    '--plain-http',
    image.host,
    '--platform',
    'linux/amd64',
    '--key',
    image.folder.at('cosign.pub'),
    '--format',
    'json',
  ];
  const { out } = await run(['image', 'check', ...words, '--verbose', '--fail-on', 'low', ...policies]);
  const { results } = JSON.parse(out) as { results: { policy: string; state: string; message: string }[] };
  expect(results.map(({ policy, state }) => `${policy} ${state}`)).toStrictEqual([
    'image-provenance-missing pass',
    'image-sbom-missing fail',
    'image-scan-attestation-stale fail',
  ]);
});

describe('what cannot be asked', () => {
  test.each<[string, readonly string[], number, string]>([
    ['an identity alone', ['--identity', 'me'], 2, 'an identity without its issuer can be claimed through any other; add issuer'],
    ['an issuer alone', ['--issuer', 'x'], 2, 'an issuer without an identity accepts everybody that it vouches for; add identity'],
    ['everybody', ['--identity', '*', '--issuer', 'x'], 2, "the pattern '*' accepts everybody; name what must not differ"],
    [
      'no trusted root',
      ['--identity', 'me', '--issuer', 'x'],
      2,
      '--identity needs --trusted-root, the trusted_root.json to verify certificates by',
    ],
    [
      'a trusted root alone',
      ['--trusted-root', 'x'],
      2,
      '--trusted-root says what certificates are verified by; give --identity and --issuer too',
    ],
    ['a key that is not there', ['--key', '/no/such'], 2, '/no/such: There is no such file or folder. Check the path.'],
    ['a key that is none', ['--key', import.meta.filename], 2, `the key ${import.meta.filename} is no public key in PEM, as cosign.pub is`],
  ])('%s', async (_title, words, code, message) => {
    const outcome = await run(['image', 'verify', '127.0.0.1:1/x', ...words]);
    expect([outcome.code, outcome.err.split('\n')[0]]).toStrictEqual([code, `error: ${message}`]);
  });

  test('a registry that is not there', async () => {
    const outcome = await run(['image', 'verify', '127.0.0.1:1/x', '--plain-http', '127.0.0.1:1']);
    expect([outcome.code, outcome.out]).toStrictEqual([3, '']);
    expect(outcome.err).toMatch(/^error: http:\/\/127\.0\.0\.1:1 cannot be reached: /);
  });
});
