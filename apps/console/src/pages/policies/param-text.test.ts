import { describe, expect, it } from 'vitest';
import { parseParam, renderParam } from './param-text.ts';

describe('a parameter', () => {
  it.each([
    ['string', 'a, b', 'a, b'],
    ['bool', 'true', true],
    ['int', '-12', -12],
    ['double', '0.5', 0.5],
    ['list(string)', 'a, b', ['a', 'b']],
    ['list(string)', '[]', []],
    ['list(int)', '[1,2]', [1, 2]],
    ['map(string, string)', '{"a":"b"}', { a: 'b' }],
  ])('%s %s', (type, text, value) => {
    expect(parseParam(text, type)).toEqual({ value });
    expect(renderParam(value)).toBe(text);
  });

  it('keeps items that hold a comma apart', () => {
    const text = renderParam(['a,b', 'c']);
    expect(text).toBe('["a,b","c"]');
    expect(parseParam(text, 'list(string)')).toEqual({ value: ['a,b', 'c'] });
  });

  it.each([
    ['bool', 'yes', 'true-or-false'],
    ['int', '1.5', 'whole-number'],
    ['double', 'x', 'number'],
    ['list(int)', '1,2', 'json'],
  ])('refuses %s %s', (type, text, problem) => {
    expect(parseParam(text, type)).toEqual({ problem });
  });
});
