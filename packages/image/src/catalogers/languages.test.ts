import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Cataloger } from '../catalog/cataloger.ts';
import { buildElf, buildMachO, buildPe } from '../testing/executables.ts';
import { catalog } from '../testing/layers.ts';
import { cataloger as conda } from './conda.ts';
import { cataloger as dotnet } from './dotnet.ts';
import { cataloger as elfNote } from './elf-note.ts';
import { cataloger as erlang } from './erlang.ts';
import { cataloger as haskell } from './haskell.ts';
import { cataloger as julia } from './julia.ts';
import { cataloger as jvmRelease } from './jvm-release.ts';
import { cataloger as lua } from './lua.ts';
import { cataloger as pear } from './pear.ts';
import { cataloger as php } from './php.ts';
import { cataloger as r } from './r.ts';
import { cataloger as rust } from './rust-auditable.ts';

type Case = readonly [
  title: string,
  cataloger: Cataloger,
  files: Readonly<Record<string, string | Uint8Array>>,
  packages: readonly object[],
  problems?: readonly string[],
];

const CRATES = {
  packages: [
    { name: 'app', version: '0.1.0', source: 'local', root: true, dependencies: [1, 2] },
    { name: 'serde', version: '1.0.200', source: 'crates.io' },
    { name: 'cc', version: '1.0.0', source: 'crates.io', kind: 'build' },
  ],
};
const DEP_V0 = deflateSync(JSON.stringify(CRATES));
const FOUND_CRATES = [
  { name: 'app', version: '0.1.0', type: 'cargo', evidenceKind: 'binary', attributes: { source: 'local' } },
  { name: 'serde', version: '1.0.200', type: 'cargo', evidenceKind: 'binary' },
];

function buildNote(text: string): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt32LE(4, 0);
  header.writeUInt32LE(text.length + 1, 4);
  header.writeUInt32LE(0xcafe1a7e, 8);
  return Buffer.concat([header, Buffer.from(`FDO\0${text}\0\0\0`)]);
}

