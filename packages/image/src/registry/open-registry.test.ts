import { createHash } from 'node:crypto';
import { createServer, get as forward } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { ImageError } from '../errors.ts';
import { inspectImage } from '../inspect-image.ts';
import { toDigest } from '../layer/digest.ts';
import { WorkFolder } from '../layer/work-folder.ts';
import { buildBlobs, buildIndex } from '../testing/images.ts';
import { startRegistry, type TestRegistryOptions } from '../testing/registry.ts';
import { findCredentialProgram, findCredentials, parseProgramAnswer } from './docker-config.ts';
import { openRegistryImage, type RegistryOptions } from './open-registry.ts';
import { formatReference, parseReference } from './reference.ts';

/** What gzip makes no smaller. */
const NOISE = Buffer.concat(Array.from({ length: 3000 }, (_, index) => createHash('sha256').update(String(index)).digest()));
const IMAGE = buildBlobs({
  layers: [{ 'etc/os-release': 'ID=debian' }, { big: NOISE }],
});
const INDEX = buildIndex([IMAGE.descriptor]);
const LAYERS = [...IMAGE.all.keys()].slice(0, 2);
const CONTENT: TestRegistryOptions = {
  tags: { one: IMAGE.manifest, index: INDEX },
  blobs: new Map([...IMAGE.all, [toDigest(INDEX), INDEX]]),
};

const login = (host: string, entry: object): Uint8Array => Buffer.from(JSON.stringify({ auths: { [host]: entry } }));
const PASSWORD = { auth: Buffer.from('user:pass:word').toString('base64') };

interface Pull {
  readonly server?: Partial<TestRegistryOptions>;
  readonly name?: string;
  readonly registry?: (host: string) => RegistryOptions;
  readonly platform?: string;
}

/** What became of a pull, with every request that was sent. */
async function pull({ server = {}, name = 'one', registry = () => ({}), platform = 'linux/amd64' }: Pull) {
  await using running = await startRegistry({ ...CONTENT, ...server });
  const waits: number[] = [];
  const options = { plainHttpHosts: [running.host], wait: async (ms: number) => void waits.push(ms), ...registry(running.host) };
  const separator = name.startsWith('sha256:') ? '@' : ':';
  const hide = (text: string): string => text.replaceAll(running.host, 'HOST');
  try {
    using folder = new WorkFolder();
    await using source = await openRegistryImage(`${running.host}/team/app${separator}${name}`, options, { platform });
    const { complete, files, problems } = await inspectImage(source, { folder, catalogers: [] });
    const codes = problems.map(({ code }) => code).filter(code => code !== 'nothing-catalogued');
    return {
      digest: source.digest,
      indexDigest: source.indexDigest,
      complete,
      files: files.count,
      codes,
      waits,
      requests: running.requests,
    };
  } catch (cause) {
    if (!(cause instanceof ImageError)) throw cause;
    return { failure: `${cause.code}: ${hide(cause.message)}`, waits, requests: running.requests };
  }
}

const PULLED = { digest: IMAGE.descriptor.digest, indexDigest: undefined, complete: true, files: 2, codes: [] };

describe('pulling', () => {
  test.each<[string, Pull, object]>([
    ['by tag', {}, PULLED],
    ['by digest', { name: IMAGE.descriptor.digest }, PULLED],
    ['through an index', { name: 'index' }, { ...PULLED, indexDigest: toDigest(INDEX) }],
    ['with a password', { server: { login: 'basic' }, registry: host => ({ dockerConfig: login(host, PASSWORD) }) }, PULLED],
    ['with a token', { server: { login: 'token' }, registry: host => ({ dockerConfig: login(host, PASSWORD) }) }, PULLED],
    [
      'with an identity token',
      { server: { login: 'identity-token' }, registry: host => ({ dockerConfig: login(host, { identitytoken: 'refresh' }) }) },
      PULLED,
    ],
  ])('%s', async (_title, options, expected) => {
    expect(await pull(options)).toMatchObject(expected);
  });

  test('a token is asked for once, and no password goes anywhere but to the login', async () => {
    const { requests } = await pull({ server: { login: 'token' }, registry: host => ({ dockerConfig: login(host, PASSWORD) }) });
    expect(requests.filter(line => line.includes('Basic'))).toStrictEqual([
      'GET /token?service=test&scope=repository%3Ateam%2Fapp%3Apull (Basic)',
    ]);
    expect(requests.filter(line => line.startsWith('GET /token')).length).toBe(1);
  });
});

