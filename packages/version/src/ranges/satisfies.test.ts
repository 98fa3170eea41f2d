import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeWithShared } from '../../../../test/shared.ts';
import { satisfies, schemes, VersionError } from '../index.ts';

const cases: [scheme: string, version: string, constraint: string, satisfied: boolean][] = [
  ['npm', '1.2.9', '~1.2.3', true],
  ['npm', '1.3.0-0', '~1.2.3', false],
  ['npm', '1.2.4-beta.1', '~1.2.3', false],
  ['npm', '1.2.3-beta.2', '>1.2.3-beta.1', true],
  ['npm', '1.3.0-beta.2', '>1.2.3-beta.1', false],
  ['npm', '1.9.0', '^1.2', true],
  ['npm', '0.2.9', '^0.2.3', true],
  ['npm', '0.3.0', '^0.2.3', false],
  ['npm', '0.0.4', '^0.0.3', false],
  ['npm', '1.2.5', '1.2.x', true],
  ['npm', '1.3.0', '1.2.*', false],
  ['npm', '2.3.9', '1.2.3 - 2.3', true],
  ['npm', '2.4.0', '1.2.3 - 2.3', false],
  ['npm', '5.0.0', '*', true],
  ['npm', '5.0.0', '', true],
  ['npm', '1.3.0', '>1.2', true],
  ['npm', '1.2.9', '>1.2', false],
  ['npm', '1.2.9', '<=1.2', true],
  ['crates', '1.9.0', '1.2.3', true],
  ['crates', '2.0.0', '1.2.3', false],
  ['hex', '2.9.0', '~> 2.1', true],
  ['hex', '2.2.0', '~> 2.1.3', false],
  ['packagist', '1.9.0', '~1.2', true],
  ['packagist', '2.0.0', '~1.2', false],
  ['packagist', '1.3.0', '~1.2.3', false],
  ['nuget', '2.0.0', '1.0', true],
  ['nuget', '2.0.0', '[1.0,2.0)', false],
  ['nuget', '1.0.0', '[1.0]', true],
  ['maven', '1.5', '(,1.0],[1.2,)', true],
  ['maven', '1.1', '(,1.0],[1.2,)', false],
  ['conan', '1.2.9', '~1.2.3', true],
  ['conan', '1.3.0', '~1.2.3', false],
  ['pypi', '1.1.1rc1', '<1.1.1', false],
  ['pypi', '1.0', '===1.0', true],
  ['pypi', '1.0', '===1.0.0', false],
  ['pypi', '1.1.1rc1', '>=1.1.1rc0,<1.1.1', true],
  ['npm', '1.5.0', 'vers:npm/>=1.0.0|<2.0.0', true],
  ['npm', '2.0.0', 'vers:npm/>=1.0.0|<2.0.0', false],
  ['npm', '1.5.0', 'vers:npm/>=1.0.0|!=1.5.0|<2.0.0', false],
  ['npm', '1.5.0', 'vers:npm/*', true],
  ['pypi', '3.0.0', 'vers:pypi/<=1.3.0|3.0.0', true],
  ['pypi', '2.0.0', 'vers:pypi/<=1.3.0|3.0.0', false],
  ['deb', '1:1.0', 'vers:deb/>=1%3A0.9|<1%3A1.1', true],
];

it.each(cases)('%s: %s in %s is %s', (scheme, version, constraint, satisfied) => {
  expect(satisfies(scheme, version, constraint)).toBe(satisfied);
});

