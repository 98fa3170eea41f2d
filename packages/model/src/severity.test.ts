import { describe, expect, test } from 'vitest';
import { AppError, toErrorMessage } from './errors.ts';
import { compareSeverity, isSeverity, SEVERITIES } from './severity.ts';
import { STATES } from './state.ts';

test('severities are ordered from the mildest to the worst', () => {
  expect(SEVERITIES).toStrictEqual(['info', 'low', 'medium', 'high', 'critical']);
  expect([...SEVERITIES].toReversed().toSorted(compareSeverity)).toStrictEqual([...SEVERITIES]);
  const signs = SEVERITIES.map(a => SEVERITIES.map(b => Math.sign(compareSeverity(a, b))));
  expect(signs).toStrictEqual(SEVERITIES.map((_, a) => SEVERITIES.map((_severity, b) => Math.sign(a - b))));
});

test.each<[string, boolean]>([
  ['low', true],
  ['critical', true],
  ['Low', false],
  ['never', false],
  ['', false],
  ['constructor', false],
])('isSeverity(%j) is %s', (text, expected) => {
  expect(isSeverity(text)).toBe(expected);
});

test('states', () => {
  expect(STATES).toStrictEqual([
    'pass',
    'fail',
    'review',
    'manual',
    'not-applicable',
    'not-evaluated',
    'error',
    'inconsistent',
    'accepted',
  ]);
});

describe('errors', () => {
  class TestError extends AppError<'broken'> {}

  test('carry name, code, message and cause', () => {
    const cause = new Error('why');
    const error = new TestError('broken', 'it broke', { cause });
    expect([error.name, error.code, error.message, error.cause, error instanceof Error, String(error)]).toStrictEqual([
      'TestError',
      'broken',
      'it broke',
      cause,
      true,
      'TestError: it broke',
    ]);
  });

  test.each<[unknown, string]>([
    [new Error('a'), 'a'],
    [new TestError('broken', 'b'), 'b'],
    ['text', 'text'],
    [undefined, 'undefined'],
    [{ message: 'x' }, '[object Object]'],
  ])('%s reads as %s', (thrown, message) => {
    expect(toErrorMessage(thrown)).toBe(message);
  });
});
