import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseLicense } from './expression.ts';
import { judgeLicenses, type LicenseRules, type LicenseVerdict } from './judge-license.ts';

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

const DENY: LicenseRules = { deny: ['AGPL-*', 'GPL-3.0-only'] };
const ALLOW: LicenseRules = { allow: ['MIT', 'Apache-2.0', 'GPL-2.0 WITH Classpath-exception-2.0'], deny: ['GPL-*'] };

test.each<[readonly string[], LicenseRules, LicenseVerdict]>([
  [['MIT'], DENY, 'allowed'],
  [['AGPL-3.0-only'], DENY, 'denied'],
  [['MIT AND AGPL-3.0-only'], DENY, 'denied'],
  [['MIT OR AGPL-3.0-only'], DENY, 'allowed'],
  [['MIT', 'GPL-3.0-only'], DENY, 'denied'],
  [[], DENY, 'unknown'],
  [['mit'], ALLOW, 'allowed'],
  [['BSD-3-Clause'], ALLOW, 'unknown'],
  [['BSD-3-Clause OR MIT'], ALLOW, 'allowed'],
  [['BSD-3-Clause AND MIT'], ALLOW, 'unknown'],
  [['GPL-2.0'], ALLOW, 'denied'],
  [['GPL-2.0 OR BSD-3-Clause'], ALLOW, 'unknown'],
  [['MIT WITH x'], ALLOW, 'allowed'],
])('%j by %j: %s', (licenses, rules, expected) => {
  expect(judgeLicenses(licenses, rules)).toBe(expected);
});

test('any text has a verdict', () => {
  const word = fc.constantFrom('MIT', 'AND', 'OR', 'WITH', '(', ')', 'x');
  fc.assert(
    fc.property(fc.array(word, { maxLength: 60 }), words => {
      expect(['allowed', 'denied', 'unknown']).toContain(judgeLicenses([words.join(' ')], ALLOW));
    }),
  );
});
