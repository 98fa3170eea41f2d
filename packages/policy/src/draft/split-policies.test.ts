import { expect, test } from 'vitest';
import { splitPolicies } from './split-policies.ts';

test.each<[string, string, readonly (readonly [string, number, boolean])[]]>([
  ['one', 'id: a # kept\n', [['id: a # kept\n', 1, false]]],
  [
    'documents',
    '# head\n---\nid: a\n---\nid: b\n...\n---\n# nothing\n',
    [
      ['id: a\n', 3, false],
      ['id: b\n', 5, false],
    ],
  ],
  ['a document that begins on the line of its dashes', '--- # first\nid: a\n', [['id: a\n', 2, false]]],
  ['dashes inside a text', 'id: a\nrationale: |\n  ---\n  b\n', [['id: a\nrationale: |\n  ---\n  b\n', 1, false]]],
  [
    'a list',
    'id: z\n---\n- id: a\n- id: b\n  title: c d\n',
    [
      ['id: z\n', 1, false],
      ['id: a\n', 3, true],
      ['id: b\ntitle: "c d"\n', 4, true],
    ],
  ],
  ['what is no YAML stays whole', 'id: [\n', [['id: [\n', 1, false]]],
  ['nothing', '\n# only a comment\n', []],
])('%s', (_name, text, expected) => {
  expect(splitPolicies(text).map(({ text: one, line, rewritten }) => [one, line, rewritten])).toStrictEqual(expected);
});
