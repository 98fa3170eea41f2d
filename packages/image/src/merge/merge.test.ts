import { describe, expect, test } from 'vitest';
import type { Cataloger } from '../catalog/cataloger.ts';
import { cataloger as dpkg } from '../catalogers/dpkg.ts';
import { cataloger as node } from '../catalogers/node.ts';
import type { LayerContent } from '../layer/layer.ts';
import { read, toLayerSource } from '../testing/layers.ts';
import { buildFiles, buildTar } from '../testing/tar.ts';
import { findCreated } from './age.ts';
import { findBaseImage } from './base-image.ts';
import { measureEfficiency } from './efficiency.ts';
import { toInstruction } from './instructions.ts';
import { MergedTree } from './merged-tree.ts';
import { findOwners } from './ownership.ts';
import { listSurface } from './surface.ts';
import { PackageTracker } from './track-packages.ts';

type Files = Readonly<Record<string, string>>;

async function merge(layers: readonly (Files | Buffer)[], catalogers: readonly Cataloger[] = []) {
  const tree = new MergedTree();
  const tracker = new PackageTracker();
  const contents: LayerContent[] = [];
  for (const [index, files] of layers.entries()) {
    const content = await read(toLayerSource(Buffer.isBuffer(files) ? files : buildFiles(files)), catalogers);
    contents.push(content);
    tree.apply(content.entries, index);
    tracker.apply(content, index, tree);
  }
  return { tree, contents, packages: tracker.list(), paths: [...tree.list()].map(({ entry, layer }) => `${layer} ${entry.path}`) };
}

describe('layers on each other', () => {
  test.each<[string, Files[], string[]]>([
    ['a file over a file', [{ a: '1', b: '1' }, { a: '2' }], ['1 a', '0 b']],
    ['a whiteout', [{ a: '1', b: '1' }, { '.wh.a': '' }], ['0 b']],
    ['a whiteout of what is not there', [{ a: '1' }, { '.wh.x': '', 'y/.wh.z': '' }], ['0 a']],
    ['a whiteout of a folder', [{ 'd/e/f': '1', d2: '' }, { '.wh.d': '' }], ['0 d2']],
    ['a whiteout before a file of its own layer', [{ 'd/a': '1' }, { '.wh.d': '', 'd/b': '2' }], ['1 d/b']],
    ['and after it', [{ 'd/a': '1' }, { 'd/b': '2', '.wh.d': '' }], ['1 d/b']],
    [
      'an opaque folder',
      [
        { 'd/a': '1', e: '' },
        { 'd/b': '2', 'd/.wh..wh..opq': '' },
      ],
      ['1 d/b', '0 e'],
    ],
    ['a folder over a folder', [{ 'd/': '', 'd/a': '1' }, { 'd/': '' }], ['1 d', '0 d/a']],
    ['a file over a folder', [{ 'd/': '', 'd/a': '1' }, { d: 'file' }], ['1 d']],
    ['a link over a folder', [{ 'd/': '', 'd/a': '1' }, { d: '-> x' }], ['1 d']],
    ['what aufs kept for itself', [{ a: '1' }, { '.wh..wh.plnk': '' }], ['0 a']],
  ])('%s', async (_title, layers, expected) => {
    expect((await merge(layers)).paths).toStrictEqual(expected);
  });
});

describe('links', () => {
  test.each<[string, string | undefined]>([
    ['lib/x', 'usr/lib/x'],
    ['bin/up/lib/x', 'usr/lib/x'],
    ['abs/x', 'usr/lib/x'],
    ['out/usr/lib/x', 'usr/lib/x'],
    ['usr/lib/../lib/./x', 'usr/lib/x'],
    ['loop/x', undefined],
    ['circle1', undefined],
    ['dangling', undefined],
    ['usr/lib/y', undefined],
  ])('%s', async (path, expected) => {
    const { tree } = await merge([
      {
        'usr/lib/x': '1',
        'usr/bin/up': '-> ..',
        bin: '-> usr/bin',
        lib: '-> usr/lib',
        abs: '-> /usr/lib',
        out: '-> ../../..',
        loop: '-> loop',
        circle1: '-> circle2',
        circle2: '-> circle1',
        dangling: '-> no',
      },
    ]);
    expect(tree.resolve(path)).toBe(expected);
  });
});

const status = (...names: string[]): string =>
  names.map(name => `Package: ${name}\nStatus: install ok installed\nVersion: 1\nArchitecture: amd64\n`).join('\n');
const STATUS = 'var/lib/dpkg/status';
const PACKAGE = 'app/node_modules/x/package.json';

