import { describe, expect, test } from 'vitest';
import { parsePath } from '../path.ts';
import { applyEdits } from './apply-edits.ts';
import type { DocumentEdit } from './document-edit.ts';

/** `path = json` sets, `path += json` appends, `-path` removes; all in document 0. */
function parseEdit(line: string): DocumentEdit {
  if (line.startsWith('-')) return { document: 0, action: 'remove', path: parsePath(line.slice(1)) };
  const [, path = '', operator, json = ''] = /^(.*?) (\+?=) (.*)$/s.exec(line) ?? [];
  return { document: 0, action: operator === '=' ? 'set' : 'append', path: parsePath(path), value: JSON.parse(json) };
}

function edit(text: string, ...edits: readonly string[]): string | readonly string[] {
  const outcome = applyEdits(text, edits.map(parseEdit));
  return outcome.edited ? outcome.text : outcome.refusals.map(refusal => `${refusal.edit}: ${refusal.reason}`);
}

describe('a scalar that is there', () => {
  test.each<[string, string, string, string]>([
    ['plain', 'a: true # why\nb: 1\n', 'a = false', 'a: false # why\nb: 1\n'],
    ['double quotes', 'a: "x"\n', 'a = "y z: #"', 'a: "y z: #"\n'],
    ['single quotes', "a: 'x'\n", 'a = "it\'s"', "a: 'it''s'\n"],
    ['single quotes that cannot hold it', "a: 'x'\n", 'a = "1\\n2"', 'a: "1\\n2"\n'],
    ['quotes become a number', 'a: "1"\n', 'a = 2', 'a: 2\n'],
    ['a word that needs quotes', 'a: x\n', 'a = "on"', 'a: "on"\n'],
    ['a number that is text', 'a: x\n', 'a = "1e3"', 'a: "1e3"\n'],
    ['a quantity', 'a: x\n', 'a = "128Mi"', 'a: 128Mi\n'],
    ['an image', 'a: x\n', 'a = "ghcr.io/a/b:1.2"', 'a: ghcr.io/a/b:1.2\n'],
    ['a text with a space at its end', 'a: x\n', 'a = "b "', 'a: "b "\n'],
    ['an empty text', 'a: x\n', 'a = ""', 'a: ""\n'],
    ['null', 'a: x\n', 'a = null', 'a: null\n'],
    ['without a value', 'a:\nb: 1\n', 'a = 2', 'a: 2\nb: 1\n'],
    ['without a value, at the end', 'a: # c', 'a = 2', 'a: 2 # c'],
    ['over two lines', 'a: x\n  y\nb: 1\n', 'a = "z"', 'a: z\nb: 1\n'],
    ['a block scalar', 'a: |\n  x\n  y\n\nb: 1\n', 'a = "z"', 'a: z\n\nb: 1\n'],
    ['a block scalar that keeps its line ends', 'a: |+\n  x\n\nb: 1\n', 'a = "z"', 'a: z\n\nb: 1\n'],
    ['in a list', 'a:\n- x # c\n- y\n', 'a[0] = "z"', 'a:\n- z # c\n- y\n'],
    ['in a flow list', 'a: [x, y]\n', 'a[1] = "z"', 'a: [x, z]\n'],
    ['in JSON', '{"a": {"b": "x"}}', 'a.b = "y"', '{"a": {"b": "y"}}'],
    ['in JSON, another type', '{"a": {"b": "x"}}', 'a.b = {"c": ["d"]}', '{"a": {"b": {"c": ["d"]}}}'],
    ['behind an anchor that nobody uses', 'a: &x true\n', 'a = false', 'a: &x false\n'],
    ['the last of two entries of one name', 'a: 1\na: 2\n', 'a = 3', 'a: 1\na: 3\n'],
    ['under a key in quotes', '"a.b/c": 1\n', '["a.b/c"] = 2', '"a.b/c": 2\n'],
    ['the same again', 'a:   "x"\n', 'a = "x"', 'a:   "x"\n'],
    ['by a mapping', 'a: x # c\nb: 1\n', 'a = {"c": {"d": 1}, "e": [1]}', 'a: # c\n  c:\n    d: 1\n  e:\n    - 1\nb: 1\n'],
    ['by a list', 'a: x\nb:\n- 1\n', 'a = [1, {"c": 2, "d": 3}, [4]]', 'a:\n- 1\n- c: 2\n  d: 3\n- [4]\nb:\n- 1\n'],
    ['by an empty list', 'a: x\n', 'a = []', 'a: []\n'],
    ['a list item by a mapping', 'a:\n  - x # c\n', 'a[0] = {"b": 1}', 'a:\n  - {b: 1} # c\n'],
  ])('%s', (_, before, change, after) => {
    expect(edit(before, change)).toBe(after);
  });
});

