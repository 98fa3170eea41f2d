import type { CheckOutput } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { run } from '../testing/terminal.ts';

const toFile = (...documents: readonly object[]) => documents.map(document => JSON.stringify(document)).join('\n---\n');

const ON_DEPLOYMENTS = {
  resourceRules: [{ apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['deployments'] }],
};
const REGISTRATION = 'admissionregistration.k8s.io/v1';

const policy = (spec: object, name = 'limit') => ({
  apiVersion: REGISTRATION,
  kind: 'ValidatingAdmissionPolicy',
  metadata: { name },
  spec: { matchConstraints: ON_DEPLOYMENTS, ...spec },
});
const binding = (spec: object, policyName = 'limit') => ({
  apiVersion: REGISTRATION,
  kind: 'ValidatingAdmissionPolicyBinding',
  metadata: { name: 'b' },
  spec: { policyName, validationActions: ['Deny'], ...spec },
});
const deployment = (replicas: number, metadata: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', ...metadata },
  spec: { replicas, template: { spec: { containers: [{ name: 'app', image: 'app:1' }] } } },
});
const limits = (max: string, metadata: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'limits', ...metadata },
  data: { max },
});
const namespace = (labels: object) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels } });

const AT_MOST_3 = policy({ validations: [{ expression: 'object.spec.replicas <= 3', message: 'at most 3' }] });
const PARAMS = policy({
  paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
  validations: [{ expression: 'object.spec.replicas <= int(params.data.max)', messageExpression: "'at most ' + params.data.max" }],
});

/** `state message` of what foreign policies say of the objects. */
async function judge(vap: readonly object[], objects: readonly object[], ...options: readonly string[]) {
  using folder = createFolder({ 'vap.yaml': toFile(...vap), 'objects.yaml': toFile(...objects) });
  const words = [
    'check',
    '--format',
    'json',
    '--policy',
    'host-pid',
    '--vap',
    folder.at('vap.yaml'),
    ...options,
    folder.at('objects.yaml'),
  ];
  const { code, out, err } = await run(words);
  const { results, problems, summary } = JSON.parse(out) as CheckOutput;
  const own = results.filter(result => result.policy !== 'host-pid');
  return { code, err, results: own, problems, summary, told: own.map(({ state, message }) => `${state} ${message}`) };
}

describe('objects are judged as if they were created', () => {
  test.each<[string, readonly object[], readonly object[], readonly string[]]>([
    ['complies', [AT_MOST_3], [deployment(3)], []],
    ['violates', [AT_MOST_3], [deployment(4)], ['fail at most 3']],
    ['another kind', [AT_MOST_3], [{ ...deployment(4), kind: 'StatefulSet' }], []],
    ['a binding that warns is a violation too', [AT_MOST_3, binding({ validationActions: ['Warn'] })], [deployment(4)], ['fail at most 3']],
    ['two bindings tell a thing once', [AT_MOST_3, binding({}), binding({})], [deployment(4)], ['fail at most 3']],
    [
      'a binding for other namespaces',
      [AT_MOST_3, binding({ matchResources: { namespaceSelector: { matchLabels: { env: 'prod' } } } })],
      [deployment(4), namespace({ env: 'test' })],
      [],
    ],
    [
      'a binding for this namespace',
      [AT_MOST_3, binding({ matchResources: { namespaceSelector: { matchLabels: { env: 'prod' } } } })],
      [deployment(4), namespace({ env: 'prod' })],
      ['fail at most 3'],
    ],
    [
      'a namespace is selected by its own labels',
      [
        policy({
          matchConstraints: {
            namespaceSelector: { matchLabels: { env: 'prod' } },
            resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['*'], resources: ['namespaces'] }],
          },
          validations: [{ expression: 'false', message: 'no' }],
        }),
      ],
      [namespace({ env: 'prod' }), { ...namespace({ env: 'test' }), metadata: { name: 'other', labels: {} } }],
      ['fail no'],
    ],
    [
      'parameters by name',
      [PARAMS, binding({ paramRef: { name: 'limits', parameterNotFoundAction: 'Deny' } }), limits('5')],
      [deployment(6)],
      ['fail at most 5'],
    ],
    ['parameters among the objects', [PARAMS, binding({ paramRef: { name: 'limits' } })], [deployment(6), limits('5')], ['fail at most 5']],
    [
      'parameters of another namespace',
      [
        PARAMS,
        binding({ paramRef: { name: 'limits', namespace: 'ops' } }),
        limits('5', { namespace: 'ops' }),
        limits('1', { namespace: 'shop' }),
      ],
      [deployment(6)],
      ['fail at most 5'],
    ],
    [
      'parameters by label, each counts',
      [
        PARAMS,
        binding({ paramRef: { selector: { matchLabels: { a: 'b' } } } }),
        limits('5', { labels: { a: 'b' } }),
        limits('4', { name: 'more', labels: { a: 'b' } }),
        limits('1', { name: 'no' }),
      ],
      [deployment(6)],
      ['fail at most 5', 'fail at most 4'],
    ],
    [
      'parameters that are nowhere',
      [PARAMS, binding({ paramRef: { name: 'limits' } })],
      [deployment(6)],
      ['error no params found for policy binding with `Deny` parameterNotFoundAction'],
    ],
    [
      'parameters that may be missing',
      [PARAMS, binding({ paramRef: { name: 'limits', parameterNotFoundAction: 'Allow' } })],
      [deployment(6)],
      [],
    ],
    [
      'variables',
      [policy({ variables: [{ name: 'n', expression: 'object.spec.replicas' }], validations: [{ expression: 'variables.n < 2' }] })],
      [deployment(6)],
      ['fail failed expression: variables.n < 2'],
    ],
    [
      'an expression that fails',
      [policy({ validations: [{ expression: 'object.spec.none == 1' }] })],
      [deployment(1)],
      ["error expression 'object.spec.none == 1' resulted in error: 1:13: no such key: none"],
    ],
    [
      'null is nothing',
      [policy({ matchConditions: null, variables: null, validations: [{ expression: 'false', message: 'no' }] })],
      [deployment(1)],
      ['fail no'],
    ],
  ])('%s', async (_, vap, objects, expected) => {
    const { told, problems } = await judge(vap, objects);
    expect({ told, problems }).toStrictEqual({ told: expected, problems: [] });
  });
});

