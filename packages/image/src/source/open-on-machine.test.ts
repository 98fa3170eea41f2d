import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { ImageError } from '../errors.ts';
import { inspectImage } from '../inspect-image.ts';
import { WorkFolder } from '../layer/work-folder.ts';
import { openImage } from '../open-image.ts';
import { buildDockerSave, createFolder, toArchive } from '../testing/images.ts';
import { type EnginePlaces, parseEngineImage } from './open-on-machine.ts';

test.each<[string, string | undefined]>([
  ['docker:shop/cart:1', 'docker shop/cart:1'],
  ['podman:cart:1', 'podman cart:1'],
  ['containerd:cart@sha256:x', 'containerd cart@sha256:x'],
  ['docker:27', undefined],
  ['docker:dind-rootless', undefined],
  ['docker:', undefined],
  ['dockers:a/b', undefined],
  ['docker', undefined],
])('%s', (text, expected) => {
  const found = parseEngineImage(text);
  expect(found === undefined ? undefined : `${found.engine} ${found.name}`).toBe(expected);
});

const SAVE = toArchive(buildDockerSave({ layers: [{ 'etc/os-release': 'ID=debian\nVERSION_ID=12\n' }, { a: 'x' }] }));
const NONE: EnginePlaces = { docker: [], podman: [], podmanStores: [], containerd: [] };

const folder = createFolder({ x: '' });
const socket = folder.at('engine.sock');
let server: Server | undefined;
afterEach(() => new Promise<void>(resolve => (server === undefined ? resolve() : server.close(() => resolve()))));

/** Answers as an engine; the paths that were asked for. */
async function listen(status: number, body: Uint8Array | string, cut = false): Promise<string[]> {
  const asked: string[] = [];
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(status, { 'content-length': body.length });
    if (!cut) response.end(body);
    else response.write(Buffer.from(body).subarray(0, 2000), () => response.destroy());
  });
  await new Promise<void>(resolve => server?.listen(socket, resolve));
  return asked;
}

async function look(name: string, engines: Partial<EnginePlaces> = { docker: [socket] }) {
  using work = new WorkFolder();
  const options = { folder: work, registry: {}, engines: { ...NONE, ...engines } };
  try {
    await using source = await openImage(name, options);
    const { image, files, complete } = await inspectImage(source, { folder: work });
    return { name: image.name, kind: image.kind, references: image.references, files: files.count, complete };
  } catch (cause) {
    if (cause instanceof ImageError) return `${cause.code}: ${cause.message.replaceAll(folder.path, '')}`;
    throw cause;
  }
}

describe('an engine that listens', () => {
  test.each(['docker', 'podman'] as const)('%s gives the archive of an image', async engine => {
    const asked = await listen(200, SAVE);
    expect(await look(`${engine}:shop/cart:1`, { [engine]: [folder.at('none.sock'), socket] })).toStrictEqual({
      name: `${engine}:shop/cart:1`,
      kind: 'docker-archive',
      references: ['shop/cart:1'],
      files: 2,
      complete: true,
    });
    expect(asked).toStrictEqual(['/images/shop%2Fcart%3A1/get']);
  });

  test.each<[string, number, string | Uint8Array, boolean, string]>([
    [
      'has not got it',
      404,
      '{"message":"No such image"}',
      false,
      "image-not-found: the engine at /engine.sock has no image 'a/b'; pull it there, or leave out the prefix to ask its registry",
    ],
    [
      'fails',
      500,
      '{"message":"disk\nfull"}',
      false,
      'source-invalid: the engine at /engine.sock does not give a/b: 500 {"message":"disk full"}',
    ],
    ['breaks off', 200, SAVE, true, 'source-invalid: /engine.sock broke off while it sent a/b: aborted'],
    [
      'sends something else',
      200,
      'hello'.repeat(500),
      false,
      'source-unknown: docker:a/b is no archive that can be read; give one of docker save, or an OCI archive',
    ],
  ])('one that %s', async (_title, status, body, cut, expected) => {
    await listen(status, body, cut);
    expect(await look('docker:a/b')).toBe(expected);
  });
});

describe('an engine that is not there', () => {
  test.each<[string, Partial<EnginePlaces>, string]>([
    ['docker:a/b', {}, 'there is no docker on this machine, or it may not be read: nothing says where it is'],
    [
      'podman:a/b',
      { podman: ['/none'], podmanStores: ['/none2'] },
      'there is no podman on this machine, or it may not be read: looked at /none, /none2',
    ],
    ['containerd:a/b', { containerd: ['/none'] }, 'there is no containerd on this machine, or it may not be read: looked at /none'],
  ])('%s', async (name, engines, message) => {
    expect(await look(name, engines)).toBe(`engine-missing: ${message}`);
  });

  test('one whose socket nobody listens to', async () => {
    expect(await look('docker:a/b', { docker: [folder.at('x')] })).toMatch(/^engine-missing: \/x does not answer: connect ECONNREFUSED/);
  });
});