describe('which layer brought a package', () => {
  const json = (version: string): string => JSON.stringify({ name: 'x', version });

  test.each<[string, Files[], string[]]>([
    ['the database is written again', [{ [STATUS]: status('a') }, { [STATUS]: status('a', 'b') }], ['0 a 1', '1 b 1']],
    [
      'removed and installed again',
      [{ [STATUS]: status('a', 'b') }, { [STATUS]: status('b') }, { [STATUS]: status('a', 'b') }],
      ['0 b 1', '2 a 1'],
    ],
    ['the database is deleted', [{ [STATUS]: status('a') }, { 'var/lib/.wh.dpkg': '' }], []],
    ['and another comes', [{ [STATUS]: status('a') }, { 'var/lib/.wh.dpkg': '' }, { [STATUS]: status('a') }], ['2 a 1']],
    ['the database is emptied', [{ [STATUS]: status('a') }, { [STATUS]: '' }], []],
    ['a file is copied again', [{ [PACKAGE]: json('1') }, { [PACKAGE]: json('1') }], ['0 x 1']],
    ['an upgrade', [{ [PACKAGE]: json('1') }, { [PACKAGE]: json('2') }], ['1 x 2']],
    ['an opaque folder', [{ [PACKAGE]: json('1') }, { 'app/.wh..wh..opq': '', 'app/y': '' }], []],
    ['deleted and not mentioned again', [{ [PACKAGE]: json('1') }, { 'app/.wh.node_modules': '' }, { z: '' }], []],
  ])('%s', async (_title, layers, expected) => {
    const { packages } = await merge(layers, [dpkg, node]);
    expect(packages.map(({ found, layer }) => `${layer} ${found.name} ${found.version}`).toSorted()).toStrictEqual(expected);
  });
});

test('files are owned by their real path, by packages that are still there', async () => {
  const { tree, contents, packages } = await merge(
    [
      {
        lib: '-> usr/lib',
        [STATUS]: status('a', 'b'),
        'var/lib/dpkg/info/a.list': '/.\n/lib\n/lib/x\n/usr/share/doc/a/copyright\n',
        'var/lib/dpkg/info/b:amd64.list': '/usr/lib/y\n',
        'usr/lib/x': '1',
      },
      { [STATUS]: status('a') },
    ],
    [dpkg],
  );
  expect([...findOwners(contents, packages, tree)]).toStrictEqual([
    ['lib', { name: 'a', type: 'deb' }],
    ['usr/lib/x', { name: 'a', type: 'deb' }],
  ]);
});

test('what nobody sees is counted', async () => {
  const { tree, contents } = await merge([{ a: '12345', b: '123', keep: '1' }, { a: '1234567' }, { '.wh.b': '' }]);
  expect(measureEfficiency(contents, tree)).toStrictEqual({
    score: (5 + 3 + 1) / (12 + 3 + 1 + 3),
    wastedBytes: 8,
    wasted: [
      { path: 'a', bytes: 5, layers: [0, 1], deleted: false },
      { path: 'b', bytes: 3, layers: [0], deleted: true },
    ],
  });
  expect(measureEfficiency([], new MergedTree())).toStrictEqual({ score: 1, wastedBytes: 0, wasted: [] });
});

test('what is needed by hardly any service', async () => {
  const tar = buildTar([
    { path: 'usr/bin/bash', mode: 0o755, content: 'xx' },
    { path: 'usr/bin/x86_64-linux-gnu-gcc-12', mode: 0o755, content: 'x' },
    { path: 'usr/bin/python3.11', mode: 0o755 },
    { path: 'usr/bin/curl', mode: 0o644 },
    { path: 'opt/curl', mode: 0o755 },
    { path: 'usr/bin/su', mode: 0o4755, content: 'x' },
    { path: 'tmp/', type: '5', mode: 0o1777 },
    { path: 'data/', type: '5', mode: 0o777 },
    { path: 'var/lib/apt/lists/a', content: 'xxx' },
    { path: 'root/.aws/credentials', content: 'x' },
    {
      path: 'usr/bin/ping',
      mode: 0o755,
      pax: { 'SCHILY.xattr.security.capability': Buffer.from('01000002002000000000000000000000', 'hex') },
    },
  ]);
  const { tree } = await merge([tar]);
  const items = listSurface(tree, new Map([['usr/bin/bash', { name: 'bash', type: 'deb' }]]));
  expect(items.map(({ kind, path, bytes, saves, package: owner }) => [kind, path, bytes, saves, owner])).toStrictEqual([
    ['cache', 'var/lib/apt/lists', 3, 3, undefined],
    ['compiler', 'usr/bin/x86_64-linux-gnu-gcc-12', 1, 1, undefined],
    ['credential-file', 'root/.aws/credentials', 1, 1, undefined],
    ['file-capability', 'usr/bin/ping', 0, 0, undefined],
    ['setuid', 'usr/bin/su', 1, 1, undefined],
    ['shell', 'usr/bin/bash', 2, 2, 'bash'],
    ['world-writable', 'data', 0, 0, undefined],
  ]);
});

