import { readdirSync, readFileSync } from 'node:fs';
import { toJson } from '@breakwater/cel';
import { expect, test } from 'vitest';
import { exportDefault } from '../export/export-default.ts';
import { loadPolicy } from '../load.ts';
import { NEWEST_MINOR } from '../pod-security.ts';
import { compileMutation, type MutationSpec } from './compile-mutation.ts';
import { AdmissionError } from './errors.ts';

const patch = (expression: string): MutationSpec => ({ mutations: [{ patchType: 'JSONPatch', jsonPatch: { expression } }] });
const apply = (expression: string): MutationSpec => ({
  mutations: [{ patchType: 'ApplyConfiguration', applyConfiguration: { expression } }],
});

test.each<[MutationSpec, unknown]>([
  [
    patch("[JSONPatch{op: 'add', path: '/metadata/labels/' + jsonpatch.escapeKey('a/b'), value: object.metadata.name}]"),
    [{ op: 'add', path: '/metadata/labels/a~1b', value: 'web' }],
  ],
  [apply("Object{metadata: Object.metadata{labels: {'a': object.metadata.name}}}"), { metadata: { labels: { a: 'web' } } }],
])('%j', (spec, value) => {
  const [program] = compileMutation(spec).mutations;
  expect(toJson(program?.evaluate({ object: { metadata: { name: 'web' } } }) ?? null)).toStrictEqual(value);
});

test.each<[MutationSpec, number, string, string]>([
  [patch('Object{}'), 37, 'mutations.0.jsonPatch.expression', '1:1: must be list(JSONPatch), not Object'],
  [
    apply("[JSONPatch{op: 'add', path: '/a'}]"),
    37,
    'mutations.0.applyConfiguration.expression',
    '1:1: must be Object, not list(JSONPatch)',
  ],
  [
    patch("[JSONPatch{op: 'add', pth: '/a'}]"),
    37,
    'mutations.0.jsonPatch.expression',
    "1:28: 'JSONPatch' has no field 'pth'; did you mean 'path'?",
  ],
  [{ mutations: [{ patchType: 'Other' }] }, 37, 'mutations.0.patchType', 'is ApplyConfiguration or JSONPatch'],
  [{ mutations: [{ patchType: 'JSONPatch' }] }, 37, 'mutations.0.jsonPatch.expression', 'an expression is a text'],
  [{ matchConditions: [{ expression: '1' }] }, 37, 'matchConditions.0.expression', '1:1: must be bool, not int'],
  [
    patch("[JSONPatch{op: 'add', path: jsonpatch.escapeKey('a')}]"),
    31,
    'mutations.0.jsonPatch.expression',
    "1:39: undeclared function 'jsonpatch.escapeKey': Kubernetes has it from 1.32 on",
  ],
])('%j is refused', (spec, kubeMinor, path, message) => {
  const refused = (): unknown => {
    try {
      return compileMutation(spec, { kubeMinor });
    } catch (cause) {
      return cause instanceof AdmissionError ? [cause.path.join('.'), cause.message.split('\n')[0]] : cause;
    }
  };
  expect(refused()).toStrictEqual([path, message]);
});

test('every default that is exported compiles', () => {
  const folder = new URL('../../../../content/policies/', import.meta.url);
  const exported = readdirSync(folder).flatMap(file => {
    const { policy } = loadPolicy(readFileSync(new URL(file, folder), 'utf8'), file);
    const outcome = exportDefault(policy, { kubeMinor: NEWEST_MINOR });
    return outcome.exportable ? [outcome] : [];
  });
  for (const { policy, needs } of exported) expect(() => compileMutation(policy.spec, { kubeMinor: needs.minor })).not.toThrow();
  expect(exported.length).toBeGreaterThan(5);
});
