import process from 'node:process';
import { describe, expect, it } from 'vitest';
import { declare, describeOutcome } from '../testing/outcome.ts';
import { parseType } from '../types.ts';

describe('regular expressions are RE2', () => {
  it.each([
    ['"registry.example.com/app".matches("^registry\\\\.example\\\\.com/")', 'bool true'],
    ['"xregistry".matches("^registry")', 'bool false'],
    ['"a.b".matches("a\\\\.b$") && !"aXb".matches("a\\\\.b$")', 'bool true'],
    ['matches("abc", "b")', 'bool true'],
    ['"abc".matches("^abc$") && !"abcd".matches("^abc$")', 'bool true'],
    ['"a\\nb".matches("a.b")', 'bool false'],
    ['"a\\nb".matches("(?s)a.b")', 'bool true'],
    ['"ÄB".matches("(?i)^äb$")', 'bool true'],
    ['"a".matches("\\\\pL")', 'bool true'],
    ['"a".matches("")', 'bool true'],
    [
      '"ab" .matches("a(?=b)")',
      'evaluation-failed: 1:7: invalid regular expression: error parsing regexp: invalid or unsupported Perl syntax: `(?=`',
    ],
    [
      '"aa".matches("(a)\\\\1")',
      'evaluation-failed: 1:6: invalid regular expression: error parsing regexp: invalid escape sequence: `\\1`',
    ],
    ['"abc 123 def 456".find("[0-9]+")', '"123"'],
    ['"abc".find("[0-9]+")', '""'],
    ['"abc 123 def 456".findAll("[0-9]+")', '["123", "456"]'],
    ['"123 456".findAll("[0-9]+", 1)', '["123"]'],
    ['"123 456".findAll("[0-9]+", 0)', '[]'],
    ['"123 456".findAll("[0-9]+", -1)', '["123", "456"]'],
    ['"abc".findAll("x*")', '["", "", "", ""]'],
  ])('%s', (source, outcome) => {
    expect(describeOutcome(source)).toBe(outcome);
  });

  const environment = declare({ variables: { text: parseType('string'), pattern: parseType('string') } });

  it('take patterns that are only known at run time', () => {
    for (let index = 0; index < 300; index++) {
      expect(describeOutcome('text.matches(pattern)', { text: `a${index}`, pattern: `^a${index}\\d*$` }, environment)).toBe('bool true');
    }
    expect(describeOutcome('text.matches(pattern)', { text: 'a', pattern: '[' }, environment)).toBe(
      'evaluation-failed: 1:6: invalid regular expression: error parsing regexp: missing closing ]: `[`',
    );
    expect(describeOutcome('text.matches(pattern)', { text: 'a', pattern: 'a'.repeat(5000) }, environment)).toBe(
      'evaluation-failed: 1:6: regular expression has 5000 characters, 4096 are allowed',
    );
  });

  it('match hostile patterns in linear time', () => {
    const text = `${'a'.repeat(20_000)}!`;
    const start = process.threadCpuUsage();
    expect(describeOutcome('text.matches("^(a+)+$")', { text }, environment)).toBe('bool false');
    expect(describeOutcome('text.matches("(a|aa)*b")', { text }, environment)).toBe('bool false');
    expect(process.threadCpuUsage(start).user / 1000).toBeLessThan(2000);
  });
});
