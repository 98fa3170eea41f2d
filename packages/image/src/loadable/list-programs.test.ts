import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { readLayer } from '../layer/read-layer.ts';
import { WorkFolder } from '../layer/work-folder.ts';
import { MergedTree } from '../merge/merged-tree.ts';
import { toLayerSource } from '../testing/layers.ts';
import { buildTar, type Member } from '../testing/tar.ts';
import { listPrograms } from './list-programs.ts';

const hash = (content: string): string => createHash('sha256').update(content).digest('hex');
const program = (path: string, content: string) => ({ path, content, mode: 0o755 });

async function list(hashPrograms: boolean, ...layers: readonly (readonly Member[])[]) {
  using folder = new WorkFolder();
  const tree = new MergedTree();
  for (const [index, parts] of layers.entries()) {
    const { entries } = await readLayer(toLayerSource(buildTar([...parts])), { catalogers: [], folder, name: 'x', hashPrograms });
    tree.apply(entries, index);
  }
  return listPrograms([...tree.list()], tree)?.map(({ path, sha256 }) => [path, sha256]);
}

const BASE: readonly Member[] = [
  program('usr/bin/b', 'b'),
  program('usr/bin/a', 'a'),
  program('usr/bin/empty', ''),
  { path: 'usr/bin/same-as-a', type: '1', link: 'usr/bin/a', mode: 0o755 },
  { path: 'usr/bin/same-as-b', type: '1', link: 'usr/bin/b', mode: 0o755 },
  { path: 'usr/bin/link', type: '2', link: 'a', mode: 0o777 },
  { path: 'etc/passwd', content: 'root' },
];

test('programs have the hash of what the topmost layer has', async () => {
  expect(await list(true, BASE, [program('usr/bin/a', 'another a')])).toStrictEqual([
    ['usr/bin/a', hash('another a')],
    ['usr/bin/b', hash('b')],
    ['usr/bin/empty', hash('')],
    // What it was linked to is not the file that stands there now.
    ['usr/bin/same-as-a', undefined],
    ['usr/bin/same-as-b', hash('b')],
  ]);
});

test('hashes are computed only where they are asked for', async () => {
  expect(await list(false, [program('usr/bin/a', 'a')])).toStrictEqual([['usr/bin/a', undefined]]);
});
