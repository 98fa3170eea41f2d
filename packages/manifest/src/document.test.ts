import { describe, expect, test } from 'vitest';
import type { ManifestDocument } from './document.ts';
import { parsePath } from './path.ts';
import { readManifest } from './read-manifest.ts';

function readOne(text: string): ManifestDocument {
  const { documents, problems } = readManifest(text, { source: 'f.yaml' });
  expect(problems.filter(problem => problem.code !== 'duplicate-key')).toStrictEqual([]);
  const document = documents.at(-1);
  if (document === undefined) throw new Error('no document');
  return document;
}

const POD = `# a comment
apiVersion: v1
kind: Pod
metadata:
  name: x
  annotations: {"a.b/c": d, on: e}
spec:
  containers:
  - name: one
    args:
    - --flag
    - "quoted"
    - |
      block
    - &anchored anchored
    - [1, [2, {k: v}]]
  -   name: two
  - # comment
    name: three
  empty:
`;

describe('locate', () => {
  test.each([
    ['', 2, 1, true],
    ['apiVersion', 2, 1, true],
    ['metadata', 4, 1, true],
    ['metadata.name', 5, 3, true],
    ['metadata.annotations["a.b/c"]', 6, 17, true],
    ['metadata.annotations.true', 6, 29, true],
    ['spec.containers', 8, 3, true],
    ['spec.containers[0]', 9, 5, true],
    ['spec.containers[0].args[0]', 11, 7, true],
    ['spec.containers[0].args[1]', 12, 7, true],
    ['spec.containers[0].args[2]', 13, 7, true],
    ['spec.containers[0].args[3]', 15, 17, true],
    ['spec.containers[0].args[4][1][0]', 16, 12, true],
    ['spec.containers[0].args[4][1][1].k', 16, 16, true],
    ['spec.containers[1].name', 17, 7, true],
    ['spec.containers[2]', 19, 5, true],
    ['spec.empty', 20, 3, true],
    ['spec.containers[1].securityContext.privileged', 17, 7, false],
    ['spec.containers[3].name', 8, 3, false],
    ['spec.containers.name', 8, 3, false],
    ['spec.containers[0].args[4][1][1].k.x', 16, 16, false],
    ['spec.empty.x', 20, 3, false],
    ['status.x', 2, 1, false],
    ['[0]', 2, 1, false],
  ])('%s', (path, line, column, exact) => {
    expect(readOne(POD).locate(parsePath(path))).toStrictEqual({ line, column, exact });
  });

  test.each([
    ['the last of duplicates counts', 'a: 1\nb: 2\na: {c: 3}\n', 'a.c', 3, 5, true],
    ['an alias is where its anchor is', 'a: &x\n  k: 1\nb: *x\n', 'b.k', 2, 3, true],
    ['an alias as an item', 'a: &x {k: 1}\nb: [*x]\n', 'b[0]', 2, 5, true],
    ['a merged field', 'a: &x {k: 1}\nb:\n  <<: *x\n  l: 2\n', 'b.k', 1, 8, true],
    ['a merged field replaced after', 'a: &x {k: 1}\nb:\n  <<: *x\n  k: 2\n', 'b.k', 4, 3, true],
    ['a merged field that replaces', 'a: &x {k: 1}\nb:\n  k: 2\n  <<: *x\n', 'b.k', 1, 8, true],
    ['a field merged from a list', 'a: &x {k: 1}\nb:\n  <<: [{j: 0}, *x, {k: 3}]\n', 'b.k', 1, 8, true],
    ['no merged field', 'a: &x {k: 1}\nb:\n  <<: *x\n', 'b.z', 2, 1, false],
    ['keys that are not spelled as they read', '"a\\u0062": {0x10: {1.50: x}}\n', 'ab.16["1.5"]', 1, 20, true],
    ['single-quoted keys', "'it''s': {'b': 1}\n", '["it\'s"].b', 1, 11, true],
    ['explicit keys', '? |\n  k\n: v\n', '["k\\n"]', 1, 3, true],
    ['an empty item: its list', 'a:\n- x\n-\n', 'a[1]', 1, 1, false],
    ['CR LF', 'a: 1\r\nb:\r\n  c: 2\r\n', 'b.c', 3, 3, true],
    ['CR', 'a: 1\rb:\r  c: 2\r', 'b.c', 3, 3, true],
    ['columns in UTF-16 units', 'a: {"é😀": 1, b: 2}\n', 'a.b', 1, 15, true],
    ['a byte order mark is no column', '\uFEFFa: 1\n', 'a', 1, 1, true],
    ['joined lines', 'a: [\n  b,\n  {c: d}\n]\ne: 1\n', 'a[1].c', 3, 4, true],
    ['after joined lines', 'a: [\n  b\n]\ne: 1\n', 'e', 4, 1, true],
    ['a second document', 'a: 1\n---\nb: 1\n', 'b', 3, 1, true],
    ['a document after ...', 'a: 1\n...\n# c\nb: 1\n', 'b', 4, 1, true],
    ['JSON', '{"a": {"b": [\n{"c": 1}]}}', 'a.b[0].c', 2, 2, true],
    ['a JSON value in a stream', '{"a": 1}\n{"b": 1}', 'b', 2, 2, true],
    ['a folded item', 'a:\n- >-\n  x\n- y\n', 'a[0]', 2, 3, true],
    ['an item whose block scalar has a comment', 'a:\n- | # > c\n  x\n', 'a[0]', 2, 3, true],
    ['a tagged block scalar with CR LF', 'a:\r\n- !!str |\r\n  x\r\n', 'a[0]', 2, 9, true],
  ])('%s', (_, text, path, line, column, exact) => {
    expect(readOne(text).locate(parsePath(path))).toStrictEqual({ line, column, exact });
  });

  test('a long list is found item by item', () => {
    const document = readOne(`a:\n${Array.from({ length: 1000 }, (_, index) => `- k${index}: [${index}]\n`).join('')}`);
    for (const index of [0, 31, 32, 33, 999]) {
      expect(document.locate(['a', index, `k${index}`])).toStrictEqual({ line: index + 2, column: 3, exact: true });
    }
    expect(document.locate(['a', 1000])).toStrictEqual({ line: 1, column: 1, exact: false });
  });
});

test('a document knows its number, its first line and its file', () => {
  const { documents } = readManifest('# c\n---\n# d\n\na: 1\n---\n---\nb: 1\n', { source: 'dir/f.yaml' });
  expect(documents.map(({ source, index, line }) => ({ source, index, line }))).toStrictEqual([
    { source: 'dir/f.yaml', index: 0, line: 5 },
    { source: 'dir/f.yaml', index: 1, line: 8 },
  ]);
});
