import { expect, it } from 'vitest';
import { listAffected } from './ruby-requirements.ts';

/** `introduced 1 fixed 2`. */
it.each<[title: string, safe: readonly string[], affected: string]>([
  ['nothing that is safe', [], 'introduced 0'],
  ['a fix', ['>= 4.3.3'], 'introduced 0 fixed 4.3.3'],
  ['a fix, and what never was affected', ['>= 4.3.3', '< 4.0.0'], 'introduced 4.0.0 fixed 4.3.3'],
  ['branches', ['~> 1.2.3', '>= 1.4'], 'introduced 0 fixed 1.2.3 introduced 1.3 fixed 1.4'],
  ['branches of two parts', ['~> 1.2', '>= 3'], 'introduced 0 fixed 1.2 introduced 2 fixed 3'],
  ['conditions that all hold', ['~> 6.0.3, >= 6.0.3.7'], 'introduced 0 fixed 6.0.3.7 introduced 6.1'],
  ['conditions that never hold', ['< 1, > 2', '>= 5'], 'introduced 0 fixed 5'],
  ['above a version', ['> 1.0'], 'introduced 0 fixed 1.0.0.0.1'],
  ['up to a version', ['<= 1.0'], 'introduced 1.0.0.0.1'],
  ['one version', ['= 2.0'], 'introduced 0 fixed 2.0 introduced 2.0.0.0.1'],
  ['overlaps', ['< 2', '< 1', '>= 1.5', '~> 0.1'], ''],
  ['all', ['>= 0'], 'introduced 0 fixed 0'],
])('%s', (_, safe, affected) => {
  expect(listAffected(safe).flat().join(' ')).toBe(affected);
});

it.each(['!= 1', 'hello', '>= x', '', '~>'])("refuses '%s'", requirement => {
  expect(() => listAffected([requirement])).toThrow(TypeError);
});
