import { describe, expect, test } from 'vitest';
import { AdmissionError } from './errors.ts';
import { evaluateAdmission } from './evaluate-admission.ts';
import type { AdmissionInput, ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding } from './shapes.ts';

const deployment = (replicas: number, labels: Record<string, string> = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', labels },
  spec: { replicas },
});

const constraints = {
  resourceRules: [{ apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['deployments'] }],
};

function policy(spec: Partial<ValidatingAdmissionPolicy['spec']>): ValidatingAdmissionPolicy {
  return { spec: { matchConstraints: constraints, ...spec } };
}

const atMostFive = policy({ validations: [{ expression: 'object.spec.replicas <= 5', message: 'at most five replicas' }] });
const binding = (spec: ValidatingAdmissionPolicyBinding['spec']): ValidatingAdmissionPolicyBinding => ({ spec });

const allowed = { allowed: true, warnings: [], messages: [] };
const denied = (...messages: string[]) => ({ allowed: false, warnings: [], messages });

const cases: [name: string, input: AdmissionInput, answer: object][] = [
  ['complies', { policy: atMostFive, object: deployment(5) }, allowed],
  ['violates', { policy: atMostFive, object: deployment(6) }, denied('at most five replicas')],
  ['another resource', { policy: atMostFive, object: { ...deployment(6), kind: 'StatefulSet' } }, allowed],
  ['another operation', { policy: atMostFive, oldObject: deployment(6) }, allowed],
  ['sub-resource', { policy: atMostFive, object: deployment(6), request: { subResource: 'scale' } }, allowed],
  [
    'excluded resource',
    {
      policy: policy({
        validations: atMostFive.spec.validations ?? [],
        matchConstraints: { ...constraints, excludeResourceRules: constraints.resourceRules },
      }),
      object: deployment(6),
    },
    allowed,
  ],
  [
    'warn only',
    { policy: atMostFive, binding: binding({ validationActions: ['Warn', 'Audit'] }), object: deployment(6) },
    { allowed: true, warnings: ['at most five replicas'], messages: [] },
  ],
  [
    'binding takes other namespaces',
    {
      policy: atMostFive,
      binding: binding({ matchResources: { namespaceSelector: { matchLabels: { env: 'prod' } } } }),
      object: deployment(6),
      namespaceObject: { metadata: { labels: { env: 'test' } } },
    },
    allowed,
  ],
  [
    'namespace by its own name label',
    {
      policy: atMostFive,
      binding: binding({ matchResources: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } } } }),
      object: deployment(6),
    },
    denied('at most five replicas'),
  ],
  [
    'object selector',
    {
      policy: atMostFive,
      binding: binding({ matchResources: { objectSelector: { matchLabels: { tier: 'front' } } } }),
      object: deployment(6),
    },
    allowed,
  ],
  [
    'message made by an expression',
    {
      policy: policy({
        validations: [{ expression: 'object.spec.replicas <= 5', messageExpression: "' replicas: ' + string(object.spec.replicas)" }],
      }),
      object: deployment(6),
    },
    denied('replicas: 6'),
  ],
  [
    'message with a line end is not shown',
    { policy: policy({ validations: [{ expression: 'false', messageExpression: "'a\\nb'", message: 'plain' }] }), object: deployment(1) },
    denied('plain'),
  ],
  [
    'no message at all',
    { policy: policy({ validations: [{ expression: ' object.spec.replicas <= 5 ' }] }), object: deployment(6) },
    denied('failed expression: object.spec.replicas <= 5'),
  ],
  [
    'variables are lazy and see those before them',
    {
      policy: policy({
        variables: [
          { name: 'n', expression: 'object.spec.replicas' },
          { name: 'twice', expression: 'variables.n * 2' },
          { name: 'broken', expression: '1 / 0' },
        ],
        validations: [{ expression: 'variables.twice <= 10', message: 'too many' }],
      }),
      object: deployment(6),
    },
    denied('too many'),
  ],
  [
    'match condition',
    {
      policy: policy({ ...atMostFive.spec, matchConditions: [{ name: 'front', expression: "'tier' in object.metadata.labels" }] }),
      object: deployment(6),
    },
    allowed,
  ],
  [
    'a false match condition beats one that fails',
    {
      policy: policy({
        ...atMostFive.spec,
        matchConditions: [
          { name: 'a', expression: 'object.nothing == 1' },
          { name: 'b', expression: 'false' },
        ],
      }),
      object: deployment(6),
    },
    allowed,
  ],
  [
    'failing match condition follows failurePolicy',
    {
      policy: policy({ ...atMostFive.spec, failurePolicy: 'Ignore', matchConditions: [{ name: 'a', expression: 'object.nothing == 1' }] }),
      object: deployment(6),
    },
    allowed,
  ],
  [
    'evaluation error denies by default',
    { policy: policy({ validations: [{ expression: 'object.spec.nothing == 1' }] }), object: deployment(1) },
    denied("expression 'object.spec.nothing == 1' resulted in error: 1:13: no such key: nothing"),
  ],
  [
    'evaluation error ignored',
    { policy: policy({ failurePolicy: 'Ignore', validations: [{ expression: 'object.spec.nothing == 1' }] }), object: deployment(1) },
    allowed,
  ],
  [
    'params',
    {
      policy: policy({ paramKind: {}, validations: [{ expression: 'object.spec.replicas <= params.max' }] }),
      params: { max: 6 },
      object: deployment(6),
    },
    allowed,
  ],
  [
    'params not found may be allowed',
    {
      policy: policy({ paramKind: {}, validations: [{ expression: 'false' }] }),
      binding: binding({ paramRef: { parameterNotFoundAction: 'Allow' } }),
      object: deployment(6),
    },
    allowed,
  ],
  [
    'oldObject on update',
    {
      policy: policy({
        validations: [
          { expression: "request.operation != 'UPDATE' || object.spec.replicas >= oldObject.spec.replicas", message: 'never fewer' },
        ],
      }),
      object: deployment(1),
      oldObject: deployment(2),
    },
    denied('never fewer'),
  ],
];

describe('ValidatingAdmissionPolicy offline', () => {
  test.each(cases)('%s', (_name, input, answer) => {
    expect(evaluateAdmission(input)).toEqual(answer);
  });

  test('what asks the authorizer is refused by default: it cannot be known here', () => {
    const asks = policy({ validations: [{ expression: "authorizer.group('').resource('pods').check('get').allowed()" }] });
    expect(evaluateAdmission({ policy: asks, object: deployment(1) }).allowed).toBe(false);
  });

  test('a bare dyn is no bool, as for the API server', () => {
    const bare = policy({ validations: [{ expression: 'object.spec.paused' }] });
    expect(() => evaluateAdmission({ policy: bare, object: deployment(1) })).toThrow(AdmissionError);
  });
});