describe('what a registry refuses', () => {
  test.each<[string, Pull, string]>([
    [
      'no login',
      { server: { login: 'basic' } },
      'registry-unauthorized: HOST does not let HOST/team/app:one be read: it wants a user and password, and there are none for it; use docker login HOST',
    ],
    [
      'a wrong one',
      { server: { login: 'token' }, registry: host => ({ dockerConfig: login(host, { username: 'user', password: 'x' }) }) },
      'registry-unauthorized: HOST does not let HOST/team/app:one be read: its login refuses the credentials; use docker login HOST',
    ],
    [
      'a tag that is not there',
      { name: 'two' },
      'image-not-found: HOST/team/app:two is not in HOST, or only with a login (manifest unknown); check name and tag, or use docker login',
    ],
    [
      'a platform that is not there',
      { name: 'index', platform: 'linux/s390x' },
      'platform-missing: HOST/team/app:index has no image for linux/s390x; take one with --platform: linux/amd64',
    ],
    [
      'a manifest of another digest',
      { name: `sha256:${'0'.repeat(64)}`, server: { tags: { [`sha256:${'0'.repeat(64)}`]: IMAGE.manifest } } },
      `digest-mismatch: the bytes have the digest ${IMAGE.descriptor.digest}, not sha256:${'0'.repeat(64)}; they were changed or cut on their way: fetch or save the image again`,
    ],
    ['TLS where there is none', { registry: () => ({ plainHttpHosts: [] }) }, 'registry-unreachable: https://HOST cannot be reached'],
  ])('%s', async (_title, options, failure) => {
    expect((await pull(options)).failure?.slice(0, failure.length)).toBe(failure);
  });

  test('a blob with other bytes is a problem of its layer', async () => {
    const blobs = new Map(
      [...CONTENT.blobs].map(([digest, blob]) => [digest, digest === LAYERS[1] ? Buffer.from(blob).fill(1, 20, 30) : blob]),
    );
    expect(await pull({ server: { blobs } })).toMatchObject({ complete: false, files: 1 });
  });
});

