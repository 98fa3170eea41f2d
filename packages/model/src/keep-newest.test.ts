import { expect, test } from 'vitest';
import { keepNewest } from './keep-newest.ts';

test.each<[string, readonly string[], readonly string[]]>([
  ['as long as there is room, all stay', ['a', 'b'], ['a', 'b']],
  ['who was put there longest ago goes', ['a', 'b', 'c', 'd'], ['b', 'c', 'd']],
  ['who is put there again stands last', ['a', 'b', 'c', 'a', 'd'], ['c', 'a', 'd']],
])('%s', (_, keys, left) => {
  const map = new Map<string, number>();
  for (const [index, key] of keys.entries()) keepNewest(map, key, index, 3);
  expect([...map]).toStrictEqual(left.map(key => [key, keys.lastIndexOf(key)]));
});