describe('a field that is missing', () => {
  test.each<[string, string, string | readonly string[], string]>([
    ['at the root', 'a: 1\n', 'b = 2', 'a: 1\nb: 2\n'],
    ['without a line end', 'a: 1', 'b = 2', 'a: 1\nb: 2'],
    ['with CR LF', 'a: 1\r\nc:\r\n  d: 1\r\ne: 2\r\n', 'c.x.z = 2', 'a: 1\r\nc:\r\n  d: 1\r\n  x:\r\n    z: 2\r\ne: 2\r\n'],
    ['behind a byte order mark', '\uFEFFa: 1\n', 'b = 2', '\uFEFFa: 1\nb: 2\n'],
    ['inside', 'a:\n  b: 1 # c\n# of d\nd: 1\n', 'a.x = true', 'a:\n  b: 1 # c\n  x: true\n# of d\nd: 1\n'],
    [
      'behind comments of the mapping',
      'a:\n  b: 1\n  # b: 2\n    # deeper\n# of d\nd: 1\n',
      'a.x = true',
      'a:\n  b: 1\n  # b: 2\n    # deeper\n  x: true\n# of d\nd: 1\n',
    ],
    ['before a blank line', 'a:\n  b: 1\n\n  # c\nd: 1\n', 'a.x = true', 'a:\n  b: 1\n  x: true\n\n  # c\nd: 1\n'],
    ['with four columns', 'a:\n    b:\n        c: 1\n', 'a.x.z = 1', 'a:\n    b:\n        c: 1\n    x:\n        z: 1\n'],
    ['in a list item', 'a:\n- b: 1\n- b: 2\n', 'a[0].c.d = ["ALL"]', 'a:\n- b: 1\n  c:\n    d:\n    - ALL\n- b: 2\n'],
    [
      'in an indented list',
      'a:\n  - b: 1\n  # second\n  - b: 2\n',
      'a[0].c = ["ALL"]',
      'a:\n  - b: 1\n    c:\n      - ALL\n  # second\n  - b: 2\n',
    ],
    ['in a wide list item', 'a:\n  -   b: 1\n', 'a[0].c = 2', 'a:\n  -   b: 1\n      c: 2\n'],
    [
      'in both, the inner one first',
      'a:\n  b:\n    c: 1\n',
      ['x = 1', 'a.x = 1', 'a.b.x = 1'],
      'a:\n  b:\n    c: 1\n    x: 1\n  x: 1\nx: 1\n',
    ],
    ['several under one new key', 'a: 1\n', ['b.c = 1', 'b.d.e = 2', 'b.f += 3'], 'a: 1\nb:\n  c: 1\n  d:\n    e: 2\n  f:\n    - 3\n'],
    ['under a key without a value', 'a:\nb: 1\n', 'a.c = 1', 'a:\n  c: 1\nb: 1\n'],
    ['under a key without a value, at the end of the file', 'a:\n  limits: ', 'a.limits.memory = "1Gi"', 'a:\n  limits: \n    memory: 1Gi'],
    ['under null', 'a: null # c\nb: 1\n', 'a.c = 1', 'a: # c\n  c: 1\nb: 1\n'],
    ['under an empty mapping', 'a: {} # c\nb: 1\n', 'a.c = 1', 'a: # c\n  c: 1\nb: 1\n'],
    ['in a flow mapping', 'a: {b: 1} # c\n', 'a.c.d = "x y"', 'a: {b: 1, c: {d: x y}} # c\n'],
    ['in a flow mapping with space', 'a: { b: 1 }\n', 'a.c = 2', 'a: { b: 1, c: 2 }\n'],
    ['in an empty flow mapping of a list', 'a: [{}]\n', 'a[0].c = 2', 'a: [{c: 2}]\n'],
    ['behind a block scalar', 'a:\n  b: |\n    x\n\nc: 1\n', 'a.x = 1', 'a:\n  b: |\n    x\n  x: 1\n\nc: 1\n'],
    ['behind a block scalar that keeps its line ends', 'a:\n  b: |+\n    x\n\nc: 1\n', 'a.x = 1', 'a:\n  b: |+\n    x\n\n  x: 1\nc: 1\n'],
    ['behind a block scalar without a line end', 'a:\n  b: |-\n    x', 'a.x = 1', 'a:\n  b: |-\n    x\n  x: 1'],
    ['behind a quoted text of two lines', 'a:\n  b: "x\n    y"\nc: 1\n', 'a.x = 1', 'a:\n  b: "x\n    y"\n  x: 1\nc: 1\n'],
    ['before the next document', 'a: 1\n---\nb: 1\n', 'c = 2', 'a: 1\nc: 2\n---\nb: 1\n'],
    ['before the end of the document', 'a: 1\n...\n', 'c = 2', 'a: 1\nc: 2\n...\n'],
    ['under a key that needs quotes', 'a: 1\n', 'b["x: y"] = 2', 'a: 1\nb:\n  "x: y": 2\n'],
    ['in JSON on one line', '{"a":{"b":1}}', 'a.c = "d"', '{"a":{"b":1,"c":"d"}}'],
    [
      'in JSON on lines',
      '{\n  "a": {\n    "b": 1\n  }\n}\n',
      ['a.c.d = ["x"]', 'e = true'],
      '{\n  "a": {\n    "b": 1,\n    "c": {\n      "d": [\n        "x"\n      ]\n    }\n  },\n  "e": true\n}\n',
    ],
    ['in empty JSON', '{"a": {}}', 'a.b = 1', '{"a": {"b": 1}}'],
  ])('%s', (_, before, changes, after) => {
    expect(edit(before, ...[changes].flat())).toBe(after);
  });
});

