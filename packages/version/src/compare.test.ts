import { describe, expect, it } from 'vitest';
import { compareVersions, schemes, VersionError } from './index.ts';

const cases: [scheme: string, a: string, order: string, b: string][] = [
  ['semver', '1.2.3', '<', '1.10.0'],
  ['semver', 'v2.0.0', '=', '2.0.0+build.7'],
  ['semver', '1.0.0', '>', '1.0.0-rc.1'],
  ['image-tag', '1.27-alpine', '=', '1.27.0-slim'],
  ['image-tag', '15.4', '<', '16-bookworm'],
  ['deb', '1.0~rc1', '<', '1.0'],
  ['golang', 'v1.0.0', '=', '1.0.0'],
];

it.each(cases)('%s: %s %s %s', (scheme, a, order, b) => {
  expect(compareVersions(scheme, a, b)).toBe(order);
});

const failures: [title: string, scheme: string, a: string, code: string, message: string][] = [
  ['a word', 'semver', 'latest', 'invalid-version', "'latest' is no version of scheme semver"],
  ['the second of two', 'image-tag', 'latest', 'invalid-version', "'latest' is no version of scheme image-tag"],
  ['a long text', 'semver', '9'.repeat(2000), 'invalid-version', `'${'9'.repeat(100)}…' is no version of scheme semver`],
  ['a scheme mistyped', 'semwer', '1', 'unknown-scheme', "there is no version scheme 'semwer'; did you mean 'semver'?"],
  [
    'no such scheme',
    'windows',
    '1',
    'unknown-scheme',
    `there is no version scheme 'windows'; known: ${schemes.map(({ name }) => name).join(', ')}`,
  ],
  [
    'a name of the prototype',
    '__proto__',
    '1',
    'unknown-scheme',
    `there is no version scheme '__proto__'; known: ${schemes.map(({ name }) => name).join(', ')}`,
  ],
];

it.each(failures)('refuses %s', (_title, scheme, text, code, message) => {
  expect(() => compareVersions(scheme, '1.0.0', text)).toThrow(expect.objectContaining({ name: VersionError.name, code, message }));
});

describe('order of numbers that no number type holds', () => {
  it('compares by value', () => {
    expect(compareVersions('semver', '9007199254740993.0.0', '9007199254740992.0.0')).toBe('>');
  });
});
