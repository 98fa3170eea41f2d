import process from 'node:process';
import { expect, test } from 'vitest';
import { listSettings } from './structured-text.ts';

test.each<[string, string, readonly (readonly [string, string])[]]>([
  [
    'app.properties',
    '# note\ndb.password = abc\r\ncolor:blue\nempty=\n',
    [
      ['db.password', 'abc'],
      ['color', 'blue'],
    ],
  ],
  [
    'app.yaml',
    "token: \"abc\" # test\nnested:\n  inner: x\nlist: [a]\nblock: |\n  text\n'quoted': 'b'\nnone: null",
    [
      ['token', 'abc'],
      ['quoted', 'b'],
    ],
  ],
  ['APP.YML', 'a: b', [['a', 'b']]],
  ['app.env', 'A=b=c\nexport B=c', [['A', 'b=c']]],
  ['app.json', '{"a": "b", "n": 1, "o": {"inner": "x"}}', [['a', 'b']]],
  ['app.json', '["a"]', [['0', 'a']]],
  ['app.json', '{"a": ', []],
  ['app.json', 'null', []],
  ['run.sh', 'PASSWORD=abc', []],
  ['notes', 'password: abc', []],
])('%s: %j', (file, text, settings) => {
  expect(listSettings(file, text)).toStrictEqual(settings);
});

test('a long line without a value and a deep document are answered at once', () => {
  const start = process.threadCpuUsage();
  expect(listSettings('a.yaml', `${'a'.repeat(500_000)}`)).toStrictEqual([]);
  expect(listSettings('a.yaml', `a: b${' '.repeat(500_000)}c`)).toHaveLength(1);
  expect(listSettings('a.json', '['.repeat(200_000))).toStrictEqual([]);
  expect(process.threadCpuUsage(start).user / 1000).toBeLessThan(2000);
});
