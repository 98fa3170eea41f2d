import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTools } from './catalog/tools.ts';
import { catalogers } from './catalogers.generated.ts';
import { WorkFolder } from './layer/work-folder.ts';
import { toLayerFile } from './testing/layers.ts';

/** One path that each cataloger wants; nix looks at names only. */
const WANTED: Readonly<Record<string, string>> = {
  apk: 'lib/apk/db/installed',
  'bun-lock': 'app/bun.lock',
  'cargo-lock': 'app/Cargo.lock',
  chisel: 'var/lib/chisel/manifest.wall',
  classified: 'opt/nginx/sbin/nginx',
  cocoapods: 'app/Podfile.lock',
  'composer-lock': 'app/composer.lock',
  conan: 'app/conan.lock',
  conda: 'opt/conda/conda-meta/x.json',
  'conda-lock': 'app/environment.yml',
  'cpan-lock': 'app/cpanfile.snapshot',
  dart: 'app/pubspec.lock',
  'deno-lock': 'app/deno.lock',
  dotnet: 'app/x.deps.json',
  dpkg: 'var/lib/dpkg/status',
  'elf-note': 'usr/bin/tool',
  'embedded-sbom': 'var/lib/db/sbom/x.spdx.json',
  erlang: 'usr/lib/erlang/lib/x/ebin/x.app',
  'gemfile-lock': 'app/Gemfile.lock',
  'go-binary': 'usr/bin/tool',
  'go-mod': 'app/go.mod',
  'gradle-lock': 'app/gradle.lockfile',
  haskell: 'usr/lib/ghc/package.conf.d/x.conf',
  'haskell-lock': 'app/stack.yaml.lock',
  java: 'app/x.jar',
  julia: 'app/Manifest.toml',
  'jvm-release': 'opt/java/release',
  lua: 'usr/share/lua/rocks-5.1/x/1-1/x-1-1.rockspec',
  'mix-lock': 'app/mix.lock',
  'nimble-lock': 'app/nimble.lock',
  nix: '',
  node: 'app/node_modules/x/package.json',
  'npm-lock': 'app/package-lock.json',
  'nuget-lock': 'app/packages.lock.json',
  opkg: 'usr/lib/opkg/status',
  'os-release': 'etc/os-release',
  pacman: 'var/lib/pacman/local/x-1/desc',
  pear: 'usr/share/php/.registry/x.reg',
  php: 'app/vendor/composer/installed.json',
  'pipfile-lock': 'app/Pipfile.lock',
  'pnpm-lock': 'app/pnpm-lock.yaml',
  pom: 'app/pom.xml',
  portage: 'var/db/pkg/app-misc/x-1/CONTENTS',
  python: 'usr/lib/python3/dist-packages/x.dist-info/METADATA',
  'python-lock': 'app/poetry.lock',
  r: 'usr/lib/R/library/x/DESCRIPTION',
  'renv-lock': 'app/renv.lock',
  requirements: 'app/requirements.txt',
  rpm: 'var/lib/rpm/rpmdb.sqlite',
  'rpm-manifest': 'var/lib/rpmmanifest/container-manifest-2',
  ruby: 'usr/lib/ruby/gems/3.1.0/specifications/x.gemspec',
  'rust-auditable': 'usr/bin/tool',
  swift: 'app/Package.resolved',
  'terraform-lock': 'app/.terraform.lock.hcl',
  'yarn-lock': 'app/yarn.lock',
};
/** They want every file that may be run. */
const OF_PROGRAMS = new Set(['elf-note', 'go-binary', 'rust-auditable']);

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
  'RpmP\0\0\0\0',
  '[[package]]\nname = "x"\n',
  'packages:\n  x:\n',
  '{"spdxVersion":"SPDX-2.3","packages":[',
  '{"packages":{"node_modules/x":',
  '<project><dependency>',
];

test('every cataloger has a case here', () => {
  expect(catalogers.map(({ name }) => name).toSorted()).toStrictEqual(Object.keys(WANTED).toSorted());
});

describe.each(catalogers.map(cataloger => [cataloger.name, cataloger] as const))('%s', (name, cataloger) => {
  const path = WANTED[name] ?? '';

  test('says what it is and wants', () => {
    expect([cataloger.version >= 1, cataloger.doc]).toStrictEqual([true, expect.stringMatching(/^\S.*[^.\s]$/)]);
    const wanted = (candidate: string): boolean => cataloger.wants({ path: candidate, size: 1_000_000, mode: 0o755 });
    const isAny = OF_PROGRAMS.has(name);
    expect([wanted(path), wanted('usr/share/doc/x/README'), wanted('')]).toStrictEqual([name !== 'nix', isAny, isAny]);
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
