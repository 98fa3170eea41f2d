import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitDocuments, splitJsonStream, startsWithJson } from './split-documents.ts';

function split(text: string): string[] {
  return [...splitDocuments(text)].map(({ start, end }) => text.slice(start, end));
}

describe('splitDocuments', () => {
  test.each([
    ['nothing', '', []],
    ['one document', 'a: 1\n', ['a: 1\n']],
    ['two documents', 'a: 1\n---\nb: 2\n', ['a: 1\n', '---\nb: 2\n']],
    ['a marker first', '---\na: 1\n---\nb: 2', ['---\na: 1\n', '---\nb: 2']],
    ['CR LF', 'a: 1\r\n---\r\nb: 2', ['a: 1\r\n', '---\r\nb: 2']],
    ['CR', 'a: 1\r---\rb: 2', ['a: 1\r', '---\rb: 2']],
    ['a marker with a comment', 'a: 1\n--- # b\nb: 2', ['a: 1\n', '--- # b\nb: 2']],
    ['a marker at the end', 'a: 1\n---', ['a: 1\n', '---']],
    ['no marker: four dashes', 'a: 1\n----\n', ['a: 1\n----\n']],
    ['no marker: indented', 'a: |\n  x\n ---\n', ['a: |\n  x\n ---\n']],
    ['a marker inside a block scalar ends it', 'a: |\n  x\n---\nb: 1', ['a: |\n  x\n', '---\nb: 1']],
    ['directives stay with their document', '# c\n%YAML 1.1\n---\na: 1\n', ['# c\n%YAML 1.1\n---\na: 1\n']],
    ['directives between documents', 'a: 1\n...\n%TAG ! !x\n---\nb: 1', ['a: 1\n...\n%TAG ! !x\n', '---\nb: 1']],
    ['comments alone are a segment', '# c\n---\na: 1', ['# c\n', '---\na: 1']],
    ['a byte order mark before a marker', 'a: 1\n\uFEFF---\nb: 2', ['a: 1\n', '\uFEFF---\nb: 2']],
  ])('%s', (_, text, segments) => {
    expect(split(text)).toStrictEqual(segments);
  });

  test('nothing is lost and nothing is doubled', () => {
    const piece = fc.constantFrom('---', '\n', '\r\n', ' ', 'a: 1', '%YAML 1.1', '# c', '\uFEFF', '...');
    fc.assert(
      fc.property(fc.array(piece), pieces => {
        expect(split(pieces.join('')).join('')).toBe(pieces.join(''));
      }),
    );
  });
});

describe('splitJsonStream', () => {
  test.each([
    ['{"a":1}', ['{"a":1}']],
    ['{"a":1}{"b":2}', ['{"a":1}', '{"b":2}']],
    [' [1]\n\n{"b":[{}]}\n', [' [1]\n\n', '{"b":[{}]}\n']],
    ['{"a":"}{\\"}"}{}', ['{"a":"}{\\"}"}', '{}']],
    ['{"a":1} x {"b":2}', ['{"a":1} ', 'x {"b":2}']],
    ['{"a":1', ['{"a":1']],
    ['{"a":"', ['{"a":"']],
  ])('%s', (text, values) => {
    const segments = splitJsonStream(text, { start: 0, end: text.length });
    expect(segments.map(({ start, end }) => text.slice(start, end))).toStrictEqual(values);
  });
});

test.each([
  [' \n{"a":1}', true],
  ['[1]', true],
  ['{{ .Values.x }}', false],
  ['a: {}', false],
  ['', false],
])('startsWithJson %j', (text, expected) => {
  expect(startsWithJson(text, { start: 0, end: text.length })).toBe(expected);
});