test.each([
  ['/bin/sh -c #(nop) ADD file:0ab1 in / ', 'ADD file:0ab1 /'],
  ['/bin/sh -c #(nop)  CMD ["bash"]', 'CMD ["bash"]'],
  ['/bin/sh -c apt-get update', 'RUN apt-get update'],
  ['RUN /bin/sh -c apt-get update # buildkit', 'RUN apt-get update'],
  ['COPY /a /b # buildkit', 'COPY /a /b'],
  ['|2 TOKEN=secret B=2 /bin/sh -c make', 'RUN make'],
  ['RUN |1 TOKEN=secret /bin/sh -c make # buildkit', 'RUN make'],
  ['/bin/bash -o pipefail -c make', 'RUN make'],
  ['WORKDIR /app', 'WORKDIR /app'],
  ['/bin/sh -c #(nop) LABEL a=b|unsetLabel=true|inheritLabels=false', 'LABEL a=b'],
  ['', ''],
])('the instruction of %s', (createdBy, expected) => {
  expect(toInstruction({ createdBy, created: undefined, comment: '', emptyLayer: false })).toBe(expected);
});

const layer = (createdBy: string) => ({ createdBy, created: undefined, comment: '', emptyLayer: false });
const setting = (createdBy: string) => ({ createdBy, created: undefined, comment: '', emptyLayer: true });
const config = (parts: object) => ({
  created: undefined,
  author: undefined,
  os: 'linux',
  architecture: 'amd64',
  variant: undefined,
  user: '',
  env: [],
  entrypoint: [],
  command: [],
  workingDirectory: '',
  ports: [],
  volumes: [],
  labels: {},
  stopSignal: undefined,
  diffIds: [],
  history: [],
  ...parts,
});

describe('the base image', () => {
  const history = [layer('ADD'), setting('CMD ["bash"]'), layer('RUN a'), layer('COPY b'), setting('CMD ["app"]')];
  const labels = { 'org.opencontainers.image.base.name': 'docker.io/library/debian:12' };
  const known = [
    { name: 'small', digest: undefined, diffIds: ['1'] },
    { name: 'large', digest: 'd', diffIds: ['1', '2'] },
    { name: 'same', digest: undefined, diffIds: ['1', '2', '3'] },
  ];

  test.each<[string, Parameters<typeof findBaseImage>, unknown]>([
    [
      'layers',
      [{ annotations: labels, config: config({ diffIds: ['1', '2', '3'], history }) }, known],
      { name: 'large', digest: 'd', layers: 2, method: 'layers' },
    ],
    [
      'annotation',
      [{ annotations: labels, config: config({ history }) }, []],
      { name: 'docker.io/library/debian:12', digest: undefined, layers: 1, method: 'annotation' },
    ],
    [
      'label',
      [{ annotations: {}, config: config({ labels }) }, []],
      { name: 'docker.io/library/debian:12', digest: undefined, layers: undefined, method: 'label' },
    ],
    [
      'history',
      [{ annotations: {}, config: config({ history }) }, []],
      { name: undefined, digest: undefined, layers: 1, method: 'history' },
    ],
    [
      'its own CMD is not that of a base',
      [{ annotations: {}, config: config({ history: [layer('ADD'), setting('CMD x')] }) }, []],
      undefined,
    ],
    ['a folder', [{ annotations: {}, config: undefined }, known], undefined],
  ])('%s', (_title, input, expected) => {
    expect(findBaseImage(...input)).toStrictEqual(expected);
  });
});

test.each([
  [config({ created: '2026-05-01T10:00:00.5Z' }), { time: '2026-05-01T10:00:00.500Z', from: 'config' }],
  [
    config({
      created: '1970-01-01T00:00:00Z',
      history: [
        { ...layer('a'), created: '2024-01-01T00:00:00Z' },
        { ...layer('b'), created: '2025-01-01T00:00:00Z' },
      ],
    }),
    { time: '2025-01-01T00:00:00.000Z', from: 'history' },
  ],
  [config({ created: '0001-01-01T00:00:00Z' }), undefined],
  [config({ created: '1980-01-01T00:00:01Z' }), undefined],
  [config({ created: 'yesterday' }), undefined],
])('age %#', (given, expected) => {
  expect(findCreated(given)).toStrictEqual(expected);
});
