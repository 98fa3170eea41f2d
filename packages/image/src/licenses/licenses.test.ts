import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseLicense } from './expression.ts';
import { toLicenseAlternatives } from './to-alternatives.ts';

test.each<[string, object]>([
  ['MIT', { license: 'MIT' }],
  [
    'MIT or (Apache-2.0 AND BSD-3-Clause)',
    { operator: 'OR', parts: [{ license: 'MIT' }, { operator: 'AND', parts: [{ license: 'Apache-2.0' }, { license: 'BSD-3-Clause' }] }] },
  ],
  ['GPL-2.0 WITH Classpath-exception-2.0', { license: 'GPL-2.0 WITH Classpath-exception-2.0' }],
  ['The MIT License', { license: 'The MIT License' }],
  ['MIT AND', { license: 'MIT AND' }],
  ['((MIT)', { license: '((MIT)' }],
  ['', { license: '' }],
])('%s', (text, expected) => {
  expect(parseLicense(text)).toStrictEqual(expected);
});

test.each<[readonly string[], readonly (readonly string[])[]]>([
  [['MIT'], [['MIT']]],
  [
    ['MIT', 'BSD OR Zlib'],
    [
      ['MIT', 'BSD'],
      ['MIT', 'Zlib'],
    ],
  ],
  [
    ['A AND (B OR C)'],
    [
      ['A', 'B'],
      ['A', 'C'],
    ],
  ],
  [
    Array.from({ length: 10 }, (_, index) => `A${index} OR B${index}`),
    [Array.from({ length: 10 }, (_, index) => `A${index} OR B${index}`)],
  ],
])('alternatives of %j', (licenses, expected) => {
  expect(toLicenseAlternatives(licenses)).toStrictEqual(expected);
});

test('any text has alternatives, not too many', () => {
  const word = fc.constantFrom('MIT', 'AND', 'OR', 'WITH', '(', ')', 'x');
  fc.assert(
    fc.property(fc.array(word, { maxLength: 60 }), words => {
      const alternatives = toLicenseAlternatives([words.join(' ')]);
      expect(alternatives.length > 0 && alternatives.length <= 64).toBe(true);
    }),
  );
});
