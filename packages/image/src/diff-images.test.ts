import { expect, test } from 'vitest';
import { diffImages } from './diff-images.ts';
import { inspect } from './testing/inspect.ts';

const BASE = { 'etc/os-release': 'ID=debian\nVERSION_ID=12' };
const PACKAGE = (name: string, version: string): Readonly<Record<string, string>> => ({
  [`app/node_modules/${name}/package.json`]: JSON.stringify({ name, version }),
});

test('what a new tag changes', async () => {
  const from = await inspect([BASE, { ...PACKAGE('a', '1'), ...PACKAGE('b', '1'), 'root/.npmrc': 'x' }], {
    parts: { config: { User: '', Env: ['A=1', 'B=1'], ExposedPorts: { '80/tcp': {} }, Labels: { v: '1' }, Cmd: ['a'] } },
  });
  const to = await inspect([BASE, { ...PACKAGE('a', '2'), ...PACKAGE('c', '1'), 'etc/other': 'x' }], {
    parts: { config: { User: '1000', Env: ['A=2', 'C=1'], Labels: { v: '2' }, Cmd: ['a'] } },
  });
  const { needless, ...rest } = diffImages(from, to);
  expect(rest).toStrictEqual({
    packages: [
      { type: 'npm', name: 'a', from: ['1'], to: ['2'] },
      { type: 'npm', name: 'b', from: ['1'], to: [] },
      { type: 'npm', name: 'c', from: [], to: ['1'] },
    ],
    settings: [
      { setting: 'environment A', from: '(value not told)', to: '(value not told)' },
      { setting: 'environment B', from: '(value not told)', to: undefined },
      { setting: 'environment C', from: undefined, to: '(value not told)' },
      { setting: 'label v', from: '1', to: '2' },
      { setting: 'port 80/tcp', from: 'exposed', to: undefined },
      { setting: 'user', from: 'root, since none is set', to: '1000' },
    ],
    secrets: { added: [], removed: [] },
    sharedLayers: 1,
    complete: true,
  });
  expect([needless.added, needless.removed.map(({ kind, path }) => [kind, path])]).toStrictEqual([
    [],
    [['credential-file', 'root/.npmrc']],
  ]);
});

test('nothing', async () => {
  const image = await inspect([BASE]);
  expect(diffImages(image, image)).toStrictEqual({
    packages: [],
    settings: [],
    needless: { added: [], removed: [] },
    secrets: { added: [], removed: [] },
    sharedLayers: 1,
    complete: true,
  });
});