describe('what a file cannot tell is not evaluated', () => {
  test.each<[string, object, string]>([
    [
      'labels of a namespace that is not given',
      policy({ validations: [{ expression: "namespaceObject.metadata.labels['env'] == 'prod'" }] }),
      "expression 'namespaceObject.metadata.labels['env'] == 'prod'' resulted in error: 1:25: namespaceObject.metadata.labels is not known: namespace 'shop' is not among the objects given",
    ],
    [
      'whether it is selected by them',
      policy({
        matchConstraints: { ...ON_DEPLOYMENTS, namespaceSelector: { matchLabels: { env: 'prod' } } },
        validations: [{ expression: 'false' }],
      }),
      "whether the policy looks at it is not known: namespace 'shop' is not among the objects given",
    ],
    [
      'what the authorizer would say',
      policy({ validations: [{ expression: "authorizer.group('').resource('pods').check('get').allowed()" }] }),
      "expression 'authorizer.group('').resource('pods').check('get').allowed()' resulted in error: 1:1: request.userInfo is not known: who would apply the files is not known; --as says it",
    ],
  ])('%s', async (_, vap, message) => {
    const { results } = await judge([vap], [deployment(1)], '--verbose');
    expect(results.map(result => [result.state, result.message.replace(/\d+:\d+/, '1:1')])).toStrictEqual([
      ['not-evaluated', message.replace(/\d+:\d+/, '1:1')],
    ]);
  });
});

describe('what the authorizer says of the roles and bindings that are given', () => {
  const rbac = [
    { kind: 'ClusterRole', metadata: { name: 'reader' }, rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] },
    {
      kind: 'ClusterRoleBinding',
      metadata: { name: 'readers' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'reader' },
      subjects: [
        { kind: 'User', name: 'ann' },
        { kind: 'ServiceAccount', namespace: 'shop', name: 'web' },
      ],
    },
  ].map(object => ({ apiVersion: 'rbac.authorization.k8s.io/v1', ...object }));
  const ask = (call: string) => policy({ validations: [{ expression: `${call}.check('get').allowed()`, message: 'no' }] });
  const pods = "group('').resource('pods')";
  const unsure = 'roles and bindings that are not among the objects given may allow it';

  test.each<[string, string, readonly string[], readonly string[]]>([
    ['a user who may', `authorizer.${pods}`, ['--as', 'ann'], []],
    ['a user of whom nothing is given', `authorizer.${pods}`, ['--as', 'tom'], ['not-evaluated']],
    ['who may not, when all roles are given', `authorizer.${pods}`, ['--as', 'tom', '--complete'], ['fail']],
    ['a service account needs no user', `authorizer.serviceAccount('shop', 'web').${pods}`, [], []],
    ['a service account that may not', `authorizer.serviceAccount('shop', 'other').${pods}`, ['--complete'], ['fail']],
  ])('%s', async (_, call, options, states) => {
    const { results } = await judge([ask(call)], [deployment(1), ...rbac], '--verbose', ...options);
    expect(results.filter(({ state }) => state !== 'pass' && state !== 'not-applicable').map(({ state }) => state)).toStrictEqual(states);
    if (states[0] === 'not-evaluated') expect(results.map(({ message }) => message).join()).toContain(unsure);
  });
});

