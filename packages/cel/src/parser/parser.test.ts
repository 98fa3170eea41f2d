import { describe, expect, it } from 'vitest';
import { describeOutcome } from '../testing/outcome.ts';

describe('what is no expression is refused with its place', () => {
  it.each([
    ['', '1:1: unexpected end of expression'],
    ['1 +', '1:4: unexpected end of expression'],
    ['1 1', "1:3: unexpected '1'"],
    ['(1', "1:3: expected ')', found end of expression"],
    ['[1, 2', "1:6: expected ']', found end of expression"],
    ['{1: 2', "1:6: expected '}', found end of expression"],
    ['{1 2}', "1:4: expected ':', found '2'"],
    ['a ? b', "1:6: expected ':', found end of expression"],
    ['size(1,)', "1:8: unexpected ')'"],
    ['a.', '1:3: unexpected end of expression'],
    ['a.1', "1:2: unexpected '.1'"],
    ['a..b', "1:3: unexpected '.'"],
    ['a[0', "1:4: expected ']', found end of expression"],
    ['1\n  + * 2', "2:5: unexpected '*'"],
    ["'é😀' * )", "1:8: unexpected ')'"],
    ['a = 1', "1:3: unexpected character '='"],
    ['a & b', "1:3: unexpected character '&'"],
    ['😀', "1:1: unexpected character '😀'"],
    ['"abc', '1:1: unterminated string'],
    ['"a\nb"', '1:1: unterminated string'],
    ["'''abc''", '1:1: unterminated string'],
    ['"\\q"', '1:2: invalid escape sequence'],
    ['"\\x4"', '1:2: invalid escape sequence'],
    ['"\\ud800"', "1:2: invalid code point '\\ud800'"],
    ['"\\U00110000"', "1:2: invalid code point '\\U00110000'"],
    ['b"\\u0041"', '1:3: invalid escape in bytes literal'],
    ['`a', '1:1: invalid quoted identifier'],
    ['`a`', "1:1: unexpected 'a'"],
    ['for', "1:1: reserved identifier 'for'"],
    ['in', "1:1: reserved identifier 'in'"],
    ['a.true', "1:3: reserved identifier 'true'"],
    ['9223372036854775808', '1:1: invalid int literal'],
    ['-9223372036854775809', '1:1: invalid int literal'],
    ['18446744073709551616u', '1:1: invalid uint literal'],
    ['-1u', '1:1: invalid uint literal'],
    ['1e999', '1:1: invalid double literal'],
    ['1abc', "1:1: invalid number '1a'"],
    ['has(a)', '1:5: argument of has() must be a field selection'],
    ['[1].all(x.y, true)', '1:11: argument must be a simple name'],
    ['[1].all(x, x, true)', "1:12: variable 'x' is given twice"],
    ['cel.bind(1, 2, 3)', '1:10: argument must be a simple name'],
    ['math.greatest()', '1:6: math.greatest() requires at least one argument'],
  ])('%j', (source, message) => {
    expect(describeOutcome(source)).toBe(`parse-failed: ${message}`);
  });
});

describe('limits', () => {
  it.each([
    ['brackets', `${'('.repeat(251)}1${')'.repeat(251)}`, '1:251: expression is nested more than 250 levels deep'],
    ['ternaries', `${'true ? 1 : '.repeat(300)}1`, '1:2751: expression is nested more than 250 levels deep'],
    ['operators in a row', `1${' + 1'.repeat(600)}`, '1:1999: expression is nested more than 500 levels deep'],
    ['selections in a row', `a${'.b'.repeat(600)}`, '1:1001: expression is nested more than 500 levels deep'],
    ['length', 'a'.repeat(102_401), 'expression has 102401 characters, 102400 are allowed'],
  ])('%s', (_, source, message) => {
    expect(describeOutcome(source)).toBe(`parse-failed: ${message}`);
  });

  it('takes what lies just within them', () => {
    expect(describeOutcome(`${'('.repeat(249)}1${')'.repeat(249)}`)).toBe('int 1');
    expect(describeOutcome(`1${' + 1'.repeat(498)}`)).toBe('int 499');
    expect(describeOutcome(`true${' && true'.repeat(10_000)}`)).toBe('bool true');
    expect(describeOutcome(`${'!'.repeat(90_001)}true`)).toBe('bool false');
  });
});

describe('precedence and literals', () => {
  it.each([
    ['1 + 2 * 3 - 4 / 2', 'int 5'],
    ['-2 * -3', 'int 6'],
    ['!true || true', 'bool true'],
    ['true || false && false', 'bool true'],
    ['1 < 2 == true', 'bool true'],
    ['1 in [1] && 2 in [2]', 'bool true'],
    ['false ? 1 : true ? 2 : 3', 'int 2'],
    ['--1', 'int 1'],
    ['- 5', 'int -5'],
    ['0x1F + 1', 'int 32'],
    ['1.5e1 + .5', 'double 15.5'],
    ['// before\n1 // after', 'int 1'],
    ['r"a\\n" + \'b\'', '"a\\\\nb"'],
    ['"""a\r\nb"""', '"a\\nb"'],
    ['"\\u00e9\\101\\x41\\?"', '"éAA?"'],
    ["b'\\xff' == b'\\377'", 'bool true'],
    ['{"a": 1,}', '{"a": int 1}'],
    ['[1, 2,]', '[int 1, int 2]'],
    ['{"a-b": {"in": 1}}.`a-b`.`in`', 'int 1'],
  ])('%j', (source, outcome) => {
    expect(describeOutcome(source)).toBe(outcome);
  });
});
