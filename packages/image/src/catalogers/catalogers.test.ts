import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { describeWithShared } from '../../../../test/shared.ts';
import { createTools } from '../catalog/tools.ts';
import { WorkFolder } from '../layer/work-folder.ts';
import { catalog, toLayerFile } from '../testing/layers.ts';
import { cataloger as apk } from './apk.ts';
import { cataloger as dpkg } from './dpkg.ts';
import { cataloger as goBinary } from './go-binary.ts';
import { cataloger as node } from './node.ts';
import { cataloger as osRelease } from './os-release.ts';
import { cataloger as python } from './python.ts';
import { readDatabase } from './rpm.ts';
import { cataloger as ruby } from './ruby.ts';

test('dpkg: what is installed, its source, and who owns what', async () => {
  const status = [
    'Package: libc6\nStatus: install ok installed\nMaintainer: GNU Libc <a@b>\nArchitecture: amd64\nSource: glibc (2.36-9)\nVersion: 2.36-9+b1\nDescription: C\n Package: fake\n .\n Version: 9',
    'Package: gone\nStatus: deinstall ok config-files\nVersion: 1',
    'Package: bash\nStatus: install ok installed\nVersion: 5.2-1\n',
  ].join('\n\n');
  const got = await catalog(dpkg, {
    'var/lib/dpkg/status': status,
    'var/lib/dpkg/status.d/tzdata': 'Package: tzdata\nVersion: 2024a\n',
    'var/lib/dpkg/status.d/tzdata.md5sums': 'abc  usr/share/zoneinfo/UTC\n',
    'var/lib/dpkg/info/libc6:amd64.list': '/.\n/lib\n/lib/libc.so.6\n',
    'var/lib/dpkg/info/bash.postinst': 'x',
  });
  expect(got).toStrictEqual({
    sets: [
      {
        evidence: 'var/lib/dpkg/status',
        packages: [
          {
            name: 'libc6',
            version: '2.36-9+b1',
            type: 'deb',
            arch: 'amd64',
            source: { name: 'glibc', version: '2.36-9' },
            vendor: 'GNU Libc <a@b>',
          },
          { name: 'bash', version: '5.2-1', type: 'deb', source: { name: 'bash', version: '5.2-1' } },
        ],
      },
      {
        evidence: 'var/lib/dpkg/status.d/tzdata',
        packages: [{ name: 'tzdata', version: '2024a', type: 'deb', source: { name: 'tzdata', version: '2024a' } }],
      },
    ],
    owned: [
      { package: 'tzdata', paths: ['usr/share/zoneinfo/UTC'] },
      { package: 'libc6:amd64', paths: ['lib', 'lib/libc.so.6'] },
    ],
    problems: [],
    taken: [
      'var/lib/dpkg/status',
      'var/lib/dpkg/status.d/tzdata',
      'var/lib/dpkg/status.d/tzdata.md5sums',
      'var/lib/dpkg/info/libc6:amd64.list',
    ],
  });
});

test('apk', async () => {
  const got = await catalog(apk, {
    'lib/apk/db/installed':
      'C:Q1x=\nP:musl\nV:1.2.4-r2\nA:x86_64\nL:MIT\no:musl-src\nm:A <a@b>\nF:lib\nR:ld-musl.so\na:0:0:755\nF:\nR:root\n\nP:busybox\nV:1.36\n\n',
  });
  expect([got.sets, got.owned]).toStrictEqual([
    [
      {
        evidence: 'lib/apk/db/installed',
        packages: [
          {
            name: 'musl',
            version: '1.2.4-r2',
            type: 'apk',
            arch: 'x86_64',
            source: { name: 'musl-src', version: '1.2.4-r2' },
            licenses: ['MIT'],
            vendor: 'A <a@b>',
          },
          { name: 'busybox', version: '1.36', type: 'apk', source: { name: 'busybox', version: '1.36' } },
        ],
      },
    ],
    [
      { package: 'musl', paths: ['lib/ld-musl.so', 'root'] },
      { package: 'busybox', paths: [] },
    ],
  ]);
});

