import { describe, expect, it } from 'vitest';
import { equalTypes, formatType, parseType } from './types.ts';

describe('parseType', () => {
  it.each([
    ['int', { kind: 'int' }],
    ['null_type', { kind: 'null' }],
    ['google.protobuf.Timestamp', { kind: 'timestamp' }],
    ['list(string)', { kind: 'list', element: { kind: 'string' } }],
    ['list', { kind: 'list', element: { kind: 'dyn' } }],
    ['map(string, list(dyn))', { kind: 'map', key: { kind: 'string' }, value: { kind: 'list', element: { kind: 'dyn' } } }],
    ['optional( int )', { kind: 'optional', value: { kind: 'int' } }],
    ['wrapper(bool)', { kind: 'wrapper', of: { kind: 'bool' } }],
    ['Container', { kind: 'object', name: 'Container' }],
    ['net.IP', { kind: 'object', name: 'net.IP' }],
    ['T', { kind: 'param', name: 'T' }],
    ['tuple(T, int)', { kind: 'opaque', name: 'tuple', parameters: [{ kind: 'param', name: 'T' }, { kind: 'int' }] }],
  ])('reads %s', (text, type) => {
    expect(parseType(text)).toEqual(type);
  });

  it.each([
    '',
    '(',
    'list(',
    'list(int',
    'list(int))',
    'map(string)',
    'int(string)',
    'list(int,)',
    '1',
    'a b',
    `${'list('.repeat(30)}int${')'.repeat(30)}`,
  ])('refuses %j', text => {
    expect(() => parseType(text)).toThrow(`'${text}' is not a CEL type`);
  });

  it.each(['dyn', 'null_type', 'list(map(string, optional(int)))', 'wrapper(int)', 'tuple(T, Container)', 'type'])(
    'writes %s back',
    text => {
      expect(formatType(parseType(text))).toBe(text);
    },
  );
});

describe('equalTypes', () => {
  it.each([
    ['list(int)', 'list(int)', true],
    ['list(int)', 'list(uint)', false],
    ['map(string, int)', 'map(string, int)', true],
    ['Container', 'Image', false],
    ['tuple(int)', 'tuple(int, int)', false],
    ['T', 'T', true],
  ])('%s and %s: %s', (left, right, equal) => {
    expect(equalTypes(parseType(left), parseType(right))).toBe(equal);
  });
});
