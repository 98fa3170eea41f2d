import { describe, expect, test } from 'vitest';
import { type ManifestFile, readManifest } from './read-manifest.ts';

function read(input: string | Uint8Array, limits = {}): ManifestFile {
  return readManifest(input, { source: 'f.yaml', limits });
}

function values(text: string): unknown[] {
  const { documents, problems } = read(text);
  expect(problems).toStrictEqual([]);
  return documents.map(document => document.value);
}

describe('values', () => {
  test.each([
    ['nothing', '', []],
    ['comments only', '# a\n---\n# b\n---\n', []],
    ['null', '---\nnull\n---\n~\n', []],
    ['two documents', 'a: 1\n---\nb: 2\n', [{ a: 1 }, { b: 2 }]],
    ['a document on the line of its marker', '--- {a: 1}\n--- x\n', [{ a: 1 }, 'x']],
    ['documents divided by ...', 'a: 1\n...\nb: 2\n...\n', [{ a: 1 }, { b: 2 }]],
    ['directives', '%YAML 1.1\n---\na: 1\n', [{ a: 1 }]],
    ['byte order marks', '\uFEFF---\na: 1\n\uFEFF---\nb: 2\n', [{ a: 1 }, { b: 2 }]],
    ['CR LF', 'a:\r\n  - b\r\n  - |\r\n    x\r\n    y\r\n', [{ a: ['b', 'x\ny\n'] }]],
    ['sequences as deep as their key', 'a:\n- b\n- c\n', [{ a: ['b', 'c'] }]],
    ['words of YAML 1.1', 'a: y\non: n\n', [{ a: true, true: false }]],
    ['quoted words', 'a: "y"\n"on": \'n\'\n', [{ a: 'y', on: 'n' }]],
    ['octal', 'defaultMode: 0644\n', [{ defaultMode: 420 }]],
    ['big integers', 'a: 9007199254740993\n', [{ a: 9007199254740993n }]],
    ['keys that are no strings', '1: a\n1.50: b\n0x10: c\n', [{ 1: 'a', '1.5': 'b', 16: 'c' }]],
    [
      'tags',
      'a: !!str 1\nb: !!int "2"\nc: !Foo 3\nd: ! 4\ne: !<tag:yaml.org,2002:str> 5\nf: !x [6]\n',
      [{ a: '1', b: 2, c: '3', d: '4', e: '5', f: [6] }],
    ],
    ['binary', 'a: !!binary aGk=\n', [{ a: 'hi' }]],
    ['sets and ordered maps', 'a: !!set {b, c}\nd: !!omap [e: 1]\n', [{ a: { b: null, c: null }, d: [{ e: 1 }] }]],
    ['aliases', 'a: &x {k: [1]}\nb: *x\nc: [*x]\n', [{ a: { k: [1] }, b: { k: [1] }, c: [{ k: [1] }] }]],
    ['an anchor set twice', '- &x a\n- *x\n- &x b\n- *x\n', [['a', 'a', 'b', 'b']]],
    ['empty anchors', 'a: &x\nb: *x\nc: &y !!str\nd: *y\n', [{ a: null, b: null, c: '', d: '' }]],
    ['anchored keys', '&x a: 1\nb: *x\nc: {*x : 2}\n', [{ a: 1, b: 'a', c: { a: 2 } }]],
    ['merge before', 'x: &x {a: 1, b: 2}\nz:\n  <<: *x\n  a: 3\n', [{ x: { a: 1, b: 2 }, z: { a: 3, b: 2 } }]],
    ['merge after: it replaces, as in Kubernetes', 'a: 1\n<<: {a: 2, b: 3}\n', [{ a: 2, b: 3 }]],
    ['merge of a list: the first counts most', '<<: [{a: 1}, {a: 2, b: 2}]\n', [{ a: 1, b: 2 }]],
    ['two merges', '<<: {a: 1}\n<<: {a: 2}\n', [{ a: 2 }]],
    ['a quoted << is a key', '"<<": {a: 1}\n', [{ '<<': { a: 1 } }]],
    ['flow collections that close at the left', 'a:\n  b: [\n    c, # d\n    e\n  ]\nf: {\n}\n', [{ a: { b: ['c', 'e'] }, f: {} }]],
    ['quoted lines at the left', 'a:\n  b: \'{\n    "c": 1\n  }\'\nd: "x\ny"\n', [{ a: { b: '{ "c": 1 }' }, d: 'x y' }]],
    ['blank lines in quoted lines at the left', "a: 'x\n\n\ny'\n", [{ a: 'x\n\ny' }]],
    ['block scalars', 'a: |\n  x\n\n  y\nb: >-\n  x\n  y\nc: |+\n  x\n\n', [{ a: 'x\n\ny\n', b: 'x y', c: 'x\n\n' }]],
    ['a block scalar without a last line end', 'a: |\n  x', [{ a: 'x' }]],
    ['escapes', 'a: "\\x41\\u00e9\\U0001F600\\ud83d\\ude00\\/\\n"\n', [{ a: 'Aé😀😀/\n' }]],
    ['tabs after values and on blank lines', 'a:\t1\t# c\n\t\nb: 2\n', [{ a: 1, b: 2 }]],
    [
      'templates of other kinds inside values',
      'a: pod {{ $labels.pod }} is down\nb: "{{ .Values.x }}"\nc: |\n  {{ include "x" . }}\n# {{ .Values.y }}\n',
      [{ a: 'pod {{ $labels.pod }} is down', b: '{{ .Values.x }}', c: '{{ include "x" . }}\n' }],
    ],
    ['JSON', '{\n\t"a": [1, -2.5e3, true, null, "\\u00e9"]\n}\n', [{ a: [1, -2500, true, null, 'é'] }]],
    ['JSON one after the other', '{"a":1}{"b":"}{"}\n[3]\n', [{ a: 1 }, { b: '}{' }, [3]]],
    ['JSON between markers', '{"a":1}\n---\n{"b":2}\n', [{ a: 1 }, { b: 2 }]],
    ['keys of the prototype', 'constructor: 1\ntoString: 2\n', [{ constructor: 1, toString: 2 }]],
  ])('%s', (_, text, expected) => {
    expect(values(text)).toStrictEqual(expected);
  });

  test('__proto__ is a key like any other', () => {
    const [value] = values('__proto__: {a: 1}\nb: {<<: {__proto__: 2}}\n');
    expect(Object.entries(value as object)).toStrictEqual([
      ['__proto__', { a: 1 }],
      ['b', Object.defineProperty({}, '__proto__', { value: 2, enumerable: true, configurable: true, writable: true })],
    ]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });
});

describe('problems', () => {
  const place = (line: number, column: number) => ({ file: 'f.yaml', line, column });
  const rendered = "it holds template expressions ({{ … }}) that were not rendered; run 'helm template CHART | breakwater check -'";

  test.each([
    ['an open bracket', 'a: [b\n', 'invalid-yaml', 'unexpected end of the stream within a flow collection', 1, 5],
    ['an open quote', 'a: "b\n', 'invalid-yaml', 'unexpected end of the stream within a double quoted scalar', 1, 5],
    ['a tab before a key', 'a:\n\tb: 1\n', 'tab-indentation', 'a tab is used as indentation; YAML allows only spaces there', 2, 1],
    ['a tab before a dash', 'a:\n  - b\n\t- c\n', 'tab-indentation', 'a tab is used as indentation; YAML allows only spaces there', 3, 1],
    ['a colon in a value', 'a: b: c\n', 'invalid-yaml', "': ' inside a value; put the value in quotes", 1, 5],
    ['a reserved character', 'a: @b\n', 'invalid-yaml', "a value cannot begin with '@'; put it in quotes", 1, 4],
    [
      'a key after a sequence',
      '- a\nb: c\n',
      'invalid-yaml',
      'the line does not continue what comes before it; check its indentation, or a missing colon or dash',
      2,
      1,
    ],
    ['a key too deep', 'a: 1\n  b: 2\n', 'invalid-yaml', "': ' inside a value; put the value in quotes", 2, 4],
    ['a key that is a list', '? [a]\n: b\n', 'invalid-yaml', 'a key must be a single value, not a mapping or a list', 1, 3],
    ['a key that is null', '~: b\n', 'invalid-yaml', 'a key is empty or null', 1, 1],
    ['an unknown alias', 'a: *x\n', 'invalid-yaml', "no anchor '&x' stands before this alias", 1, 4],
    ['an anchor in itself', 'a: &x [*x]\n', 'invalid-yaml', "the anchor '&x' contains itself", 1, 8],
    ['a merge of a scalar', '<<: 3\n', 'invalid-yaml', "'<<' needs a mapping or a list of mappings", 1, 5],
    ['a merge of an alias of a list', 'a: &x [{b: 1}]\n<<: *x\n', 'invalid-yaml', "'<<' needs a mapping or a list of mappings", 2, 5],
    ['a wrong tag', 'a: !!int foo\n', 'invalid-yaml', "'foo' is not a value of type !!int", 1, 4],
    ['characters that cannot be printed', 'a: x\u0001y\n', 'invalid-yaml', 'the stream contains non-printable characters', 1, 5],
    ['half a surrogate pair', 'a: \ud800\n', 'invalid-yaml', 'the stream contains non-printable characters', 1, 4],
    ['a template for a value', 'a: {{ .Values.x }}\n', 'template-not-rendered', rendered, 1, 4],
    ['a template in a value', 'a: x-{{ .Values.y }}\n', 'template-not-rendered', rendered, 1, 6],
    ['a template on a line', 'a: 1\n{{- include "x" . | nindent 2 }}\n', 'template-not-rendered', rendered, 2, 1],
    ['a template around all', '{{- if .Values.x }}\na: 1\n{{- end }}\n', 'template-not-rendered', rendered, 1, 1],
    ['a template of another language', 'a: {{ name }}\nb: 1\n', 'template-not-rendered', rendered, 1, 4],
  ])('%s', (_, text, code, reason, line, column) => {
    const { documents, problems } = read(`before: 1\n---\n${text}---\nafter: 1\n`);
    expect(documents.map(({ index, value }) => [index, value])).toStrictEqual([
      [0, { before: 1 }],
      [2, { after: 1 }],
    ]);
    expect(problems).toStrictEqual([
      { code, message: `document 2 cannot be read: ${reason}`, source: 'f.yaml', location: place(line + 2, column) },
    ]);
  });

  test.each([
    [
      'duplicate keys',
      'a: 1\nb: {c: 1, c: 2}\na: 3\n',
      { a: 3, b: { c: 2 } },
      [
        {
          code: 'duplicate-key',
          message: "the key 'c' is given twice; Kubernetes keeps the last one",
          source: 'f.yaml',
          location: place(2, 11),
        },
        {
          code: 'duplicate-key',
          message: "the key 'a' is given twice; Kubernetes keeps the last one",
          source: 'f.yaml',
          location: place(3, 1),
        },
      ],
    ],
    [
      'a duplicate beside a merge',
      '<<: {a: 1}\na: 2\na: 3\n',
      { a: 3 },
      [
        {
          code: 'duplicate-key',
          message: "the key 'a' is given twice; Kubernetes keeps the last one",
          source: 'f.yaml',
          location: place(3, 1),
        },
      ],
    ],
    [
      'numbers that JSON cannot hold',
      'a: .inf\nb: [.NaN]\n',
      { a: '.inf', b: ['.NaN'] },
      [
        {
          code: 'value-not-json',
          message: "'.inf' is a number that JSON cannot hold, so Kubernetes refuses it; it is read as text",
          source: 'f.yaml',
          location: place(1, 4),
        },
        {
          code: 'value-not-json',
          message: "'.NaN' is a number that JSON cannot hold, so Kubernetes refuses it; it is read as text",
          source: 'f.yaml',
          location: place(2, 5),
        },
      ],
    ],
  ])('%s leave the document readable', (_, text, value, problems) => {
    const file = read(text);
    expect(file.documents.map(document => document.value)).toStrictEqual([value]);
    expect(file.problems).toStrictEqual(problems);
  });

  test('several broken documents each have their problem', () => {
    const { documents, problems } = read('a: [\n---\nb: 1\n---\n\tc: 1\n');
    expect(documents.map(document => document.index)).toStrictEqual([1]);
    expect(problems.map(({ message, location }) => [message, location?.line])).toStrictEqual([
      ['document 1 cannot be read: unexpected end of the stream within a flow collection', 1],
      ['document 3 cannot be read: a tab is used as indentation; YAML allows only spaces there', 5],
    ]);
  });

  test('a broken JSON value costs only itself', () => {
    const { documents, problems } = read('{"a":1}\n{"b":}}\n{"c":3}\n');
    expect(documents.map(document => document.value)).toContainEqual({ a: 1 });
    expect(problems.map(problem => problem.location?.line)).toStrictEqual([2]);
  });
});