describe('appending', () => {
  test.each<[string, string, string, string]>([
    ['to a list', 'a:\n- x # c\n# b\nb: 1\n', 'a += "z"', 'a:\n- x # c\n- z\n# b\nb: 1\n'],
    ['to an indented list', 'a:\n  - x\n  # c\nb: 1\n', 'a += {"c": 1, "d": 2}', 'a:\n  - x\n  # c\n  - c: 1\n    d: 2\nb: 1\n'],
    ['to a flow list', 'a: [x]\n', 'a += "z"', 'a: [x, z]\n'],
    ['to a flow list with a comma at its end', 'a: [x, ]\n', 'a += "z"', 'a: [x, z, ]\n'],
    ['to an empty list', 'a: []\n', 'a += "z"', 'a:\n  - z\n'],
    ['to no list', 'a:\n  b: 1\n', 'a.c.d += "z"', 'a:\n  b: 1\n  c:\n    d:\n      - z\n'],
    ['to a JSON list', '{"a": ["x"]}', 'a += "z"', '{"a": ["x", "z"]}'],
    ['to a JSON list without spaces', '["x",1]', '[1] = 2', '["x",2]'],
  ])('%s', (_, before, change, after) => {
    expect(edit(before, change)).toBe(after);
  });
});

describe('removing', () => {
  test.each<[string, string, string | readonly string[], string]>([
    ['a line with its comment', 'a: 1\nb: true # why\n# of c\nc: 1\n', '-b', 'a: 1\n# of c\nc: 1\n'],
    ['the first', 'a: 1\nb: 2\n', '-a', 'b: 2\n'],
    ['the last', 'a: 1\nb: 2', '-b', 'a: 1\n'],
    ['what is not there', 'a: 1\n', ['-b', '-c.d'], 'a: 1\n'],
    ['several lines', 'a:\n  b:\n    c: |\n      x\n    d: 1\n  e: 2\n', '-a.b', 'a:\n  e: 2\n'],
    ['several entries', 'a: 1\nb: 2\nc: 3\nd: 4\n', ['-a', '-b', '-d'], 'c: 3\n'],
    ['the first entry of an item', 'a:\n- b: 1 # x\n  c: 2\n', '-a[0].b', 'a:\n- c: 2\n'],
    ['the first entries of an item', 'a:\n- b: 1\n  c: 2\n  d: 3\n', ['-a[0].b', '-a[0].c'], 'a:\n- d: 3\n'],
    ['the first entry of an item before a comment', 'a:\n- b: 1\n  # of c\n  c: 2\n', '-a[0].b', 'a:\n-\n  # of c\n  c: 2\n'],
    ['the only entry of an item', 'a:\n- b: 1 # c\n', '-a[0].b', 'a:\n- {} # c\n'],
    [
      'the only entry of a mapping that tells empty from absent',
      'podSelector:\n  b: 1\nc: 2\n',
      '-podSelector.b',
      'podSelector: {}\nc: 2\n',
    ],
    [
      'the only entry of a mapping that does not',
      'x: 1\nsecurityContext:\n  capabilities:\n    add: [A]\n',
      '-securityContext.capabilities.add',
      'x: 1\n',
    ],
    [
      'the last item of a list that says nothing when empty',
      'capabilities:\n  add:\n  - A\n  drop: [ALL]\n',
      '-capabilities.add[0]',
      'capabilities:\n  drop: [ALL]\n',
    ],
    ['all of a document', 'a: 1\n', '-a', '{}\n'],
    ['an item', 'a:\n- x # c\n- y\n', '-a[0]', 'a:\n- y\n'],
    ['an item of lines', 'a:\n  - b: 1\n    c: 2\n  # of y\n  - y\n', '-a[0]', 'a:\n  # of y\n  - y\n'],
    ['all items', 'a:\n- x\n- y\nb: 1\n', ['-a[0]', '-a[1]'], 'a: []\nb: 1\n'],
    ['in flow, the first', '{a: 1, b: 2, c: 3}\n', '-a', '{b: 2, c: 3}\n'],
    ['in flow, the last', '{a: 1, b: 2, c: 3}\n', '-c', '{a: 1, b: 2}\n'],
    ['in flow, two', '{a: 1, b: 2, c: 3}\n', ['-a', '-b'], '{c: 3}\n'],
    ['in flow, the outer two', '{a: 1, b: 2, c: 3}\n', ['-a', '-c'], '{b: 2}\n'],
    ['in flow, all', 'x: {a: 1, b: 2}\n', ['-x.a', '-x.b'], 'x: {}\n'],
    ['in flow, an item', 'x: [1, 2, 3]\n', '-x[1]', 'x: [1, 3]\n'],
    ['in JSON on lines', '{\n  "a": 1,\n  "b": 2\n}\n', '-b', '{\n  "a": 1\n}\n'],
    ['in JSON on lines, the first', '{\n  "a": 1,\n  "b": 2\n}\n', '-a', '{\n  "b": 2\n}\n'],
    ['an alias', 'a: &x 1\nb: *x\n', '-b', 'a: &x 1\n'],
    ['and adding', 'a: 1\nb: 2\n', ['-b', 'c = 3'], 'a: 1\nc: 3\n'],
    ['all and adding', 'x:\n  a: 1\ny: 2\n', ['-x.a', 'x.c = 3'], 'x:\n  c: 3\ny: 2\n'],
    ['in flow and adding', '{a: 1, b: 2}\n', ['-b', 'c = 3'], '{a: 1, c: 3}\n'],
  ])('%s', (_, before, changes, after) => {
    expect(edit(before, ...[changes].flat())).toBe(after);
  });
});