describe('on the way', () => {
  test('a registry that is busy is asked again after the time that it names', async () => {
    const intercept: TestRegistryOptions['intercept'] = (_request, response, count) => {
      if (count > 2) return false;
      response.writeHead(429, { 'retry-after': '7' }).end();
      return true;
    };
    expect(await pull({ server: { intercept } })).toMatchObject({ ...PULLED, waits: [7000, 7000] });
  });

  test('and given up in the end', async () => {
    const intercept: TestRegistryOptions['intercept'] = (_request, response) => {
      response.writeHead(429).end();
      return true;
    };
    expect(await pull({ server: { intercept } })).toMatchObject({
      failure: 'registry-throttled: HOST asks to come back later; with a login it allows more',
      waits: [1000, 2000, 4000, 8000, 16_000],
    });
  });

  test('a transfer that breaks goes on where it stopped', async () => {
    let broken = 0;
    const ranges: (string | undefined)[] = [];
    const intercept: TestRegistryOptions['intercept'] = (request, response) => {
      if (request.url !== `/v2/team/app/blobs/${LAYERS[1]}`) return false;
      ranges.push(request.headers.range);
      if (broken >= 2) return false;
      broken += 1;
      const blob = IMAGE.all.get(LAYERS[1] ?? '') ?? Buffer.alloc(0);
      const from = Number(request.headers.range?.slice('bytes='.length, -1) ?? 0);
      response.writeHead(from > 0 ? 206 : 200, { 'content-length': blob.length - from });
      response.write(blob.subarray(from, from + 1000), () => response.destroy());
      return true;
    };
    expect(await pull({ server: { intercept } })).toMatchObject(PULLED);
    expect(ranges).toStrictEqual([undefined, 'bytes=1000-', 'bytes=2000-']);
  });

  test('storage elsewhere gets no Authorization header', async () => {
    await using storage = await startRegistry(CONTENT);
    const intercept: TestRegistryOptions['intercept'] = (request, response) => {
      if (request.url?.includes('/blobs/') !== true || request.headers.authorization === undefined) return false;
      response.writeHead(307, { location: `http://${storage.host}${request.url}` }).end();
      return true;
    };
    const got = await pull({ server: { intercept, login: 'token' }, registry: host => ({ dockerConfig: login(host, PASSWORD) }) });
    expect(got).toMatchObject(PULLED);
    expect([storage.requests.length, storage.requests.filter(line => line.includes('('))]).toStrictEqual([3, []]);
  });

  test('a circle of redirections ends', async () => {
    const intercept: TestRegistryOptions['intercept'] = (request, response) => {
      response.writeHead(307, { location: request.url ?? '' }).end();
      return true;
    };
    expect((await pull({ server: { intercept } })).failure).toBe('registry-failed: http://HOST redirects more than 5 times');
  });
});

test.each<[string, string, string]>([
  ['nginx', 'registry-1.docker.io library/nginx latest', 'docker.io/library/nginx:latest'],
  ['grafana/loki:3', 'registry-1.docker.io grafana/loki 3', 'docker.io/grafana/loki:3'],
  ['localhost/a', 'localhost a latest', 'localhost/a:latest'],
  ['registry.example:5000/a/b/c:1.2-x', 'registry.example:5000 a/b/c 1.2-x', 'registry.example:5000/a/b/c:1.2-x'],
  [`quay.io/a/b@sha256:${'a'.repeat(64)}`, `quay.io a/b ${undefined}`, `quay.io/a/b@sha256:${'a'.repeat(64)}`],
])('%s', (text, parts, written) => {
  const reference = parseReference(text);
  expect([`${reference.host} ${reference.repository} ${reference.tag}`, formatReference(reference)]).toStrictEqual([parts, written]);
});

test.each([
  '',
  'A/b',
  'a b',
  'x/../y',
  '-x.example/a',
  'a:b:c',
  'a@sha256:00',
  'registry.example/a:',
  'x'.repeat(600),
  'http://a/b',
  'a@b@c',
])('%.40s is no reference', text => {
  expect(() => parseReference(text)).toThrow(ImageError);
});

test.each<[string, object, string, string | undefined]>([
  ['the host', { 'quay.io': { username: 'u', password: 'p' } }, 'quay.io/a/b', 'u'],
  ['a URL', { 'https://quay.io/v1/': { username: 'u', password: 'p' } }, 'quay.io/a/b', 'u'],
  ['Docker Hub', { 'https://index.docker.io/v1/': { username: 'u', password: 'p' } }, 'nginx', 'u'],
  ['the longest path', { 'quay.io': { username: 'u', password: 'p' }, 'quay.io/a': { username: 'v', password: 'p' } }, 'quay.io/a/b', 'v'],
  ['a path of another', { 'quay.io/ab': { username: 'u', password: 'p' } }, 'quay.io/a/b', undefined],
  ['one label', { '*.example.com': { username: 'u', password: 'p' } }, 'r.example.com/a', 'u'],
  ['not two', { '*.example.com': { username: 'u', password: 'p' } }, 'r.s.example.com/a', undefined],
  ['another host', { 'quay.io.evil.example': { username: 'u', password: 'p' } }, 'quay.io/a', undefined],
])('credentials by %s', (_title, auths, name, user) => {
  const found = findCredentials(Buffer.from(JSON.stringify({ auths })), parseReference(name));
  expect(found?.kind === 'password' ? found.user : undefined).toBe(user);
});

