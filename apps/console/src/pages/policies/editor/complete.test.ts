import { expect, it } from 'vitest';
import { type Reference, readId, readTarget, suggest } from './complete.ts';

const fact = (subject: string, name: string, type: string) => ({
  subject,
  name,
  type,
  doc: `doc of ${name}`,
  source: '',
  exportable: false,
});
const REFERENCE: Reference = {
  targets: [
    {
      name: 'container',
      doc: 'One container',
      variables: [
        { name: 'container', type: 'Container' },
        { name: 'ns', type: 'Namespace' },
      ],
    },
    { name: 'service-account', doc: 'An account', variables: [] },
  ],
  facts: [
    fact('Container', 'name', 'string'),
    fact('Container', 'security.privileged', 'bool'),
    fact('Container', 'security.user.id', 'int'),
    fact('Container', 'mounts', 'list(Mount)'),
    fact('Mount', 'path', 'string'),
    fact('Mount', 'volume', 'Storage'),
    fact('Storage', 'type', 'string'),
  ],
  functions: [{ name: 'words', example: "'a'.words()", doc: 'Words' }],
  keys: [{ name: 'expression', doc: 'CEL', required: true }],
};
const HEAD = 'target: container\nexpression: ';

it.each<[string, string, readonly string[], number]>([
  ['a key', 'exp', ['expression'], 3],
  ['a target', 'target: serv', ['container', 'service-account'], 4],
  ['a target with a dash', 'target: service-a', ['container', 'service-account'], 9],
  ['a severity', 'severity: h', ['info', 'low', 'medium', 'high', 'critical'], 1],
  ['the second of a list', 'stages: [build, d', ['build', 'deploy', 'runtime'], 1],
  ['a variable', `${HEAD}cont`, ['container', 'ns', 'params', 'variables', 'words'], 4],
  ['facts of a variable', `${HEAD}!container.`, ['mounts', 'name', 'security'], 0],
  ['the rest of a fact', `${HEAD}container.security.pr`, ['privileged', 'user'], 2],
  ['deeper', `${HEAD}container.security.user.`, ['id'], 0],
  ['the element of a list', `${HEAD}container.mounts.exists(m, m.`, ['path', 'volume'], 0],
  ['through an element', `${HEAD}container.mounts.all(m, m.path != '' && m.volume.t`, ['type'], 1],
  ['an element of an element that is no list', `${HEAD}container.name.exists(m, m.`, [], 0],
  ['nothing below what does not exist', `${HEAD}container.nothing.x`, [], 1],
])('suggests %s', (_name, before, labels, length) => {
  const found = suggest(REFERENCE, before, before);
  expect(found?.length).toBe(length);
  expect(found?.options.map(({ label }) => label).filter(label => !label.endsWith(')'))).toEqual(labels);
});

it('knows the target however it is written', () => {
  expect(['target: pod', 'target: "pod"', "id: a\ntarget:   'service-account'\n", 'id: a'].map(readTarget)).toEqual([
    'pod',
    'pod',
    'service-account',
    undefined,
  ]);
});

it('knows the id however it is written', () => {
  expect(['id: a-b', 'title: x\nid:  "own"\n', "id: 'own'", 'title: id: x', ''].map(readId)).toEqual([
    'a-b',
    'own',
    'own',
    undefined,
    undefined,
  ]);
});