test.each<[string, string, string | undefined]>([
  ['etc/os-release', 'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.20.1\n# x\n', 'alpine 3.20.1 Alpine Linux []'],
  [
    'usr/lib/os-release',
    'ID=\'ol\'\nVERSION_ID="9.4"\nPRETTY_NAME="Oracle \\"Linux\\""\nID_LIKE="fedora rhel"',
    'ol 9.4 Oracle "Linux" [fedora rhel]',
  ],
  ['etc/os-release', 'ID=debian\nPRETTY_NAME="Debian sid"', 'debian  Debian sid []'],
  ['etc/os-release', 'nothing', undefined],
  ['etc/alpine-release', '3.4.0\n', 'alpine 3.4.0 Alpine Linux []'],
  ['etc/redhat-release', 'CentOS release 6.10 (Final)', 'centos 6.10 CentOS release 6.10 (Final) [rhel]'],
  ['etc/debian_version', '7.11', 'debian 7.11 Debian []'],
])('os-release: %s %#', async (path, text, expected) => {
  const [found] = (await catalog(osRelease, { [path]: text })).distributions ?? [];
  expect(found === undefined ? undefined : `${found.id} ${found.version} ${found.name} [${found.like.join(' ')}]`).toBe(expected);
});

const list = async (cataloger: typeof node, files: Readonly<Record<string, string>>) => {
  const { sets, problems } = await catalog(cataloger, files);
  return [sets.flatMap(({ packages }) => packages), problems.map(({ code, source }) => `${code} ${source}`)];
};

test('node', async () => {
  expect(
    await list(node, {
      'app/package.json': '{"name":"app","version":"1"}',
      'app/node_modules/a/package.json': '{"name":"a","version":"1.0.0","license":"MIT"}',
      'app/node_modules/@s/b/package.json': '{"name":"@s/b","version":"2","licenses":[{"type":"MIT"},{"type":"BSD"}]}',
      'app/node_modules/a/test/package.json': '{"name":"t","version":"1"}',
      'app/node_modules/c/package.json': '{"name":"c"}',
      'app/node_modules/d/package.json': '{',
    }),
  ).toStrictEqual([
    [
      { name: 'a', version: '1.0.0', type: 'npm', licenses: ['MIT'] },
      { name: '@s/b', version: '2', type: 'npm', purl: { namespace: '@s' }, licenses: ['MIT', 'BSD'] },
    ],
    ['document-invalid app/node_modules/d/package.json'],
  ]);
});

test('python', async () => {
  expect(
    await list(python, {
      'lib/Foo_Bar.dist-info/METADATA': 'Metadata-Version: 2.1\nName: Foo_Bar.x\nVersion: 1.0\nLicense: MIT\n\nName: not\n',
      'lib/b.egg-info/PKG-INFO': 'Name: b\nVersion: 2\nLicense: UNKNOWN\n',
      'lib/c.egg-info': 'Name: c\nVersion: 3\n',
      'lib/METADATA': 'Name: d\nVersion: 4\n',
      'lib/e.dist-info/METADATA': 'nothing',
    }),
  ).toStrictEqual([
    [
      { name: 'foo-bar-x', version: '1.0', type: 'pypi', licenses: ['MIT'] },
      { name: 'b', version: '2', type: 'pypi' },
      { name: 'c', version: '3', type: 'pypi' },
    ],
    [],
  ]);
});

test('ruby', async () => {
  expect(
    await list(ruby, {
      'gems/specifications/rack-3.0.8.gemspec':
        'Gem::Specification.new do |s|\n  s.name = "rack".freeze\n  s.version = "3.0.8"\n  s.licenses = ["MIT".freeze]\nend',
      'gems/specifications/default/x-1.gemspec': "  spec.name = 'x'\n  spec.version = X::VERSION\n  spec.platform = 'java'",
      'src/y.gemspec': 's.name = "y"',
    }),
  ).toStrictEqual([
    [
      { name: 'rack', version: '3.0.8', type: 'gem', licenses: ['MIT'] },
      { name: 'x', version: '1', type: 'gem', purl: { qualifiers: { platform: 'java' } } },
    ],
    [],
  ]);
});