describe('programs that the Docker configuration names', () => {
  const config = Buffer.from(
    JSON.stringify({ credHelpers: { 'ecr.example': 'ecr-login', 'bad.example': '../evil' }, credsStore: 'desktop' }),
  );
  test.each([
    ['ecr.example/x', { name: 'ecr-login', server: 'ecr.example' }],
    ['other.example/x', { name: 'desktop', server: 'other.example' }],
    ['nginx', { name: 'desktop', server: 'https://index.docker.io/v1/' }],
    ['bad.example/x', undefined],
  ])('%s', (name, expected) => {
    expect(findCredentialProgram(config, parseReference(name))).toStrictEqual(expected);
  });

  test.each([
    ['{"Username":"me","Secret":"pass"}', { kind: 'password', user: 'me', password: 'pass' }],
    ['{"Username":"<token>","Secret":"refresh"}', { kind: 'identity-token', token: 'refresh' }],
    ['{}', undefined],
  ])('%s', (answer, expected) => {
    expect(parseProgramAnswer(Buffer.from(answer))).toStrictEqual(expected);
  });

  test('is asked, and its answer used', async () => {
    const asked: object[] = [];
    const outcome = await pull({
      server: { login: 'basic' },
      registry: () => ({
        dockerConfig: Buffer.from('{"credsStore":"desktop"}'),
        askProgram: async program => {
          asked.push({ ...program, server: program.server.replace(/\d+$/, 'PORT') });
          return Buffer.from('{"Username":"user","Secret":"pass:word"}');
        },
      }),
    });
    expect([outcome.complete, asked]).toStrictEqual([true, [{ name: 'desktop', server: '127.0.0.1:PORT' }]]);
  });
});

describe('mirrors', () => {
  test('that have the image are asked instead', async () => {
    await using mirror = await startRegistry(CONTENT);
    await using source = await openRegistryImage(
      'registry.invalid/team/app:one',
      { plainHttpHosts: [mirror.host], mirrors: { 'registry.invalid': [mirror.host] } },
      { platform: 'linux/amd64' },
    );
    expect([source.name, source.digest, mirror.requests.length > 0]).toStrictEqual([
      'registry.invalid/team/app:one',
      toDigest(IMAGE.manifest),
      true,
    ]);
  });

  test('that have not are passed over', async () => {
    await using mirror = await startRegistry({ ...CONTENT, tags: {} });
    const outcome = await pull({
      registry: host => ({ plainHttpHosts: [host, mirror.host], mirrors: { [host]: [mirror.host, '127.0.0.1:1'] } }),
    });
    expect([outcome.complete, mirror.requests]).toStrictEqual([true, ['GET /v2/team/app/manifests/one']]);
  });
});

test('through a proxy', async () => {
  const seen: string[] = [];
  const proxy = createServer((request, response) => {
    seen.push(request.url ?? '');
    const { host: _host, ...headers } = request.headers;
    forward(request.url ?? '', { headers, agent: false }, answer => {
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(response);
    });
  });
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  try {
    const through = await pull({
      registry: host => ({ plainHttpHosts: [host], proxies: { httpProxy: address, httpsProxy: address, noProxy: '' } }),
    });
    expect([through.complete, seen.length > 0]).toStrictEqual([true, true]);
    seen.length = 0;
    const around = await pull({
      registry: host => ({ plainHttpHosts: [host], proxies: { httpProxy: address, httpsProxy: address, noProxy: '127.0.0.1' } }),
    });
    expect([around.complete, seen]).toStrictEqual([true, []]);
  } finally {
    proxy.closeAllConnections();
    proxy.close();
  }
});
