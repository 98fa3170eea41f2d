import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspectImage, openImage, WorkFolder } from '@breakwater/image';
import { afterAll, expect, test } from 'vitest';
import { writeImage } from './write-image.ts';

const folder = mkdtempSync(join(tmpdir(), 'breakwater-write-image-'));
afterAll(() => rmSync(folder, { recursive: true }));

function prepare(name: string) {
  const root = join(folder, name);
  mkdirSync(join(root, 'data'), { recursive: true });
  mkdirSync(join(root, 'bin'));
  writeFileSync(join(root, 'bin/tool'), 'tool', { mode: 0o755 });
  writeFileSync(join(root, 'data/a'), 'a');
  return {
    layers: [
      { folder: root, createdBy: 'the system', own: 'data' },
      { folder: join(root, 'bin'), createdBy: 'more' },
    ],
    user: 10001,
    config: { Entrypoint: ['/bin/tool'], Labels: { a: 'b' } },
    created: '2026-01-02T03:04:05.000Z',
    reference: 'tool:1',
  };
}

test('an image is written as it is read', async () => {
  const file = join(folder, 'a.tar');
  const digest = await writeImage(file, prepare('a'));
  using work = new WorkFolder();
  await using source = await openImage(file, { folder: work, registry: {} });
  const { config, layers, image, files, problems, complete } = await inspectImage(source, { folder: work, knownImages: [] });
  expect({
    digest: image.digest,
    user: config?.user,
    entrypoint: config?.entrypoint,
    labels: config?.labels,
    instructions: layers.map(({ instruction }) => instruction),
    files: files.count,
    problems: problems.map(({ code }) => code),
    complete,
  }).toEqual({
    digest,
    user: '10001:10001',
    entrypoint: ['/bin/tool'],
    labels: { a: 'b' },
    instructions: ['the system', 'more'],
    files: 3,
    problems: ['nothing-catalogued'],
    complete: true,
  });
});

test('the same folders give the same bytes, whenever they were made', async () => {
  const [first, second] = [join(folder, 'b.tar'), join(folder, 'c.tar')];
  const digests = [await writeImage(first, prepare('b')), await writeImage(second, prepare('c'))];
  expect(new Set(digests).size).toBe(1);
  expect(readFileSync(first).equals(readFileSync(second))).toBe(true);
});
