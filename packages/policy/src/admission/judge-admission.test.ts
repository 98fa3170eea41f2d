import { Unknown } from '@breakwater/cel';
import { expect, test } from 'vitest';
import { judgeAdmission } from './judge-admission.ts';
import type { AdmissionInput, ValidatingAdmissionPolicy } from './shapes.ts';

const policy = (spec: Partial<ValidatingAdmissionPolicy['spec']>): ValidatingAdmissionPolicy => ({
  spec: {
    matchConstraints: {
      resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods', 'namespaces'] }],
    },
    ...spec,
  },
});
const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'shop' }, spec: {} };
const labelsUnknown = { metadata: { name: 'shop', labels: new Unknown('namespaceObject.metadata.labels', 'nobody gave it') } };

test.each<[string, AdmissionInput, ReturnType<typeof judgeAdmission>]>([
  ['complies', { policy: policy({ validations: [{ expression: 'true' }] }), object: pod }, { applies: true, findings: [] }],
  [
    'not looked at',
    { policy: policy({ validations: [{ expression: 'false' }] }), object: { ...pod, kind: 'Service' } },
    { applies: false, findings: [] },
  ],
  [
    'each validation has its own say, failurePolicy or not',
    {
      policy: policy({
        failurePolicy: 'Ignore',
        validations: [
          { expression: 'false', message: 'a' },
          { expression: 'object.x == 1' },
          { expression: "authorizer.path('/x').check('get').allowed()" },
        ],
      }),
      object: pod,
    },
    {
      applies: true,
      findings: [
        { state: 'fail', message: 'a' },
        { state: 'error', message: "expression 'object.x == 1' resulted in error: 1:8: no such key: x" },
        { state: 'not-evaluated', message: expect.stringContaining('what the authorizer says is not known outside a cluster') },
      ],
    },
  ],
  [
    'a condition that fails',
    {
      policy: policy({ matchConditions: [{ name: 'x', expression: 'object.x == 1' }], validations: [{ expression: 'false' }] }),
      object: pod,
    },
    { applies: true, findings: [{ state: 'error', message: '1:8: no such key: x' }] },
  ],
  [
    'a condition that is false beats one that fails',
    {
      policy: policy({
        matchConditions: [
          { name: 'x', expression: 'object.x == 1' },
          { name: 'y', expression: 'false' },
        ],
        validations: [{ expression: 'false' }],
      }),
      object: pod,
    },
    { applies: false, findings: [] },
  ],
  [
    'a namespace by its name, whatever its labels',
    {
      policy: policy({ validations: [{ expression: 'false', message: 'no' }] }),
      binding: {
        spec: {
          matchResources: {
            namespaceSelector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['shop'] }] },
          },
        },
      },
      object: pod,
      namespaceObject: labelsUnknown,
    },
    { applies: true, findings: [{ state: 'fail', message: 'no' }] },
  ],
  [
    'a namespace by labels that are not known',
    {
      policy: policy({ validations: [{ expression: 'false' }] }),
      binding: { spec: { matchResources: { namespaceSelector: { matchLabels: { a: 'b' } } } } },
      object: pod,
      namespaceObject: labelsUnknown,
    },
    { applies: true, findings: [{ state: 'not-evaluated', message: 'whether the policy looks at it is not known: nobody gave it' }] },
  ],
  [
    'labels that are not known do not matter to another kind',
    {
      policy: policy({ validations: [{ expression: 'false' }] }),
      binding: { spec: { matchResources: { namespaceSelector: { matchLabels: { a: 'b' } } } } },
      object: { ...pod, kind: 'Service' },
      namespaceObject: labelsUnknown,
    },
    { applies: false, findings: [] },
  ],
  [
    'a Namespace by its own labels',
    {
      policy: policy({
        matchConstraints: { ...policy({}).spec.matchConstraints, namespaceSelector: { matchLabels: { env: 'prod' } } },
        validations: [{ expression: 'false', message: 'no' }],
      }),
      object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'x', labels: { env: 'prod' } } },
    },
    { applies: true, findings: [{ state: 'fail', message: 'no' }] },
  ],
])('%s', (_, input, expected) => {
  expect(judgeAdmission(input)).toStrictEqual(expected);
});