describeWithShared('rpm databases', ['oracles', 'rpmdb'], path => {
  const load = (name: string): Buffer => gunzipSync(readFileSync(`${path}/${name}.gz`));

  test.each([
    ['cbl-mariner-2.0.rpmdb.sqlite', 'cbl-mariner-2.0'],
    ['libuuid.Packages.bdb', 'libuuid'],
    ['dive.Packages.bdb', 'dive'],
    ['cbl-mariner-2.0-derived.Packages.bdb', 'cbl-mariner-2.0'],
  ])('%s: every field of every package', (name, expected) => {
    using folder = new WorkFolder();
    const file = toLayerFile(name.includes('sqlite') ? 'var/lib/rpm/rpmdb.sqlite' : 'var/lib/rpm/Packages', load(name));
    const problems: never[] = [];
    const got = readDatabase(file, createTools(folder), problems).map(({ files, ...found }) => ({ ...found, ...summarize(files) }));
    const wanted = JSON.parse(readFileSync(`${path}/${expected}.expected.json`, 'utf8')) as object[];
    const order = (packages: readonly object[]): readonly object[] =>
      packages.toSorted((a, b) => (JSON.stringify(sortKeys(a)) < JSON.stringify(sortKeys(b)) ? -1 : 1));
    expect([order(got), problems]).toStrictEqual([
      order(wanted.map(({ sampleFiles: _, ...found }: { sampleFiles?: unknown }) => found)),
      [],
    ]);
  });

  test('every file', () => {
    using folder = new WorkFolder();
    const file = toLayerFile('var/lib/rpm/rpmdb.sqlite', load('cbl-mariner-2.0.rpmdb.sqlite'));
    const got = readDatabase(file, createTools(folder), []).flatMap(({ name, version, release, arch, files }) =>
      files.map(one => `${name}-${version}-${release}.${arch}\t${one}`),
    );
    expect(got.toSorted()).toStrictEqual(load('cbl-mariner-2.0.files.tsv').toString('utf8').trimEnd().split('\n').toSorted());
  });

  test('a cut or changed database is a problem, what was read before it counts', () => {
    using folder = new WorkFolder();
    const whole = load('cbl-mariner-2.0-derived.Packages.bdb');
    for (let step = 1; step < 12; step++) {
      const problems: { code: string }[] = [];
      const bytes = Buffer.from(whole.subarray(0, Math.floor((whole.length * step) / 12)));
      bytes.fill(0xff, Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 5000);
      const packages = readDatabase(toLayerFile('var/lib/rpm/Packages', bytes), createTools(folder), problems as never[]);
      expect([packages.length < 129, problems.map(({ code }) => code)]).toStrictEqual([true, ['packages-unreadable']]);
    }
  });
});

function summarize(files: readonly string[]): object {
  return { fileCount: files.length, filesSha256: createHash('sha256').update(files.toSorted().join('\n')).digest('hex') };
}

function sortKeys(value: object): object {
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

describe('as this machine itself has it', () => {
  test.skipIf(!existsSync('/var/lib/dpkg/status'))('dpkg-query (skipped where there is no dpkg)', async () => {
    const fields = ['db:Status-Status', 'Package', 'Version', 'Architecture', 'source:Package', 'source:Version'];
    const format = `${fields.map(field => `$\{${field}}`).join(' ')}\n`;
    const lines = execFileSync('/usr/bin/dpkg-query', ['-W', '-f', format], { encoding: 'utf8' }).trim().split('\n');
    const wanted = lines.filter(line => line.startsWith('installed ')).map(line => line.slice('installed '.length));
    const { sets } = await catalog(dpkg, { 'var/lib/dpkg/status': readFileSync('/var/lib/dpkg/status') });
    const got = sets.flatMap(({ packages }) =>
      packages.map(({ name, version, arch, source }) => `${name} ${version} ${arch} ${source?.name} ${source?.version}`),
    );
    expect(got.toSorted()).toStrictEqual(wanted.toSorted());
  });

  const tool = '/usr/local/go/bin/gofmt';
  test.skipIf(!existsSync('/usr/local/go/bin/go'))('go version -m (skipped where there is no Go)', async () => {
    const said = execFileSync('/usr/local/go/bin/go', ['version', '-m', tool], { encoding: 'utf8' });
    const [, version] = /: go(\S+)/.exec(said) ?? [];
    const { sets } = await catalog(goBinary, { 'usr/bin/gofmt': readFileSync(tool) });
    expect(sets[0]?.packages.find(({ name }) => name === 'stdlib')?.version).toBe(version);
  });
});
