import { describe, expect, test } from 'vitest';
import { type FoundObjects, toObjects } from './objects.ts';
import { readManifest } from './read-manifest.ts';

function find(text: string): FoundObjects {
  return toObjects(readManifest(text, { source: 'f.yaml' }));
}

const POD = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } };
const place = (line: number, column: number) => ({ file: 'f.yaml', line, column });

describe('toObjects', () => {
  test.each([
    ['one object', 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n', [[POD, []]]],
    ['a list', '{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: Pod, metadata: {name: a}}]}', [[POD, ['items', 0]]]],
    [
      'a list in a list',
      '{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: Pod, metadata: {name: a}}]}]}',
      [[POD, ['items', 0, 'items', 0]]],
    ],
    [
      'a typed list whose items say what they are',
      '{apiVersion: v1, kind: PodList, items: [{apiVersion: v1, kind: Pod, metadata: {name: a}}]}',
      [[POD, ['items', 0]]],
    ],
    ['a typed list whose items do not', '{apiVersion: v1, kind: PodList, items: [{metadata: {name: a}}]}', [[POD, ['items', 0]]]],
    [
      'empty lists',
      '{apiVersion: v1, kind: List, items: []}\n---\n{apiVersion: v1, kind: List}\n---\n{apiVersion: v1, kind: List, items: null}',
      [],
    ],
    [
      'a kind that only ends like a list',
      '{apiVersion: x/v1, kind: AllowList, metadata: {name: a}}',
      [[{ apiVersion: 'x/v1', kind: 'AllowList', metadata: { name: 'a' } }, []]],
    ],
    ['null for absent metadata', '{apiVersion: v1, kind: Pod, metadata: null}', [[{ apiVersion: 'v1', kind: 'Pod' }, []]]],
    [
      'null for absent fields of metadata',
      '{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: , labels: , annotations: ~, uid: ~}}',
      [[{ ...POD, metadata: { name: 'a', uid: null } }, []]],
    ],
    [
      'null labels',
      '{apiVersion: v1, kind: Pod, metadata: {name: a, labels: {a: }}}',
      [[{ ...POD, metadata: { name: 'a', labels: { a: '' } } }, []]],
    ],
  ])('%s', (_, text, expected) => {
    const { objects, problems } = find(text);
    expect(problems).toStrictEqual([]);
    expect(objects.map(object => [object.value, object.pathPrefix])).toStrictEqual(expected);
  });

  test.each([
    ['a scalar', 'just text\n', 'not-a-kubernetes-object', 'this is not a Kubernetes object: it is not a mapping', 1, 1],
    ['a list of values', '- a\n', 'not-a-kubernetes-object', 'this is not a Kubernetes object: it is not a mapping', 1, 1],
    [
      'chart values',
      '\nreplicas: 1\n',
      'not-a-kubernetes-object',
      'this is not a Kubernetes object: it has no apiVersion and no kind',
      2,
      1,
    ],
    ['no kind', 'apiVersion: v1\n', 'not-a-kubernetes-object', 'this is not a Kubernetes object: it has no kind', 1, 1],
    ['an empty kind', 'apiVersion: v1\nkind: ""\n', 'not-a-kubernetes-object', 'this is not a Kubernetes object: it has no kind', 1, 1],
    [
      'an apiVersion that is a number',
      'apiVersion: 1\nkind: Pod\n',
      'not-a-kubernetes-object',
      'this is not a Kubernetes object: it has no apiVersion',
      1,
      1,
    ],
    [
      'an item',
      'apiVersion: v1\nkind: List\nitems:\n- a: 1\n',
      'not-a-kubernetes-object',
      'this is not a Kubernetes object: it has no apiVersion and no kind',
      4,
      3,
    ],
    ['metadata that is no mapping', 'apiVersion: v1\nkind: Pod\nmetadata: x\n', 'malformed-object', 'metadata must be a mapping', 3, 1],
    [
      'a name that is a number',
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: 1\n',
      'malformed-object',
      'metadata.name must be a string',
      4,
      3,
    ],
  ])('%s is no object', (_, text, code, message, line, column) => {
    expect(find(text)).toStrictEqual({ objects: [], problems: [{ code, message, source: 'f.yaml', location: place(line, column) }] });
  });

  test('labels and annotations that are no strings are read as text', () => {
    const { objects, problems } = find(
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  labels: {a: b, v: 1, t: yes, l: [x]}\n  annotations: 3\nspec: {}\n',
    );
    expect(objects.map(object => object.value)).toStrictEqual([
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', labels: { a: 'b', v: '1', t: 'true' } }, spec: {} },
    ]);
    expect(problems).toStrictEqual([
      {
        code: 'malformed-object',
        message: 'metadata.labels may hold only strings; put quotes around 1',
        source: 'f.yaml',
        location: place(5, 18),
      },
      {
        code: 'malformed-object',
        message: 'metadata.labels may hold only strings; put quotes around true',
        source: 'f.yaml',
        location: place(5, 24),
      },
      { code: 'malformed-object', message: 'metadata.labels may hold only strings', source: 'f.yaml', location: place(5, 32) },
      { code: 'malformed-object', message: 'metadata.annotations must be a mapping', source: 'f.yaml', location: place(6, 3) },
    ]);
  });

  test('objects say where their fields stand', () => {
    const { objects } = find(
      'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  spec:\n    containers:\n    - name: x\n',
    );
    expect(objects.map(object => object.locate(['spec', 'containers', 0, 'name']))).toStrictEqual([place(8, 7)]);
    expect(objects.map(object => object.locate([]))).toStrictEqual([place(4, 3)]);
  });
});