describe('replacing blocks', () => {
  test.each<[string, string, string, string]>([
    ['a list by a shorter one', 'a:\n  b:\n  - x\n  - y # c\n  # end\nd: 1\n', 'a.b = ["ALL"]', 'a:\n  b:\n  - ALL\n  # end\nd: 1\n'],
    ['a list at the end of the file', 'a:\n  b:\n    - x\n    - y', 'a.b = ["ALL"]', 'a:\n  b:\n    - ALL'],
    ['a list by nothing', 'a: # c\n  - x\nb: 1\n', 'a = []', 'a: [] # c\nb: 1\n'],
    ['a list by a mapping', 'a:\n- x\nb: 1\n', 'a = {"c": 1}', 'a:\n  c: 1\nb: 1\n'],
    ['a mapping by a scalar', 'a:\n  # of c\n  c: 1\nb: 1\n', 'a = 2', 'a: 2\n  # of c\nb: 1\n'],
    ['a mapping by a mapping', 'a:\n    # of c\n    c: 1\nb: 1\n', 'a = {"d": 2}', 'a:\n    # of c\n    d: 2\nb: 1\n'],
    [
      'a mapping by one that shares entries',
      'a:\n  b: 1 # of b\n  c: 2 # of c\n  d: { e: 1 } # of d\n',
      'a = {"b": 3, "d": {"e": 1}, "f": 4}',
      'a:\n  b: 3 # of b\n  d: { e: 1 } # of d\n  f: 4\n',
    ],
    ['a flow list by a flow list', 'a: [x, y] # c\n', 'a = ["ALL"]', 'a: [ALL] # c\n'],
    ['a mapping of an item', 'a:\n- b: 1\n  c: 2\n- 3\n', 'a[0] = {"d": 4}', 'a:\n- {d: 4}\n- 3\n'],
  ])('%s', (_, before, change, after) => {
    expect(edit(before, change)).toBe(after);
  });
});

