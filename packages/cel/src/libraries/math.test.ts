import { describe, expect, it } from 'vitest';
import { describeOutcome } from '../testing/outcome.ts';

describe('math', () => {
  it.each([
    ['math.greatest(1, 3, 2)', 'int 3'],
    ['math.least([2.5, 1.5])', 'double 1.5'],
    ['math.least(1u, -1)', 'int -1'],
    ['math.greatest([])', 'evaluation-failed: 1:6: math.greatest(list) argument must not be empty'],
    ['math.greatest([dyn("a")])', 'evaluation-failed: 1:6: no such overload: math.greatest of string'],
    ['math.greatest(1, 2, "a")', 'parse-failed: 1:21: math.greatest() needs numbers'],
    ['math.abs(-9223372036854775808)', 'evaluation-failed: 1:6: integer overflow'],
    ['math.abs(-5) + math.abs(5)', 'int 10'],
    ['math.sign(-2.5)', 'double -1'],
    ['math.sqrt(49)', 'double 7'],
    ['math.round(-0.5)', 'double -1'],
    ['math.ceil(1.2) + math.floor(1.8) + math.trunc(-1.8)', 'double 2'],
    ['math.isNaN(0.0 / 0.0) && math.isInf(1.0 / 0.0) && !math.isFinite(1.0 / 0.0)', 'bool true'],
    ['math.bitAnd(12, 10) + math.bitOr(12, 10) + math.bitXor(12, 10)', 'int 28'],
    ['math.bitNot(0u)', 'uint 18446744073709551615'],
    ['math.bitShiftLeft(1, 63)', 'int -9223372036854775808'],
    ['math.bitShiftRight(-1, 60)', 'int 15'],
    ['math.bitShiftLeft(1, 64)', 'int 0'],
    ['math.bitShiftLeft(1, -1)', 'evaluation-failed: 1:6: math.bitShiftLeft() negative offset: -1'],
  ])('%s', (source, outcome) => {
    expect(describeOutcome(source)).toBe(outcome);
  });
});
