import { readManifest } from '@breakwater/manifest';
import { expect, test } from 'vitest';
import { listLeaves } from './values-leaves.ts';

/** `path value → override`. */
function list(text: string) {
  return listLeaves(readManifest(text, { source: 'values.yaml' }).documents[0]?.value).map(
    ({ path, value, override }) => `${path.join('.')} ${String(value)} → ${JSON.stringify(override)}`,
  );
}

test.each<[string, string, readonly string[]]>([
  [
    'words, numbers and switches',
    'a: b\nc: 1\nd: true\ne: ""',
    ['a b → {"a":"bx"}', 'c 1 → {"c":2}', 'd true → {"d":false}', 'e  → {"e":"changed"}'],
  ],
  [
    'below other keys',
    'image: { tag: latest, name: app }',
    ['image.tag latest → {"image":{"tag":"latestx"}}', 'image.name app → {"image":{"name":"appx"}}'],
  ],
  [
    'in lists, which are replaced as a whole',
    'a: [1, { b: 2, c: x }]',
    ['a.0 1 → {"a":[2,{"b":2,"c":"x"}]}', 'a.1.b 2 → {"a":[1,{"b":3,"c":"x"}]}', 'a.1.c x → {"a":[1,{"b":2,"c":"xx"}]}'],
  ],
  ['that are nothing sensible', 'a: null\nb: []\nc: {}', []],
  [
    'that are to be filled in',
    'resources: {}',
    ['resources [object Object] → {"resources":{"limits":{"cpu":"100m","memory":"64Mi"},"requests":{"cpu":"100m","memory":"64Mi"}}}'],
  ],
  ['larger than a double', 'a: 90071992547409930', ['a 90071992547409930 → {"a":90071992547409940}']],
  ['that are no values', '- 1', ['0 1 → [2]']],
])('leaves %s', (_, text, expected) => {
  expect(list(text)).toStrictEqual(expected);
});

test('a security context is filled in with one that is safe', () => {
  const [leaf] = listLeaves({ web: { podSecurityContext: {} } });
  expect(leaf?.override).toMatchObject({ web: { podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } } });
});

test('no values at all, and values that are too deep', () => {
  expect(listLeaves(undefined)).toStrictEqual([]);
  expect(listLeaves('text')).toStrictEqual([]);
  expect(list(`a: ${'{ a: '.repeat(30)}1${' }'.repeat(30)}`)).toStrictEqual([]);
});
