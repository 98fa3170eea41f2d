import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanText, toJsonRows } from './json-rows.ts';

test.each([
  [[{ a: 'plain' }], '[{"a":"plain"}]'],
  [[{ a: 'nul\0' }], '[{"a":"nul\uFFFD"}]'],
  [[{ 'k\0': ['\0', { b: '\ud800' }] }], '[{"k\uFFFD":["\uFFFD",{"b":"\uFFFD"}]}]'],
  [[{ a: '\\u0000 written out' }], '[{"a":"\\\\u0000 written out"}]'],
  [[{ a: '😀' }], '[{"a":"😀"}]'],
  [[{ a: null, b: 1.5, c: true }], '[{"a":null,"b":1.5,"c":true}]'],
])('%j', (rows, text) => {
  expect(toJsonRows(rows)).toBe(text);
});

test('nothing is left that PostgreSQL refuses, and what it takes stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.nat(0xffff).map(code => String.fromCharCode(code)) }), text => {
      const cleaned = JSON.parse(toJsonRows([{ text }]))[0].text as string;
      expect(cleaned).toBe(cleanText(text));
      expect(cleaned.isWellFormed() && !cleaned.includes('\0')).toBe(true);
      if (text.isWellFormed() && !text.includes('\0')) expect(cleaned).toBe(text);
    }),
  );
});
