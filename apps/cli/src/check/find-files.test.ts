import { symlinkSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { findFiles, findInputs } from './find-files.ts';

const FILES = {
  'a.yaml': '',
  'charts/shop/Chart.yaml': '',
  'charts/shop/values.yaml': '',
  'charts/shop/templates/web.yaml': '',
  'charts/shop/charts/db/Chart.yaml': '',
  'charts/shop/charts/db/templates/db.yaml': '',
  'charts/plain.yaml': '',
  'prod/kustomization.yml': '',
  'prod/web.yaml': '',
};

describe('charts and kustomizations', () => {
  test.each<[string, readonly string[], object]>([
    [
      'below a folder',
      [''],
      { files: ['a.yaml', 'charts/plain.yaml', 'prod/web.yaml'], charts: ['charts/shop'], kustomizations: ['prod/kustomization.yml'] },
    ],
    ['named', ['charts/shop', 'prod'], { files: ['prod/web.yaml'], charts: ['charts/shop'], kustomizations: ['prod/kustomization.yml'] }],
    [
      'named by their files',
      ['charts/shop/Chart.yaml', 'prod/kustomization.yml'],
      { files: [], charts: ['charts/shop'], kustomizations: ['prod/kustomization.yml'] },
    ],
    [
      'named twice',
      ['charts/shop', 'charts/shop/Chart.yaml', ''],
      { files: ['a.yaml', 'charts/plain.yaml', 'prod/web.yaml'], charts: ['charts/shop'], kustomizations: ['prod/kustomization.yml'] },
    ],
    ['by a link', ['link'], { files: [], charts: ['link'], kustomizations: [] }],
    [
      'a template that is named is a file',
      ['charts/shop/templates/web.yaml'],
      { files: ['charts/shop/templates/web.yaml'], charts: [], kustomizations: [] },
    ],
    [
      'a sub-chart that is named is a chart',
      ['charts/shop/charts/db'],
      { files: [], charts: ['charts/shop/charts/db'], kustomizations: [] },
    ],
  ])('%s', async (_, names, expected) => {
    using folder = createFolder(FILES);
    symlinkSync(folder.at('charts/shop'), folder.at('link'));
    const { files, charts, kustomizations } = await findInputs(names.map(name => (name === '' ? folder.path : folder.at(name))));
    const cut = (paths: readonly string[]) => paths.map(path => path.slice(folder.path.length + 1));
    expect({ files: cut(files), charts: cut(charts), kustomizations: cut(kustomizations) }).toStrictEqual(expected);
  });
});

test('policies and other files are looked for as before', async () => {
  using folder = createFolder(FILES);
  const { files } = await findFiles([folder.path]);
  expect(files.length).toBe(Object.keys(FILES).length);
});
