import { readFileSync } from 'node:fs';
import { gunzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { describeWithShared } from '../../../../test/shared.ts';
import type { Cataloger } from '../catalog/cataloger.ts';
import { createTools } from '../catalog/tools.ts';
import { WorkFolder } from '../layer/work-folder.ts';
import { readNdb } from '../rpm/ndb.ts';
import { readSqliteRows } from '../rpm/sqlite-rows.ts';
import { catalog, toLayerFile } from '../testing/layers.ts';
import { buildNdb } from '../testing/ndb.ts';
import { cataloger as chisel } from './chisel.ts';
import { cataloger as embeddedSbom } from './embedded-sbom.ts';
import { cataloger as nix } from './nix.ts';
import { cataloger as opkg } from './opkg.ts';
import { cataloger as pacman } from './pacman.ts';
import { cataloger as portage } from './portage.ts';
import { readDatabase } from './rpm.ts';
import { cataloger as rpmManifest } from './rpm-manifest.ts';

type Case = readonly [
  title: string,
  cataloger: Cataloger,
  files: Readonly<Record<string, string | Uint8Array>>,
  expected: { packages: readonly object[]; owned?: readonly object[]; problems?: readonly string[] },
];

const HASH = '0c0zd6hbwqwhc5y2czmsv4q9bmvwzv7w';

const WALL = [
  { jsonwall: '1.0', schema: '1.0', count: 7 },
  { kind: 'content', slice: 'openssl_bins', path: '/usr/bin/openssl' },
  { kind: 'package', name: 'openssl', version: '3.0.13-0ubuntu3.5', sha256: '00', arch: 'amd64' },
  { kind: 'path', path: '/etc/', mode: '0755', slices: ['base-files_etc'] },
  { kind: 'path', path: '/usr/bin/openssl', mode: '0755', slices: ['openssl_bins', 'openssl_all'], sha256: 'ab', size: 1 },
  { kind: 'path', path: '/bin', mode: '0777', slices: ['base-files_bin'], link: 'usr/bin' },
  { kind: 'slice', name: 'openssl_bins' },
]
  .map(record => JSON.stringify(record))
  .join('\n');
const CHISELLED = {
  packages: [{ name: 'openssl', version: '3.0.13-0ubuntu3.5', type: 'deb', arch: 'amd64' }],
  owned: [
    { package: 'openssl', paths: ['usr/bin/openssl'] },
    { package: 'base-files', paths: ['bin'] },
  ],
  problems: ['source-packages-unknown var/lib/chisel/manifest.wall'],
};

const CASES: readonly Case[] = [
  ['chisel', chisel, { 'var/lib/chisel/manifest.wall': zstdCompressSync(WALL) }, CHISELLED],
  ['chisel, not packed', chisel, { 'var/lib/chisel/manifest.wall': WALL }, CHISELLED],
  [
    'chisel, something else',
    chisel,
    { 'var/lib/chisel/manifest.wall': '{}' },
    { packages: [], owned: [], problems: ['packages-unreadable var/lib/chisel/manifest.wall'] },
  ],
  [
    'pacman',
    pacman,
    {
      'var/lib/pacman/local/zlib-1:1.3-1/desc':
        '%NAME%\nzlib\n\n%VERSION%\n1:1.3-1\n\n%BASE%\nzlib\n\n%ARCH%\nx86_64\n\n%PACKAGER%\nA <a@b>\n\n%LICENSE%\ncustom\nZlib\n\n',
      'var/lib/pacman/local/zlib-1:1.3-1/files': '%FILES%\nusr/\nusr/lib/\nusr/lib/libz.so\n\n%BACKUP%\netc/x\n',
      'var/lib/pacman/local/zlib-1:1.3-1/mtree': 'x',
    },
    {
      packages: [
        {
          name: 'zlib',
          version: '1:1.3-1',
          type: 'alpm',
          arch: 'x86_64',
          source: { name: 'zlib', version: '1:1.3-1' },
          licenses: ['custom', 'Zlib'],
          vendor: 'A <a@b>',
        },
      ],
      owned: [{ package: 'zlib', paths: ['usr/lib/libz.so'] }],
    },
  ],
  [
    'opkg',
    opkg,
    {
      'usr/lib/opkg/status':
        'Package: libc\nVersion: 1.2.4-4\nStatus: install ok installed\nArchitecture: x86_64\n\nPackage: gone\nVersion: 1\nStatus: deinstall ok not-installed\n',
      'usr/lib/opkg/info/libc.list': '/lib/libc.so\n/lib/ld.so\t0755\n',
    },
    {
      packages: [{ name: 'libc', version: '1.2.4-4', type: 'opkg', arch: 'x86_64' }],
      owned: [{ package: 'libc', paths: ['lib/libc.so', 'lib/ld.so'] }],
    },
  ],
  [
    'portage',
    portage,
    {
      'var/db/pkg/app-containers/skopeo-1.5.1-r1/CONTENTS':
        'dir /usr\nobj /usr/bin/skopeo 376c02bd3b22804df8fdfdc895e7dbfb 1649284374\nsym /usr/bin/s k -> skopeo 1649284374\n',
      'var/db/pkg/x/-MERGING-y/CONTENTS': '',
    },
    {
      packages: [{ name: 'app-containers/skopeo', version: '1.5.1-r1', type: 'ebuild', purl: { namespace: 'app-containers' } }],
      owned: [{ package: 'app-containers/skopeo', paths: ['usr/bin/skopeo', 'usr/bin/s k'] }],
    },
  ],
  [
    'nix',
    nix,
    {
      [`nix/store/${HASH}-glibc-2.38-44/lib/libc.so`]: '',
      [`nix/store/${HASH}-glibc-2.38-44/lib/libm.so`]: '',
      [`nix/store/${HASH}-openssl-3.0.13-bin/bin/openssl`]: '',
      [`nix/store/${HASH}-nix-config/x`]: '',
    },
    {
      packages: [
        { name: 'glibc', version: '2.38-44', type: 'nix', purl: { qualifiers: { outputhash: HASH } } },
        { name: 'openssl', version: '3.0.13', type: 'nix', purl: { qualifiers: { output: 'bin', outputhash: HASH } } },
      ],
      owned: [
        { package: 'glibc', paths: [`nix/store/${HASH}-glibc-2.38-44/lib/libc.so`, `nix/store/${HASH}-glibc-2.38-44/lib/libm.so`] },
        { package: 'openssl', paths: [`nix/store/${HASH}-openssl-3.0.13-bin/bin/openssl`] },
      ],
    },
  ],
  [
    'rpm without database',
    rpmManifest,
    {
      'var/lib/rpmmanifest/container-manifest-2':
        'glibc\t2.35-2.cm2\t1653816591\t1653753130\tMicrosoft Corporation\t(none)\t10855265\tx86_64\t0\tglibc-2.35-2.cm2.src.rpm\n' +
        'x\t1-2\t1\t1\t(none)\t3\t1\tnoarch\t3\t(none)\nbroken\n',
    },
    {
      packages: [
        {
          name: 'glibc',
          version: '2.35-2.cm2',
          type: 'rpm',
          arch: 'x86_64',
          epoch: null,
          source: { name: 'glibc', version: '2.35-2.cm2' },
          vendor: 'Microsoft Corporation',
          attributes: { sourceRpm: 'glibc-2.35-2.cm2.src.rpm' },
        },
        { name: 'x', version: '1-2', type: 'rpm', arch: 'noarch', epoch: 3, attributes: {} },
      ],
    },
  ],
  [
    'SBOM documents in the image',
    embeddedSbom,
    {
      'opt/bitnami/redis/.spdx-redis.spdx': JSON.stringify({
        spdxVersion: 'SPDX-2.3',
        name: 'redis',
        packages: [
          {
            SPDXID: 'SPDXRef-redis',
            name: 'redis',
            versionInfo: '7.2.4',
            licenseDeclared: 'BSD-3-Clause',
            externalRefs: [{ referenceType: 'purl', referenceLocator: 'pkg:bitnami/redis@7.2.4-0?arch=amd64' }],
          },
          { SPDXID: 'SPDXRef-x', name: 'x', externalRefs: [{ referenceType: 'purl', referenceLocator: 'pkg:' }] },
        ],
      }),
      'app/sbom.cdx.json': '{"bomFormat":"CycloneDX","specVersion":"9"}',
      'app/drawing.cdx': 'something else',
    },
    {
      packages: [
        {
          name: 'redis',
          version: '7.2.4-0',
          type: 'bitnami',
          purl: { qualifiers: { arch: 'amd64' } },
          arch: 'amd64',
          licenses: ['BSD-3-Clause'],
          evidenceKind: 'sbom',
        },
      ],
      problems: ['component-invalid opt/bitnami/redis/.spdx-redis.spdx: SPDXRef-x', 'document-invalid app/sbom.cdx.json'],
    },
  ],
];

describe('packages of systems', () => {
  test.each(CASES)('%s', async (_, cataloger, files, { packages, owned, problems = [] }) => {
    const got = await catalog(cataloger, files);
    expect(got.sets.flatMap(set => set.packages)).toStrictEqual(packages);
    expect(got.owned).toStrictEqual(owned);
    expect(got.problems.map(({ code, source }) => `${code} ${source}`)).toStrictEqual(problems);
  });
});

describeWithShared('rpm databases of SUSE, made of the headers of another', ['oracles', 'rpmdb'], path => {
  const load = (folder: WorkFolder): readonly Buffer[] => {
    const bytes = gunzipSync(readFileSync(`${path}/cbl-mariner-2.0.rpmdb.sqlite.gz`));
    using database = createTools(folder).openDatabase(toLayerFile('var/lib/rpm/rpmdb.sqlite', bytes));
    return [...readSqliteRows(database)];
  };

  test('every package is read', () => {
    using folder = new WorkFolder();
    const headers = load(folder);
    const file = toLayerFile('usr/lib/sysimage/rpm/Packages.db', buildNdb(headers));
    expect([...readNdb(file)]).toStrictEqual(headers);
    const problems: never[] = [];
    expect([readDatabase(file, createTools(folder), problems).length, problems]).toStrictEqual([129, []]);
  });

  test.each<[string, (bytes: Buffer) => Buffer, string]>([
    ['cut', bytes => bytes.subarray(0, bytes.length / 2), 'a record beyond the file'],
    ['no slots', bytes => bytes.subarray(0, 5000), 'its slots are not complete'],
    ['another mark', bytes => change(bytes, 0), 'it does not begin as one'],
    ['another version', bytes => change(bytes, 4), 'version 255'],
    ['a broken slot', bytes => change(bytes, 32), 'a slot that is none'],
    ['a broken record', bytes => change(bytes, 4096 * 3), 'record 1 is not what its slot says'],
  ])('%s', (_, damage, message) => {
    using folder = new WorkFolder();
    const file = toLayerFile('var/lib/rpm/Packages.db', damage(buildNdb(load(folder))));
    const problems: { message: string }[] = [];
    readDatabase(file, createTools(folder), problems as never[]);
    expect(problems.map(problem => problem.message)).toStrictEqual([`the NDB of RPM is broken: ${message}`]);
  });
});

function change(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = 0xff;
  return changed;
}
