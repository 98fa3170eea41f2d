import { expect, test } from 'vitest';
import type { FoundPackage } from '../catalog/package-set.ts';
import { selectPackages } from './select-packages.ts';

const DEBIAN = { evidence: 'etc/os-release', id: 'debian', version: '12', name: 'Debian', like: [] };

type Row = readonly [
  type: string,
  name: string,
  version: string,
  kind?: FoundPackage['evidenceKind'],
  evidence?: string,
  namespace?: string,
];

function track([type, name, version, kind, evidence = 'x', namespace]: Row) {
  const found: FoundPackage = {
    name,
    version,
    type,
    ...(kind === undefined ? {} : { evidenceKind: kind }),
    ...(namespace === undefined ? {} : { purl: { namespace } }),
  };
  return { found, evidence, cataloger: evidence.endsWith('/release') ? 'jvm-release' : kind === 'binary' ? 'elf-note' : 'any', layer: 0 };
}

test.each<[string, readonly Row[], readonly string[]]>([
  ['a classified file that a package owns', [['generic', 'bash', '5', 'classified', 'usr/bin/owned']], []],
  ['one that nobody owns', [['generic', 'redis', '7', 'classified', 'opt/redis-server']], ['redis 7']],
  [
    'one that an SBOM of Bitnami names',
    [
      ['generic', 'redis', '7', 'classified'],
      ['bitnami', 'redis', '7.1-0', 'sbom'],
    ],
    ['redis 7.1-0'],
  ],
  [
    'a file of a Java runtime',
    [
      ['generic', 'openjdk', '17', 'classified', 'opt/java/lib/server/libjvm.so'],
      ['generic', 'zulu', '17.0.1', undefined, 'opt/java/release'],
    ],
    ['zulu 17.0.1'],
  ],
  ['a note of an owned executable', [['deb', 'coreutils', '9', 'binary', 'usr/bin/owned']], []],
  [
    'a language package of an SBOM that is installed',
    [
      ['npm', 'a', '1'],
      ['npm', 'a', '1', 'sbom'],
    ],
    ['a 1'],
  ],
  [
    'one in another version',
    [
      ['npm', 'a', '1'],
      ['npm', 'a', '2', 'sbom'],
    ],
    ['a 1', 'a 2'],
  ],
  [
    'a package database beats an SBOM',
    [
      ['deb', 'bash', '5'],
      ['deb', 'zsh', '5', 'sbom', 'x', 'debian'],
    ],
    ['bash 5'],
  ],
  ['an SBOM without a database', [['deb', 'zsh', '5', 'sbom', 'x', 'debian']], ['zsh 5']],
  ['an SBOM of another distribution', [['deb', 'zsh', '5', 'sbom', 'x', 'ubuntu']], []],
])('%s', (_, rows, expected) => {
  const owners = new Map([['usr/bin/owned', { name: 'bash', type: 'deb' }]]);
  expect(selectPackages(rows.map(track), owners, DEBIAN).map(({ found }) => `${found.name} ${found.version}`)).toStrictEqual(expected);
});

test('names of distributions that differ by producer', () => {
  const alma = { ...DEBIAN, id: 'almalinux' };
  expect(selectPackages([track(['rpm', 'x', '1', 'sbom', 'x', 'alma'])], new Map(), alma).length).toBe(1);
});