const failures: [title: string, scheme: string, version: string, constraint: string, code: string, message: string][] = [
  [
    'an operator of another ecosystem',
    'debian',
    '1.0',
    '~> 1.0',
    'invalid-constraint',
    "'~> 1.0' is no constraint on versions of scheme debian",
  ],
  [
    'a bound that is no version',
    'npm',
    '1.0.0',
    '>= latest',
    'invalid-constraint',
    "'>= latest' is no constraint on versions of scheme npm",
  ],
  ['an open bracket', 'maven', '1.0', '[1.0', 'invalid-constraint', "'[1.0' is no constraint on versions of scheme maven"],
  ['an operator alone', 'pypi', '1.0', '>=', 'invalid-constraint', "'>=' is no constraint on versions of scheme pypi"],
  ['a prefix that is compared', 'pypi', '1.0', '>=1.*', 'invalid-constraint', "'>=1.*' is no constraint on versions of scheme pypi"],
  ['no version', 'npm', 'latest', '*', 'invalid-version', "'latest' is no version of scheme npm"],
  [
    'a range of another ecosystem',
    'npm',
    '1.0.0',
    'vers:pypi/1.0',
    'invalid-constraint',
    "'vers:pypi/1.0' is not about versions of scheme npm",
  ],
  ['a range that goes down', 'npm', '1.0.0', 'vers:npm/>=2.0.0|<1.0.0', 'invalid-constraint', "'vers:npm/>=2.0.0|<1.0.0' is no vers range"],
  ['a range of nothing', 'npm', '1.0.0', 'vers:npm/', 'invalid-constraint', "'vers:npm/' is no vers range"],
  [
    'no scheme',
    'windows',
    '1',
    '1',
    'unknown-scheme',
    `there is no version scheme 'windows'; known: ${schemes.map(({ name }) => name).join(', ')}`,
  ],
];

it.each(failures)('refuses %s', (_title, scheme, version, constraint, code, message) => {
  expect(() => satisfies(scheme, version, constraint)).toThrow(expect.objectContaining({ name: VersionError.name, code, message }));
});

describe('whatever the constraint', () => {
  const tokens = ['>', '<', '=', '!', '~', '^', '1', '.', '*', 'x', ',', ' ', '||', '[', ')', '-', 'vers:npm/', '|', '%', 'rc'];
  const constraint = fc.array(fc.constantFrom(...tokens), { maxLength: 14 }).map(parts => parts.join(''));

  it('answers or refuses', () => {
    fc.assert(
      fc.property(fc.constantFrom(...schemes.map(({ name }) => name)), constraint, (scheme, text) => {
        try {
          return typeof satisfies(scheme, '1.1.1', text) === 'boolean';
        } catch (thrown) {
          return thrown instanceof VersionError;
        }
      }),
      { numRuns: 2000 },
    );
  });

  it.each([4_096, 1_000_000])('reads %i hostile characters in no time', length => {
    const started = process.threadCpuUsage();
    const hostile = ['>1,', '1 - ', '[', '1 ', ' ', '||', '1', '1.', '(,', '^', 'vers:npm/', '1-'].map(part =>
      part.repeat(length).slice(0, length),
    );
    const answers = schemes.flatMap(({ name }) => hostile.map(text => tryAll(name, text)));
    expect(answers.length).toBe(schemes.length * hostile.length);
    expect(process.threadCpuUsage(started).user / 1000).toBeLessThan(2000);
  });
});

function tryAll(scheme: string, constraint: string): unknown {
  try {
    return satisfies(scheme, '1.0', constraint);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(VersionError);
    return undefined;
  }
}

describeWithShared('constraints of the public fixtures', ['oracles', 'ranges'], folder => {
  /** grype takes a missing epoch for the other side's, unlike rpm; Windows updates have no order. */
  const ADVISORY = new Set(['grype-rpm', 'grype-kb', 'vers']);
  const files = readdirSync(folder).flatMap(file => (file.endsWith('.jsonl') ? [file.replace('.jsonl', '')] : []));

  it.each(files.filter(file => !ADVISORY.has(file)).map(file => [file]))('%s', file => {
    const scheme = file.replace('grype-', '');
    const lines = readFileSync(join(folder, `${file}.jsonl`), 'utf8')
      .split('\n')
      .filter(Boolean);
    const wrong = lines.filter(line => {
      const { version, constraint, satisfied } = JSON.parse(line) as { version: string; constraint: string; satisfied: boolean };
      return satisfies(scheme, version, constraint) !== satisfied;
    });
    expect(wrong).toEqual([]);
    expect(lines.length).toBeGreaterThan(1);
  });
});
