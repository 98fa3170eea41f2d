import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTools } from './catalog/tools.ts';
import { catalogers } from './catalogers.generated.ts';
import { WorkFolder } from './layer/work-folder.ts';
import { toLayerFile } from './testing/layers.ts';

/** One path that each cataloger wants. */
const WANTED: Readonly<Record<string, string>> = {
  apk: 'lib/apk/db/installed',
  dpkg: 'var/lib/dpkg/status',
  'go-binary': 'usr/bin/tool',
  java: 'app/x.jar',
  node: 'app/node_modules/x/package.json',
  'os-release': 'etc/os-release',
  python: 'usr/lib/python3/dist-packages/x.dist-info/METADATA',
  rpm: 'var/lib/rpm/rpmdb.sqlite',
  ruby: 'usr/lib/ruby/gems/3.1.0/specifications/x.gemspec',
};

const MAGICS = [
  '',
  '{',
  '[',
  'PK\x03\x04',
  '\x7fELF',
  'SQLite format 3\0',
  'P:x\nV:1\n',
  'Package: x\nVersion: 1\n',
  'Name: x\nVersion: 1\n',
  'ID=x\n',
  '\xff Go buildinf:',
];

test('every cataloger has a case here', () => {
  expect(catalogers.map(({ name }) => name)).toStrictEqual(Object.keys(WANTED));
});

describe.each(catalogers.map(cataloger => [cataloger.name, cataloger] as const))('%s', (name, cataloger) => {
  const path = WANTED[name] ?? '';

  test('says what it is and wants', () => {
    expect([cataloger.version >= 1, cataloger.doc]).toStrictEqual([true, expect.stringMatching(/^\S.*[^.\s]$/)]);
    const wanted = (candidate: string): boolean => cataloger.wants({ path: candidate, size: 1_000_000, mode: 0o755 });
    expect([wanted(path), wanted('usr/share/doc/x/README'), wanted('')]).toStrictEqual([true, name === 'go-binary', name === 'go-binary']);
  });

  test('reads any bytes without failing', async () => {
    using folder = new WorkFolder();
    const tools = createTools(folder);
    const bytes = fc.tuple(fc.constantFrom(...MAGICS), fc.uint8Array({ maxLength: 3000 }));
    await fc.assert(
      fc.asyncProperty(bytes, async ([magic, rest]) => {
        const file = toLayerFile(path, Buffer.concat([Buffer.from(magic, 'latin1'), rest]));
        const { sets, problems } = await cataloger.catalog([file, toLayerFile(path, '')], tools);
        expect(sets.every(set => set.evidence === path && set.packages.every(found => found.name !== ''))).toBe(true);
        expect(problems.every(({ source }) => source.startsWith(path))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
