import { describe, expect, test } from 'vitest';
import { catalogers } from '../catalogers.generated.ts';
import type { Files } from '../testing/images.ts';
import { inspect } from '../testing/inspect.ts';
import { toImageOutput } from '../to-image-output.ts';
import { isLoadable } from './is-loadable.ts';

test.each<[string, number, boolean]>([
  ['usr/bin/x', 0o755, true],
  ['usr/share/x', 0o644, false],
  ['usr/lib/libssl.so.3', 0o644, true],
  ['usr/lib/x.so', 0o644, true],
  ['usr/lib/x.so.conf', 0o644, false],
  ['usr/lib/x.PY', 0o644, true],
  ['usr/share/doc/x/run.sh', 0o755, false],
  ['usr/lib/.js', 0o644, false],
])('%s with %o', (path, mode, expected) => {
  expect(isLoadable({ path, type: 'file', mode })).toBe(expected);
});

test('links and folders hold no code', () => {
  const types = (['symlink', 'directory', 'fifo', 'hard-link'] as const).map(type => isLoadable({ path: 'a.so', type, mode: 0o755 }));
  expect(types).toStrictEqual([false, false, false, true]);
});

const dpkg = (lists: Readonly<Record<string, readonly string[]>>): Files => ({
  'etc/os-release': 'ID=debian\nVERSION_ID=12\n',
  'var/lib/dpkg/status': Object.keys(lists)
    .map(name => `Package: ${name}\nStatus: install ok installed\nVersion: 1\nArchitecture: amd64\n`)
    .join('\n'),
  ...Object.fromEntries(Object.entries(lists).map(([name, paths]) => [`var/lib/dpkg/info/${name}.list`, `/.\n/${paths.join('\n/')}\n`])),
  ...Object.fromEntries(
    Object.values(lists)
      .flat()
      .map(path => [path.replace(/^lib\//, 'usr/lib/'), `${path}\n`]),
  ),
});

async function listFiles(...layers: readonly Files[]) {
  const { results, loadable } = toImageOutput(await inspect(layers, { catalogers, searchSecrets: false }));
  return { files: Object.fromEntries(results.map(({ name, files }) => [name, files])), ...loadable };
}

const own = ['a.py', 'b.py', 'c.py', 'd/e.py'].map(name => `usr/lib/tool/${name}`);

describe('the files from which code is loaded', () => {
  test.each<[string, readonly Files[], object]>([
    [
      'packages of a system, by real paths, and links to such',
      [
        {
          ...dpkg({ ssl: ['lib/libssl.so.3', 'usr/share/ssl/a.pem'], zone: ['usr/share/zone/UTC'], lost: ['usr/share/doc/lost/x'] }),
          lib: '-> usr/lib',
          'usr/lib/libssl.so': '-> libssl.so.3',
          'usr/share/here': '-> ssl',
        },
      ],
      {
        files: { ssl: ['usr/lib/libssl.so.3'], zone: [], lost: [] },
        links: { lib: 'usr/lib', 'usr/lib/libssl.so': 'usr/lib/libssl.so.3' },
        complete: true,
      },
    ],
    [
      'a folder of one package',
      [dpkg({ tool: own, other: ['usr/lib/x.so'] })],
      { files: { tool: ['usr/lib/tool/'], other: ['usr/lib/x.so'] } },
    ],
    ['a folder in which something else lies, too', [dpkg({ tool: own }), { 'usr/lib/tool/mine.py': '' }], { files: { tool: own } }],
    [
      'a folder with settings for the most part',
      [dpkg({ tool: [...own, ...['1', '2', '3', '4', '5'].map(name => `usr/lib/tool/${name}.conf`)] })],
      { files: { tool: own } },
    ],
    ['a deleted file', [dpkg({ tool: own.slice(0, 2) }), { 'usr/lib/tool/.wh.a.py': '' }], { files: { tool: ['usr/lib/tool/b.py'] } }],
    [
      'packages of npm, Ruby and PHP',
      [
        {
          'app/node_modules/@a/b/package.json': '{"name":"@a/b","version":"1"}',
          'gems/specifications/rack-3.0.gemspec': 's.name = "rack"\ns.version = "3.0"\n',
          'gems/specifications/default/json-2.gemspec': 's.name = "json"\ns.version = "2"\n',
          'app/vendor/composer/installed.json': '[{"name":"m/log","version":"2"}]',
        },
      ],
      { files: { '@a/b': ['app/node_modules/@a/b/'], rack: ['gems/gems/rack-3.0/'], json: undefined, 'm/log': ['app/vendor/m/log/'] } },
    ],
    [
      'distributions of Python',
      [
        {
          'site/Py_Yaml-6.dist-info/METADATA': 'Name: PyYAML\nVersion: 6\n',
          'site/Py_Yaml-6.dist-info/RECORD':
            'yaml/__init__.py,sha256=x,1\r\nyaml/sub/__init__.py,,\nyaml/data.txt,,\n"_y,aml.so",,\n../bin/yaml,,\nPy_Yaml-6.dist-info/METADATA,,\n',
          'site/google_auth-1.dist-info/METADATA': 'Name: google-auth\nVersion: 1\n',
          'site/google_auth-1.dist-info/RECORD': 'google/auth/__init__.py,,\ngoogle/x.py,,\n',
          'site/old-1.egg-info/PKG-INFO': 'Name: old\nVersion: 1\n',
          'site/old-1.egg-info/top_level.txt': 'old\n../../evil\n',
          'site/bare-1.dist-info/METADATA': 'Name: bare\nVersion: 1\n',
        },
      ],
      {
        files: {
          pyyaml: ['bin/yaml', 'site/_y,aml.so', 'site/yaml/'],
          'google-auth': ['site/google/auth/', 'site/google/x.py'],
          old: ['site/old.py', 'site/old/'],
          bare: undefined,
        },
      },
    ],
  ])('%s', async (_title, layers, expected) => {
    expect(await listFiles(...layers)).toMatchObject(expected);
  });
});

test('of two versions of one package of rpm nobody knows whose files are whose', async () => {
  const { findLoadables } = await import('./find-loadables.ts');
  const name = 'kernel';
  const one = (version: string) => ({ found: { name, version, type: 'rpm' }, cataloger: 'rpm', evidence: 'db', layer: 0 });
  const owners = new Map([['usr/bin/k', { name, type: 'rpm' }]]);
  const list = (...packages: readonly ReturnType<typeof one>[]) => packages.map(findLoadables([], owners, packages));
  expect([list(one('1')), list(one('1'), one('2'))]).toStrictEqual([[[]], [undefined, undefined]]);
});

test('more files than are told are not told by half', async () => {
  const many = Array.from({ length: 2001 }, (_, index) => `usr/bin/p${index}.sh`);
  expect((await listFiles(dpkg({ many, one: ['usr/bin/one.sh'] }))).files).toStrictEqual({ many: undefined, one: ['usr/bin/one.sh'] });
});
