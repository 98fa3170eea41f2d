import { expect, test } from 'vitest';
import { buildDefinition } from '../testing/build.ts';
import { listRelated } from './list-related.ts';

test('what it mutes, what mutes it, and what else mutes those', () => {
  const define = (id: string, ...implies: string[]) => buildDefinition({ id, implies });
  const all = [define('a', 'b'), define('b'), define('c', 'a'), define('d', 'b'), define('e', 'd'), define('f')];
  const related = (id: string) => [...listRelated(new Set([id]), all)].toSorted().join('');
  expect(['a', 'b', 'c', 'd', 'e', 'f', 'unknown'].map(related)).toStrictEqual(['abcd', 'abd', 'ac', 'abde', 'de', 'f', 'unknown']);
});
