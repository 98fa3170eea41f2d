import { describe, expect, it } from 'vitest';
import { nearestName } from './nearest.ts';

describe('nearestName', () => {
  const names = ['privileged', 'privileges', 'image', 'images', 'capabilities', 'uid', 'x'];

  it.each([
    ['privilege', 'privileged'],
    ['privilged', 'privileged'],
    ['imag', 'image'],
    ['capabilties', 'capabilities'],
    ['capabilitys', 'capabilities'],
    ['gid', 'uid'],
    ['iamge', 'image'],
    ['udi', 'uid'],
    ['mi', undefined],
    ['network', undefined],
    ['y', undefined],
    ['image', 'images'],
    ['a'.repeat(100), undefined],
  ])('%s: %s', (name, suggestion) => {
    expect(nearestName(name, names)).toBe(suggestion);
  });

  it('prefers the alphabetically first of two as near', () => {
    expect(nearestName('bat', ['cat', 'bad', 'rat'])).toBe('bad');
  });
});