test('a policy does not see functions of later versions', async () => {
  const later = policy({ validations: [{ expression: "!format.named('uuid').hasValue()" }] });
  const refused =
    "The API server would refuse it: spec.validations[0].expression: 1:9: undeclared function 'format.named': Kubernetes has it from 1.31 on";
  expect((await judge([later], [deployment(1)], '--kube-version', '1.30')).problems.map(({ message }) => message)).toStrictEqual([refused]);
  expect((await judge([later], [deployment(1)], '--kube-version', '1.31')).problems).toStrictEqual([]);
});

test('a result is an ordinary one, and fails the check as one', async () => {
  const { code, results, summary } = await judge([AT_MOST_3], [deployment(4)]);
  const [result] = results;
  expect({ ...result, target: { ...result?.target, cluster: '' }, location: { ...result?.location, file: '' } }).toStrictEqual({
    policy: 'limit',
    state: 'fail',
    severity: 'medium',
    message: 'at most 3',
    target: { cluster: '', apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
    location: { file: '', line: 1, column: 1 },
    standards: {},
    remediation: "Change the object so that the ValidatingAdmissionPolicy 'limit' lets it pass.",
    evidence: [],
  });
  expect([code, summary.policies, summary.states.fail, summary.states.pass]).toStrictEqual([1, 2, 1, 1]);
});

test('an object without namespace is asked for in the namespace that it would get', async () => {
  const inNamespace = policy({
    validations: [{ expression: "object.metadata.namespace == 'x'", messageExpression: 'string(request.namespace)' }],
  });
  const bare = deployment(1, { namespace: undefined });
  expect((await judge([inNamespace], [bare])).told).toStrictEqual(['fail default']);
  expect((await judge([inNamespace], [bare], '--namespace', 'x')).told).toStrictEqual([]);
});

describe('what is wrong with the files', () => {
  test.each<[string, object, string]>([
    [
      'an expression',
      policy({ validations: [{ expression: 'object.' }] }),
      'The API server would refuse it: spec.validations[0].expression: 1:8: unexpected end of expression',
    ],
    [
      'what no evaluation can afford',
      policy({ validations: [{ expression: 'lists.range(100000).map(x, x).size() > 1' }] }),
      'No request could be judged by it: spec.validations[0].expression: 1:21: costs at least 1300003, and an evaluation may cost 1000000',
    ],
    ['a validation', policy({ validations: ['x'] }), 'spec.validations is no list of objects with an expression.'],
    [
      'rules',
      policy({ matchConstraints: { resourceRules: [{ apiGroups: 'apps' }] } }),
      'spec.matchConstraints.resourceRules is no list of rules.',
    ],
    [
      'a selector',
      policy({ matchConstraints: { objectSelector: { matchExpressions: [1] } } }),
      'spec.matchConstraints.objectSelector is no label selector.',
    ],
    ['constraints', policy({ matchConstraints: 1 }), 'spec.matchConstraints is no object.'],
    ['a kind of parameters', policy({ paramKind: 'x' }), 'spec.paramKind is no object.'],
    ['no spec', { ...AT_MOST_3, spec: undefined }, 'It has no spec.'],
    ['a binding of nothing', { ...binding({}), spec: {} }, 'spec.policyName is no text.'],
    ['a binding without spec', { ...binding({}), spec: 1 }, 'It has no spec.'],
    ['actions', binding({ validationActions: 'Deny' }), 'spec.validationActions is no list of texts.'],
    ['a reference', binding({ paramRef: 'limits' }), 'spec.paramRef is no object.'],
  ])('%s', async (_, document, message) => {
    const { code, problems } = await judge([document, policy({}, 'other')], [deployment(1)]);
    expect(problems.map(problem => [problem.code, problem.message])).toStrictEqual([['admission-policy-invalid', message]]);
    expect(code).toBe(3);
  });

  test.each<[object, readonly string[]]>([
    [{ mutations: [{ patchType: 'JSONPatch', jsonPatch: { expression: "[JSONPatch{op: 'remove', path: '/a'}]" } }] }, []],
    [
      { mutations: [{ patchType: 'JSONPatch', jsonPatch: { expression: 'object' } }] },
      [
        'The API server would refuse it: spec.mutations[0].jsonPatch.expression: 1:1: must be list(JSONPatch), but its type is only known at run time',
      ],
    ],
    [{ mutations: 1 }, ['spec.mutations is no list of mutations.']],
    [{ variables: [1] }, ['spec.variables is no list of objects with an expression.']],
  ])('a mutating policy beside them: %j', async (spec, messages) => {
    const mutating = { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'MutatingAdmissionPolicy', metadata: { name: 'm' }, spec };
    const { problems } = await judge([mutating, policy({}, 'other')], [deployment(1)]);
    expect(problems.map(({ message }) => message)).toStrictEqual(messages);
  });

  test('no policy at all', async () => {
    using folder = createFolder({ 'a.yaml': toFile(deployment(1)) });
    const file = folder.at('a.yaml');
    expect(await run(['check', '--vap', file, file])).toStrictEqual({
      code: 2,
      out: '',
      err: `error: --vap: there is no ValidatingAdmissionPolicy in ${file}\n`,
    });
  });
});