describe('refused', () => {
  const UNUSUAL = 'the YAML around it is written in a way that cannot be edited without rewriting it';
  test.each<[string, string, string | readonly string[], readonly string[]]>([
    ['through an alias', 'a: &x {b: 1}\nc: *x\n', 'c.b = 2', ['0: the value is an alias (*name) of another place']],
    ['an alias itself', 'a: &x 1\nc: *x\n', 'c = 2', ['0: the value is an alias (*name) of another place']],
    ['inside an anchor', 'a: &x\n  b: 1\nc: *x\n', 'a.b = 2', ['0: the value is anchored (&name) and used in other places too']],
    ['removing an anchor', 'a: &x 1\nc: *x\n', '-a', ['0: it holds an anchor (&name) that is used in other places']],
    [
      'removing an item with an anchor',
      'a:\n- &x 1\n- 2\nc: *x\n',
      '-a[0]',
      ['0: it holds an anchor (&name) that is used in other places'],
    ],
    ['replacing what holds an anchor', 'a:\n  b: &x 1\nc: *x\n', 'a = 1', ['0: it holds an anchor (&name) that is used in other places']],
    ['what a merge key brings', 'a: &x {b: 1}\nc:\n  <<: *x\n  d: 1\n', 'c.b = 2', ["0: 'b' comes from a merge key (<<)"]],
    ['what a merge key brings, removed', 'a: &x {b: 1}\nc:\n  <<: *x\n  d: 1\n', '-c.b', ["0: 'b' comes from a merge key (<<)"]],
    ['a tag that no longer fits', 'a: !!str x\n', 'a = 1', ['0: the edited text would not read as meant']],
    ['an explicit key', '? a\n: 1\nb: 2\n', '-a', [`0: ${UNUSUAL}`]],
    ['an anchor before a key', 'x:\n  &k a: 1\n', 'x.b = 2', [`0: ${UNUSUAL}`]],
    [
      'a comment before a bracket',
      'a: [x, # c\n  y # d\n  ]\n',
      'a += "z"',
      ['0: a comment stands between the brackets that it would have to move'],
    ],
    [
      'a comment behind what is removed',
      'a: [x, # c\n  y]\n',
      '-a[0]',
      ['0: a comment stands between the brackets that it would have to move'],
    ],
    ['a duplicate that would come to light', 'a: 1\na: 2\n', '-a', ['0: the edited text would not read as meant']],
    ['through a scalar', 'a: x\n', 'a.b = 1', ['0: the path leads through a value that holds nothing']],
    ['by name in a list', 'a: [1]\n', 'a.b = 1', ["0: the path asks for 'b' of a list"]],
    ['by number in a mapping', 'a: {b: 1}\n', 'a[0] = 1', ['0: the path asks for item 0 of a mapping']],
    ['an item that is not there', 'a: [1]\n', 'a[1] = 1', ['0: the list has no item 1']],
    ['an item of no list', 'a: 1\n', 'b[0] = 1', ['0: the list has no item 0']],
    ['appending to a mapping', 'a: {b: 1}\n', 'a += 1', ['0: the value to append to is no list']],
    ['the document', 'a: 1\n', ' = 1', ['0: the whole document cannot be changed at once']],
    [
      'contradictions',
      'a: 1\n',
      ['a = 2', 'a = 3', '-a', 'a.b = 1', 'a += 1'],
      [1, 2, 3, 4].map(index => `${index}: another edit changes the same place`),
    ],
    ['below what is removed', 'a: {b: 1}\n', ['-a.b', 'a = 1', 'b = 1'], ['1: another edit changes the same place']],
    ['a document that is broken', 'a: [\n', 'a = 1', ['0: the document cannot be read']],
    ['no document', '', 'a = 1', ['0: the document cannot be read']],
    ['a binary file', 'a: 1\0', 'a = 1', ['0: the document cannot be read']],
    ['a prototype', 'a: 1\n', ['__proto__.b = 1', 'a.b = 2'], ['1: the path leads through a value that holds nothing']],
  ])('%s', (_, before, changes, refusals) => {
    expect(edit(before, ...[changes].flat())).toStrictEqual(refusals);
  });
});

test('a key of any name is set like others', () => {
  expect(edit('a: 1\n', '__proto__.b = 1', 'constructor = 2')).toBe('a: 1\n__proto__:\n  b: 1\nconstructor: 2\n');
});

test('other documents stay as they are, broken ones too', () => {
  const text = 'a:  1 # x\n---\nb: [\n---\n# first\nc: 1\n---\n{{ .Values.x }}\n';
  expect(applyEdits(text, [{ document: 2, action: 'set', path: ['d'], value: 2 }])).toStrictEqual({
    edited: true,
    text: 'a:  1 # x\n---\nb: [\n---\n# first\nc: 1\nd: 2\n---\n{{ .Values.x }}\n',
  });
});

test('nothing to do changes nothing', () => {
  expect(applyEdits('a: 1', [])).toStrictEqual({ edited: true, text: 'a: 1' });
});