const CASES: readonly Case[] = [
  ['Rust, ELF of 64 bits', rust, { 'usr/bin/a': buildElf({ '.text': 'x', '.dep-v0': DEP_V0 }) }, FOUND_CRATES],
  ['Rust, ELF of 32 bits, big-endian', rust, { a: buildElf({ '.dep-v0': DEP_V0 }, { bits: 32, isBig: true }) }, FOUND_CRATES],
  ['Rust, PE', rust, { 'a.exe': buildPe({ '.text': 'x', '.dep-v0': DEP_V0 }) }, FOUND_CRATES],
  ['Rust, Mach-O', rust, { a: buildMachO({ __text: 'x', '.dep-v0': DEP_V0 }) }, FOUND_CRATES],
  ['Rust, not auditable', rust, { a: buildElf({ '.text': 'x' }) }, []],
  [
    'Rust, broken',
    rust,
    { a: buildElf({ '.dep-v0': 'junk' }), b: buildElf({ '.dep-v0': deflateSync('[') }) },
    [],
    ['packages-unreadable a: .dep-v0 of a cannot be unpacked', 'document-invalid b: .dep-v0 of b is no JSON'],
  ],
  [
    'a note of an executable',
    elfNote,
    {
      a: buildElf({
        '.note.package': buildNote(
          '{"type":"rpm","os":"fedora","osVersion":"40","name":"coreutils","version":"9.4-6.fc40","architecture":"x86_64","osCpe":"cpe:/o:x"}',
        ),
      }),
      b: buildElf({ '.note.package': buildNote('{') }),
      c: buildElf({ '.note.package': 'short' }),
    },
    [
      {
        name: 'coreutils',
        version: '9.4-6.fc40',
        type: 'rpm',
        arch: 'x86_64',
        evidenceKind: 'binary',
        attributes: { os: 'fedora', osVersion: '40', cpe: 'cpe:/o:x' },
      },
    ],
    ['document-invalid b: .note.package of b is no JSON'],
  ],
  [
    'PHP, both shapes',
    php,
    {
      'app/vendor/composer/installed.json':
        '{"packages":[{"name":"monolog/monolog","version":"2.9.1","license":["MIT"],"replace":{"a/b":"*"}},{"name":"x"}],"dev":false}',
      'old/vendor/composer/installed.json': '[{"name":"psr/log","version":"v1.1.4"}]',
      'bad/composer/installed.json': '{',
      'app/composer.json': '{}',
    },
    [
      { name: 'monolog/monolog', version: '2.9.1', type: 'composer', purl: { namespace: 'monolog' }, licenses: ['MIT'] },
      { name: 'psr/log', version: '1.1.4', type: 'composer', purl: { namespace: 'psr' } },
    ],
    ['document-invalid bad/composer/installed.json: bad/composer/installed.json is no JSON'],
  ],
  [
    'PEAR and PECL',
    pear,
    {
      'usr/share/php/.registry/.channel.pecl.php.net/redis.reg':
        'a:3:{s:4:"name";s:5:"redis";s:7:"channel";s:12:"pecl.php.net";s:7:"version";a:2:{s:7:"release";s:5:"6.0.2";s:3:"api";s:5:"6.0.0";}}',
      'usr/share/php/.registry/x.reg': 'a:0:{}',
    },
    [{ name: 'redis', version: '6.0.2', type: 'pear', purl: { namespace: 'pecl.php.net' } }],
  ],
  [
    '.NET: packages and the runtime, not the project',
    dotnet,
    {
      'app/shop.deps.json': JSON.stringify({
        libraries: {
          'Shop/1.0.0': { type: 'project' },
          'Newtonsoft.Json/13.0.3': { type: 'package' },
          'runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/8.0.4': { type: 'runtimepack' },
          'System.X/1.0.0': { type: 'reference' },
        },
      }),
      'b.deps.json': '{"libraries":3}',
    },
    [
      { name: 'Newtonsoft.Json', version: '13.0.3', type: 'nuget' },
      { name: 'Microsoft.NETCore.App.Runtime.linux-x64', version: '8.0.4', type: 'nuget' },
    ],
  ],
  [
    'conda',
    conda,
    {
      'opt/conda/conda-meta/numpy.json':
        '{"name":"numpy","version":"1.26.4","build":"py312_0","channel":"conda-forge","subdir":"linux-64","license":"BSD-3-Clause"}',
      'opt/conda/conda-meta/history.json': '{}',
    },
    [
      {
        name: 'numpy',
        version: '1.26.4',
        type: 'conda',
        purl: { qualifiers: { build: 'py312_0', channel: 'conda-forge', subdir: 'linux-64' } },
        licenses: ['BSD-3-Clause'],
      },
    ],
  ],
  [
    'Java runtimes',
    jvmRelease,
    {
      'opt/java/release': 'IMPLEMENTOR="Eclipse Adoptium"\nJAVA_RUNTIME_VERSION="17.0.9+9"\nJAVA_VERSION="17.0.9"\n',
      'opt/zulu/release': 'IMPLEMENTOR="Azul Systems, Inc."\nJAVA_VERSION="21.0.1"\n',
      'opt/graal/release': 'GRAALVM_VERSION="23.0"\nJAVA_VERSION="20.0.1"\n',
      'opt/other/release': 'VERSION=1\n',
    },
    [
      { name: 'openjdk', version: '17.0.9+9', type: 'generic', vendor: 'Eclipse Adoptium', attributes: { runtime: 'java' } },
      { name: 'zulu', version: '21.0.1', type: 'generic', vendor: 'Azul Systems, Inc.', attributes: { runtime: 'java' } },
      { name: 'graalvm', version: '20.0.1', type: 'generic', attributes: { runtime: 'java' } },
    ],
  ],
  [
    'Julia, both shapes',
    julia,
    {
      'a/Manifest.toml':
        'julia_version = "1.10.0"\nmanifest_format = "2.0"\n\n[[deps.JSON]]\ndeps = ["Dates"]\nuuid = "682c06a0"\nversion = "0.21.4"\n\n[[deps.Dates]]\nuuid = "ade2ca70"\n',
      'b/Manifest.toml': '[[Example]]\nuuid = "7876af07"\nversion = "0.5.3"\n',
      'c/Manifest.toml': '[[x',
    },
    [
      { name: 'JSON', version: '0.21.4', type: 'julia', purl: { qualifiers: { uuid: '682c06a0' } }, evidenceKind: 'lock' },
      { name: 'Example', version: '0.5.3', type: 'julia', purl: { qualifiers: { uuid: '7876af07' } }, evidenceKind: 'lock' },
    ],
    ['document-invalid c/Manifest.toml: it is no TOML: no ]] in line 1'],
  ],
  [
    'Erlang and Elixir',
    erlang,
    {
      'usr/lib/erlang/lib/ssl-11.1/ebin/ssl.app': '{application, ssl,\n [{description, "x"},\n  {vsn, "11.1"},\n  {modules, []}]}.',
      'app/lib/plug-1.15.0/ebin/plug.app': '{application,\'plug\',[{vsn,"1.15.0"}]}.',
      'app/lib/x/ebin/x.app': 'nothing',
    },
    [
      { name: 'ssl', version: '11.1', type: 'otp' },
      { name: 'plug', version: '1.15.0', type: 'hex' },
    ],
  ],
  [
    'R',
    r,
    {
      'usr/lib/R/library/MASS/DESCRIPTION':
        'Package: MASS\nVersion: 7.3-60\nLicense: GPL-2 | GPL-3\nRepository: CRAN\nMaintainer: B. Ripley <r@x>\nBuilt: R 4.3.1\n',
      'src/library/x/DESCRIPTION': 'Package: x\nVersion: 1\n',
    },
    [
      {
        name: 'MASS',
        version: '7.3-60',
        type: 'cran',
        licenses: ['GPL-2 | GPL-3'],
        vendor: 'B. Ripley <r@x>',
        attributes: { repository: 'CRAN' },
      },
    ],
  ],
  [
    'Haskell',
    haskell,
    {
      'usr/lib/ghc/package.conf.d/zlib.conf': 'name:                 zlib\nversion:              0.6.3.0\nlicense: BSD-3-Clause\n\nx: y\n',
    },
    [{ name: 'zlib', version: '0.6.3.0', type: 'hackage', licenses: ['BSD-3-Clause'] }],
  ],
  [
    'Lua',
    lua,
    { 'usr/share/lua/rocks-5.1/lpeg/1.1.0-1/lpeg-1.1.0-1.rockspec': 'package = \'LPeg\'\nversion = "1.1.0-1"\nsource = {}\n' },
    [{ name: 'LPeg', version: '1.1.0-1', type: 'luarocks' }],
  ],
];

describe('packages of languages', () => {
  const cases = CASES.map(([title, cataloger, files, packages, problems = []]) => ({ title, cataloger, files, packages, problems }));
  test.each(cases)('$title', async ({ cataloger, files, packages, problems }) => {
    const got = await catalog(cataloger, files);
    expect(got.sets.flatMap(set => set.packages)).toStrictEqual(packages);
    expect(got.problems.map(({ code, source, message }) => `${code} ${source}: ${message}`)).toStrictEqual(problems);
  });
});
