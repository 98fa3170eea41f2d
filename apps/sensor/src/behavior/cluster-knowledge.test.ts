import type { Event } from '@breakwater/model';
import { expect, test } from 'vitest';
import { ObjectStore } from '../thread/object-store.ts';
import { createPromise, nameProgram } from './cluster-knowledge.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const HASH = 'c'.repeat(64);
const CURL = { sha256: HASH, package: 'pkg:deb/debian/curl@8', exploited: ['CVE-1'] };
const IMAGE = {
  digest: DIGEST,
  entrypoint: ['/entry'],
  command: ['serve'],
  find: (path: string) => (path === '/usr/bin/curl' ? CURL : undefined),
};

/** A pod of one container, in an image of which something is known by its digest. */
const BOOK = {
  find: (reference: string, digest: string) => (reference === 'shop/web:1' && digest === DIGEST ? IMAGE : undefined),
};

function createStore(container: object, running: string): ObjectStore {
  const store = new ObjectStore();
  store.put({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'shop', uid: 'p' },
    spec: { nodeName: 'n', containers: [{ name: 'app', image: 'shop/web:1', ...container }] },
    status: { containerStatuses: [{ name: 'app', imageID: `registry.example/shop/web@${running}` }] },
  });
  return store;
}

const promise = (container: object, running = DIGEST) => createPromise(createStore(container, running), BOOK);

function exec(layer?: 'lower' | 'upper', hash?: string): Event {
  const told = { ...(layer === undefined ? {} : { layer }), ...(hash === undefined ? {} : { sha256: hash }) };
  const process = { id: 'p', exe: '', argv: [], argvTruncated: false, uid: 0, ancestors: [], ...told };
  return { id: '1', time: '', type: 'process-exec', cluster: '', node: 'n', podUid: 'p', container: 'app', process };
}

const OTHER = `sha256:${'b'.repeat(64)}`;

test.each([
  ['the image says it', {}, DIGEST, ['/entry', 'serve']],
  ['arguments replace what the image would be told', { args: ['check'] }, DIGEST, ['/entry', 'check']],
  ['a command replaces both', { command: ['/run'] }, DIGEST, ['/run']],
  ['a command needs no image', { command: ['/run'], args: ['-v'] }, OTHER, ['/run', '-v']],
  ['another image runs than was read', {}, OTHER, undefined],
])('what a container starts with: %s', (_, container, running, expected) => {
  expect(promise(container, running).findCommand?.(exec())).toStrictEqual(expected);
});

test.each<[string, 'lower' | 'upper' | undefined, string, string, object | string | undefined, string?]>([
  ['of the image', 'lower', '/usr/bin/curl', DIGEST, CURL],
  ['below it, and not of the image', 'lower', '/usr/bin/nc', DIGEST, 'absent'],
  ['written over one of the image, and nobody has read it', 'upper', '/usr/bin/curl', DIGEST, { sha256: HASH }],
  ['written over one of the image', 'upper', '/usr/bin/curl', DIGEST, { sha256: HASH }, 'other'],
  ['written over one of the image by the same', 'upper', '/usr/bin/curl', DIGEST, CURL, HASH],
  ['written beside them', 'upper', '/tmp/nc', DIGEST, 'absent'],
  ['not known by its path', 'lower', '', DIGEST, undefined],
  ['on a volume', undefined, '/data/nc', DIGEST, undefined],
  ['on a volume over one of the image', undefined, '/usr/bin/curl', DIGEST, undefined, 'other'],
  ['of the image, without an overlay', undefined, '/usr/bin/curl', DIGEST, CURL, HASH],
  ['of another image than was read', 'lower', '/usr/bin/nc', OTHER, undefined],
])('a program is %s', (_, layer, path, running, expected, hash) => {
  const event = exec(layer, hash);
  const { findFile, readHash } = promise({}, running);
  expect([findFile?.(event, path), readHash?.(event)]).toStrictEqual([expected, hash]);
});

test.each([
  ['of a package of the image', 'lower', '/usr/bin/curl', { imageDigest: DIGEST, package: CURL.package }],
  ['of no package', 'lower', '/app/run', {}],
  ['written over', 'upper', '/usr/bin/curl', {}],
  ['on a volume', undefined, '/usr/bin/curl', {}],
] as const)(
  'a program %s says so itself, whatever an agent says',
  (_, layer, exe, { imageDigest, ...owner }: { imageDigest?: string; package?: string }) => {
    const event = exec(layer);
    const process = { ...event.process, exe } as NonNullable<Event['process']>;
    const claimed = { ...event, imageDigest: OTHER, process: { ...process, package: 'pkg:generic/forged' } };
    const expected = { ...event, ...(imageDigest === undefined ? {} : { imageDigest }), process: { ...process, ...owner } };
    expect(nameProgram(claimed, createStore({}, DIGEST), BOOK)).toStrictEqual(expected);
  },
);

test('the architecture of the node is asked for, and not known without the node', () => {
  const asked: (string | undefined)[] = [];
  const store = createStore({}, DIGEST);
  const look = () =>
    nameProgram(exec('lower'), store, {
      find: (_reference, _digest, findArchitecture) => {
        asked.push(findArchitecture());
        return undefined;
      },
    });
  look();
  store.put({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n', uid: 'n', labels: { 'kubernetes.io/arch': 'arm64' } } });
  look();
  expect(asked).toStrictEqual([undefined, 'arm64']);
});
