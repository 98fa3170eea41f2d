import { readManifest } from '@breakwater/manifest';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeInValue } from './place-of.ts';

const word = fc.string({ unit: fc.constantFrom('a', 'b', "'", '.', '&', '"', '\\'), minLength: 1, maxLength: 6 });

/** Ways to write words on lines as one text. */
const STYLES: readonly ((lines: readonly string[]) => string)[] = [
  lines => `key: |\n${lines.map(line => `  ${line}\n`).join('')}`,
  lines => `key: >-\n${lines.map(line => `    ${line}\n`).join('')}`,
  lines => `key: '${lines.join('\n  ').replaceAll("'", "''")}'\n`,
  lines => `key: ${JSON.stringify(lines.join(' '))}\n`,
];

test('leads from every character of a value to the same character of its source', () => {
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), fc.constantFrom(...STYLES), (lines, style) => {
      const source = `first: 1\n${style(lines)}`;
      const [document] = readManifest(source, { source: '-' }).documents;
      const value = (document?.value as { key?: unknown } | undefined)?.key;
      if (document === undefined || typeof value !== 'string') return;
      const rows = source.split('\n');
      for (let at = 0; at < value.length; at++) {
        if (/\s/.test(value[at] ?? '')) continue;
        const { line, column } = placeInValue(source, document, ['key'], value, at);
        const found = rows[line - 1]?.slice(column - 1) ?? '';
        expect(found.startsWith(value[at] ?? '') || found.startsWith(`\\${value[at]}`)).toBe(true);
      }
    }),
  );
});
