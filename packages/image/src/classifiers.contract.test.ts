import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cataloger } from './catalogers/classified.ts';
import { classifiers } from './classifiers.generated.ts';
import { findVersion } from './classify/find-version.ts';
import { createFileMatcher } from './classify/match-files.ts';
import { catalog, toLayerFile } from './testing/layers.ts';

/** What RE2 does not have; and what would run through a whole file. */
const UNSAFE = /\(\?[=!<]|\\[1-9]/;
const ENDLESS = /(?:^|[^\\])\.[*+]/;

describe.each(classifiers.map(classifier => [classifier.name, classifier] as const))('%s', (_, { files, rules }) => {
  test('is complete and safe', () => {
    expect([files.length > 0, rules.length > 0]).toStrictEqual([true, true]);
    for (const rule of rules) {
      const { source } = 'near' in rule ? rule.near : rule.text;
      expect([UNSAFE.exec(source), 'text' in rule ? ENDLESS.exec(source) : null]).toStrictEqual([null, null]);
      expect(new RegExp(`${source}|`).exec('')?.length).toBe(2);
      expect([rule.package, rule.cpe ?? 'a:b', rule.mark]).toStrictEqual([
        expect.stringMatching(/^[a-z0-9-]+$/),
        expect.stringMatching(/^[a-z0-9._%-]+:[A-Za-z0-9._%-]+$/),
        expect.stringMatching(/^.{2,}$/s),
      ]);
    }
  });
});

test('there are as many kinds as the field has', () => {
  expect(classifiers.length).toBeGreaterThanOrEqual(130);
});

const NGINX = { name: 'x', files: [], rules: [] };

test.each<[string, readonly string[], readonly string[]]>([
  ['usr/sbin/nginx', ['nginx'], ['x']],
  ['nginx', ['nginx'], ['x']],
  ['usr/sbin/nginx2', ['nginx'], []],
  ['usr/lib/libssl.so.3', ['libssl.so*'], ['x']],
  ['usr/lib/libssl.so.d/y', ['libssl.so*'], []],
  ['usr/lib/postfix/master', ['postfix/master'], ['x']],
  ['usr/lib/master', ['postfix/master'], []],
])('%s is matched by %j: %j', (path, files, expected) => {
  expect(createFileMatcher([{ ...NGINX, files }])(path).map(({ name }) => name)).toStrictEqual(expected);
});

describe('a version is found', () => {
  const near = { package: 'x', mark: 'X/', near: /X\/(\d+\.\d+)/ };
  const text = { package: 'x', mark: 'usage of x', text: /(\d+\.\d+)/ };
  const far = 1024 * 1024;
  test.each<[string, string, typeof near | typeof text, string | undefined]>([
    ['near a mark', `\0X/a\0X/1.2\0`, near, '1.2'],
    ['between unprintable bytes', '\x01X/1.2\xff', near, '1.2'],
    ['across pieces', `${'\0'.repeat(far - 3)}X/12.34\0`, near, '12.34'],
    ['a mark without version', 'X/a', near, undefined],
    ['a whole text', 'usage of x\0a 3.4\x002.5\0', text, '2.5'],
    ['a whole text far before the mark', `\x002.5\0${'\0'.repeat(2 * far)}usage of x`, text, '2.5'],
    ['a text without mark', '\x002.5\0', text, undefined],
    ['a part of a text', 'usage of x\0v2.5\0', text, undefined],
  ])('%s', (_, content, rule, version) => {
    expect(findVersion(toLayerFile('x', Buffer.from(content, 'latin1')), [rule])?.version).toBe(version);
  });
});

test('what is found says by what', async () => {
  const { sets } = await catalog(cataloger, { 'opt/nginx/sbin/nginx': '\0nginx version: nginx/1.25.3\0', 'opt/bin/nginx.conf': 'x' });
  expect(sets).toStrictEqual([
    {
      evidence: 'opt/nginx/sbin/nginx',
      packages: [
        {
          name: 'nginx',
          version: '1.25.3',
          type: 'generic',
          evidenceKind: 'classified',
          attributes: { classifier: 'nginx', cpe: 'f5:nginx' },
        },
      ],
    },
  ]);
});

/** Programs of this machine, with the package that tells their true version. */
describe.each([
  ['/bin/bash', 'bash'],
  ['/usr/bin/perl', 'perl-base'],
  ['/usr/bin/git', 'git'],
  ['/usr/bin/openssl', 'openssl'],
  ['/usr/bin/curl', 'curl'],
  ['/usr/bin/gawk', 'gawk'],
])('%s', (path, name) => {
  test.skipIf(!existsSync(path) || !existsSync('/usr/bin/dpkg-query'))(
    `has the version of ${name} (skipped where it is not installed)`,
    async () => {
      const said = execFileSync('/usr/bin/dpkg-query', ['-W', '-f', `$\{Version}`, name], { encoding: 'utf8' });
      const { sets } = await catalog(cataloger, { [path.slice(1)]: readFileSync(realpathSync(path)) });
      expect(said).toContain(sets[0]?.packages[0]?.version ?? 'nothing was found');
    },
  );
});
