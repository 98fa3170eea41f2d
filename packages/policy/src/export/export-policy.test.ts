import { describe, expect, test } from 'vitest';
import { buildDefinition } from '../testing/build.ts';
import { exportPolicy } from './export-policy.ts';
import type { ExportedPair, ExportOptions } from './shapes.ts';

type Parts = Parameters<typeof buildDefinition>[0];

function run(parts: Parts, options: Partial<ExportOptions> = {}) {
  return exportPolicy(buildDefinition(parts), { kubeMinor: 37, ...options });
}

/** The pairs of a policy that exports. */
function listPairs(parts: Parts, options: Partial<ExportOptions> = {}): readonly ExportedPair[] {
  const outcome = run(parts, options);
  if (!outcome.exportable) throw new Error(JSON.stringify(outcome.obstacles));
  return outcome.pairs;
}

const listNames = (pairs: readonly ExportedPair[]) => pairs.map(pair => pair.policy.metadata.name);
const firstExpression = (parts: Parts, options: Partial<ExportOptions> = {}) =>
  listPairs(parts, options)[0]?.policy.spec.validations?.[0]?.expression;
const listResources = (pairs: readonly ExportedPair[]) =>
  pairs.map(pair => pair.policy.spec.matchConstraints.resourceRules.map(({ apiGroups, resources }) => `${apiGroups}/${resources}`));

test('a policy over containers becomes one policy for each place of a pod template', () => {
  const pairs = listPairs({
    id: 'privileged-container',
    title: 'Privileged container',
    expression: '!container.security.privileged',
    message: "container '{{container.name}}' runs privileged",
  });
  expect(listNames(pairs)).toStrictEqual([
    'breakwater-privileged-container-pod',
    'breakwater-privileged-container-template',
    'breakwater-privileged-container-cronjob',
  ]);
  expect(pairs[1]).toStrictEqual({
    policy: {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      metadata: {
        name: 'breakwater-privileged-container-template',
        labels: { 'app.kubernetes.io/managed-by': 'breakwater' },
        annotations: { 'kubernetes.io/description': 'Privileged container' },
      },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          resourceRules: [
            {
              apiGroups: ['apps'],
              apiVersions: ['v1'],
              operations: ['CREATE', 'UPDATE'],
              resources: ['deployments', 'statefulsets', 'daemonsets', 'replicasets'],
            },
            { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['replicationcontrollers'] },
            { apiGroups: ['batch'], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['jobs'] },
            { apiGroups: ['apps.openshift.io'], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['deploymentconfigs'] },
            { apiGroups: ['argoproj.io'], apiVersions: ['v1alpha1'], operations: ['CREATE', 'UPDATE'], resources: ['rollouts'] },
          ],
        },
        variables: [
          { name: 'object', expression: 'dyn(object)' },
          { name: 'pod', expression: 'variables.object.?spec.?template.orValue({})' },
          {
            name: 'containers',
            expression:
              'variables.pod.?spec.?containers.orValue([]) + variables.pod.?spec.?initContainers.orValue([]) + variables.pod.?spec.?ephemeralContainers.orValue([])',
          },
          {
            name: 'violations',
            expression: 'variables.containers.filter(container, container.?securityContext.?privileged.orValue(false))',
          },
        ],
        validations: [
          {
            expression: 'size(variables.violations) == 0',
            message: 'Privileged container',
            messageExpression:
              "variables.violations.map(container, 'container \\'' + string(container.name) + '\\' runs privileged').join('; ')",
          },
        ],
      },
    },
    binding: {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name: 'breakwater-privileged-container-template', labels: { 'app.kubernetes.io/managed-by': 'breakwater' } },
      spec: {
        policyName: 'breakwater-privileged-container-template',
        validationActions: ['Audit', 'Warn'],
        matchResources: {
          namespaceSelector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['kube-system'] }] },
        },
      },
    },
  });
});

test('pods are also looked at when an ephemeral container is added', () => {
  expect(listPairs({ expression: '!container.security.privileged' })[0]?.policy.spec.matchConstraints.resourceRules).toStrictEqual([
    { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['pods'] },
    { apiGroups: [''], apiVersions: ['v1'], operations: ['UPDATE'], resources: ['pods/ephemeralcontainers'] },
  ]);
});

describe('facts become their native forms', () => {
  test.each<[string, Parts, string]>([
    [
      'a dynamic value is compared',
      { target: 'workload', expression: 'pod.hostNetwork' },
      'variables.pod.?spec.?hostNetwork.orValue(false) == true',
    ],
    ['a negation is a bool', { target: 'workload', expression: '!pod.hostNetwork' }, '!variables.pod.?spec.?hostNetwork.orValue(false)'],
    [
      'has() of a fact that may be unset',
      { target: 'workload', expression: '!has(workload.replicas)', matchConditions: ["workload.kind == 'Deployment'"] },
      "!(variables.object.kind in ['ReplicationController', 'ReplicaSet', 'Deployment', 'StatefulSet', 'DeploymentConfig', 'Rollout'] ? optional.of(variables.object.?spec.?replicas.orValue(1)) : optional.none()).hasValue()",
    ],
    [
      'has() of a fact that is always there',
      { target: 'service', expression: "has(service.type) && service.name != 'x'" },
      "variables.object.?metadata.?name.orValue(variables.object.?metadata.?generateName.orValue('')) != 'x'",
    ],
    ['raw fields stay', { target: 'service', expression: 'has(object.spec.externalName)' }, 'has(variables.object.spec.externalName)'],
    [
      'an empty map in between is left out',
      { target: 'workload', expression: "pod.spec.?a.orValue({}).?b.orValue('') == ''" },
      "variables.pod.?spec.?a.?b.orValue('') == ''",
    ],
    [
      'the version is known',
      { target: 'workload', expression: 'cluster.minor >= 30 ? !pod.hostPID : pod.hostIPC' },
      '!variables.pod.?spec.?hostPID.orValue(false)',
    ],
    [
      'the namespace of the request',
      { target: 'service', expression: "ns.labels[?'a'].orValue('') == 'b'" },
      "dyn(namespaceObject).?metadata.?labels.orValue({})[?'a'].orValue('') == 'b'",
    ],
    [
      'the namespace that is the object',
      { target: 'namespace', expression: "ns.name != 'x'" },
      "variables.object.?metadata.?name.orValue('') != 'x'",
    ],
    [
      'lists of values that differ in type',
      { target: 'service', expression: "object.spec.a in [1, 'x']" },
      "variables.object.spec.a in [dyn(1), dyn('x')]",
    ],
    [
      'elements of a list of subjects',
      { target: 'service', expression: "service.ports.all(p, p.protocol == 'TCP')" },
      "variables.object.?spec.?ports.orValue([]).all(p, p.?protocol.orValue('TCP') == 'TCP')",
    ],
    [
      'the first of them',
      { target: 'service', expression: "service.ports[0].protocol == 'TCP'" },
      "variables.object.?spec.?ports.orValue([])[0].?protocol.orValue('TCP') == 'TCP'",
    ],
    [
      'filtered',
      { target: 'service', expression: "service.ports.filter(p, p.name == '').all(q, q.protocol == 'TCP')" },
      "variables.object.?spec.?ports.orValue([]).filter(p, p.?name.orValue('') == '').all(q, q.?protocol.orValue('TCP') == 'TCP')",
    ],
    [
      'cel.bind is written out',
      { target: 'service', expression: "cel.bind(t, service.type, t != 'NodePort' && t != 'x')" },
      "variables.object.?spec.?type.orValue('ClusterIP') != 'NodePort' && variables.object.?spec.?type.orValue('ClusterIP') != 'x'",
    ],
  ])('%s', (_, parts, expected) => {
    expect(firstExpression({ message: 'no', ...parts })).toBe(expected);
  });

  test('a name that a native form binds takes no other meaning', () => {
    const parts: Parts = { target: 'workload', expression: 'pod.containers.all(c, c.security.capabilitiesAdded.all(d, d != c.name))' };
    expect(firstExpression(parts)).toBe(
      "variables.containers.all(c, c.?securityContext.?capabilities.?add.orValue([]).map(c2, c2.upperAscii()).map(c2, c2.startsWith('CAP_') ? c2.substring(4) : c2).all(d, d != c.name))",
    );
  });

  test("a policy's own names cannot hide what an exported policy calls so", () => {
    const parts: Parts = { target: 'service', expression: "service.externalIPs.all(object, object != '' && service.type != object)" };
    expect(firstExpression(parts)).toBe(
      "variables.object.?spec.?externalIPs.orValue([]).all(object2, object2 != '' && variables.object.?spec.?type.orValue('ClusterIP') != object2)",
    );
  });
});

describe('parameters and variables', () => {
  const params = { names: { type: 'list(string)', default: [], doc: 'Names' } };

  test('parameters are literals; what they decide is not asked', () => {
    const parts: Parts = {
      target: 'service',
      params,
      expression: 'size(params.names) == 0 || service.type in params.names',
      message: 'no',
    };
    expect(firstExpression(parts, { params: { names: ['ClusterIP'] } })).toBe(
      "variables.object.?spec.?type.orValue('ClusterIP') in ['ClusterIP']",
    );
    expect(run(parts)).toStrictEqual({
      exportable: false,
      obstacles: [{ reason: 'with these parameters it asks nothing of any kind that is served' }],
    });
  });

  test('variables that speak of the whole object stay variables, those of one element are put in', () => {
    const [pair] = listPairs({
      variables: [
        { name: 'podUser', expression: 'pod.securityContext.?runAsUser.orValue(-1)' },
        { name: 'unused', expression: 'workload.services' },
        { name: 'user', expression: 'container.securityContext.?runAsUser.orValue(variables.podUser)' },
      ],
      expression: 'variables.user != 0',
      message: 'user {{variables.user}}',
    });
    expect(pair?.policy.spec.variables?.slice(3)).toStrictEqual([
      { name: 'podUser', expression: 'variables.pod.?spec.?securityContext.?runAsUser.orValue(-1)' },
      {
        name: 'violations',
        expression: 'variables.containers.filter(container, container.?securityContext.?runAsUser.orValue(variables.podUser) == 0)',
      },
    ]);
  });

  test('a variable that reads itself is refused, not followed for ever', () => {
    const parts: Parts = { target: 'service', variables: [{ name: 'a', expression: 'variables.a' }], expression: 'variables.a == 1' };
    expect(run(parts)).toStrictEqual({
      exportable: false,
      obstacles: [{ reason: expect.stringContaining('the API server would refuse it: ') }],
    });
  });
});

describe('kinds', () => {
  test.each<[string, Parts, readonly (readonly string[])[]]>([
    [
      'a condition on the kind',
      { target: 'workload', matchConditions: ["workload.kind == 'CronJob'"], expression: 'has(object.spec.suspend)' },
      [['batch/cronjobs']],
    ],
    ['an expression that only one kind can violate', { target: 'workload', expression: "workload.kind != 'Job'" }, [['batch/jobs']]],
    [
      'any object of a kind',
      { target: 'object', matchConditions: ["resource.kind == 'PodDisruptionBudget'"], expression: 'has(object.spec.minAvailable)' },
      [['policy/poddisruptionbudgets']],
    ],
    ['any object', { target: 'object', expression: "'a' in resource.labels" }, [['*/*']]],
    [
      'a kind that nobody knows the resource of',
      { target: 'object', matchConditions: ["resource.kind in ['Namespace', 'Novel']"], expression: "'a' in resource.labels" },
      [['*/*']],
    ],
    [
      'custom kinds by themselves',
      { target: 'workload', matchConditions: ["workload.kind in ['Sandbox', 'SandboxTemplate']"], expression: '!pod.hostPID' },
      [['agents.x-k8s.io/sandboxes', 'extensions.agents.x-k8s.io/sandboxtemplates']],
    ],
    [
      'routes beside Ingresses',
      { target: 'ingress', matchConditions: ["ingress.kind == 'HTTPRoute'"], expression: "'*' in ingress.hosts" },
      [['gateway.networking.k8s.io/httproutes']],
    ],
  ])('%s', (_, parts, expected) => {
    expect(listResources(listPairs(parts))).toStrictEqual(expected);
  });
});

describe('messages', () => {
  test.each<[string, string, string | undefined]>([
    ['text alone is the message that is there anyway', 'it is wrong', undefined],
    [
      'values of every type',
      '{{service.type}} {{size(service.ports)}} {{service.headless}}',
      "string(variables.object.?spec.?type.orValue('ClusterIP')) + ' ' + string(size(variables.object.?spec.?ports.orValue([]))) + ' ' + string(variables.object.?spec.?clusterIP.orValue('') == 'None')",
    ],
    ['lists are joined', 'x{{service.externalIPs}}', "'x' + variables.object.?spec.?externalIPs.orValue([]).join(', ')"],
    [
      'lists of numbers',
      '{{service.ports.map(p, int(p.port))}}',
      "variables.object.?spec.?ports.orValue([]).map(p, int(p.?port.value())).map(x, string(x)).join(', ')",
    ],
    ['a map has no text', '{{service.selector.map(k, {k: 1})}}', undefined],
    ['a fact without native form leaves the title', '{{service.workloads.map(w, w.name)}}', undefined],
  ])('%s', (_, message, expected) => {
    const [pair] = listPairs({ target: 'service', expression: "service.type != 'NodePort'", message });
    expect(pair?.policy.spec.validations?.[0]?.messageExpression).toBe(expected);
  });
});

describe('what stands in the way is named', () => {
  test.each<[string, Parts, readonly { fact?: string; reason: string }[]]>([
    [
      'facts of other objects',
      { target: 'workload', expression: 'size(workload.services) == 0 || !cluster.complete' },
      [
        { fact: 'workload.services', reason: 'the fact has no native form; it is read from selectors of Services of the namespace' },
        { fact: 'cluster.complete', reason: 'it asks whether another object is missing, which one request does not show' },
      ],
    ],
    [
      'functions of our own',
      { target: 'service', expression: "service.externalIPs.all(ip, ip.within(['10.0.0.0/8']))" },
      [{ fact: 'within()', reason: "the function is not part of Kubernetes' CEL" }],
    ],
    [
      'functions that Kubernetes leaves out',
      { target: 'service', expression: 'math.abs(size(service.ports)) == 0' },
      [{ fact: 'math.abs()', reason: "the function is not part of Kubernetes' CEL" }],
    ],
    [
      'questions to people',
      { expression: 'false', outcome: 'manual' },
      [{ reason: 'its finding is a question to a person, not a violation' }],
    ],
    [
      'fields that are always there',
      { target: 'workload', matchConditions: ["workload.kind == 'CronJob'"], expression: 'has(object.spec.concurrencyPolicy)' },
      [{ reason: 'the API server fills in spec.concurrencyPolicy before policies see the object' }],
    ],
    [
      'the same, asked in the other way',
      { target: 'workload', matchConditions: ["workload.kind == 'CronJob'"], expression: 'object.?spec.?concurrencyPolicy.hasValue()' },
      [{ reason: 'the API server fills in spec.concurrencyPolicy before policies see the object' }],
    ],
    ['nothing at all to find', { expression: 'true' }, [{ reason: 'with these parameters it asks nothing of any kind that is served' }]],
  ])('%s', (_, parts, obstacles) => {
    expect(run(parts)).toStrictEqual({ exportable: false, obstacles });
  });

  test('what lies behind a condition that never holds is no obstacle', () => {
    const parts: Parts = {
      target: 'workload',
      matchConditions: ['cluster.minor < 20', 'size(workload.services) > 0'],
      expression: 'false',
    };
    expect(run(parts)).toMatchObject({
      exportable: false,
      obstacles: [{ reason: 'with these parameters it asks nothing of any kind that is served' }],
    });
  });
});

test.each<[string, string, { minor: number; feature: string }]>([
  ['stable since', "service.type != ''", { minor: 30, feature: 'ValidatingAdmissionPolicy' }],
  ['a macro over two variables', 'object.spec.a.transformList(i, x, x)[0] == 1', { minor: 33, feature: 'macros over two variables' }],
  ['a list function', 'object.spec.a.distinct() == []', { minor: 35, feature: 'distinct' }],
])('the oldest server is told: %s', (_, expression, needs) => {
  expect(run({ target: 'service', expression, message: 'no' })).toMatchObject({ exportable: true, needs });
});

describe('bindings', () => {
  const readSpec = (parts: Parts, options: Partial<ExportOptions> = {}) => listPairs(parts, options)[0]?.binding.spec;
  const nodePort: Parts = { target: 'service', expression: "service.type != 'NodePort'" };

  test.each<[string, Parts, Partial<ExportOptions>, readonly string[]]>([
    ['nothing is refused unasked', nodePort, {}, ['Audit', 'Warn']],
    ['as the policy says', { ...nodePort, enforcement: { deploy: 'deny' } }, {}, ['Deny']],
    ['a warning', { ...nodePort, enforcement: { deploy: 'warn' } }, {}, ['Warn']],
    ['the order of the caller counts', { ...nodePort, enforcement: { deploy: 'warn' } }, { action: 'deny' }, ['Deny']],
    ['audit', nodePort, { action: 'audit' }, ['Audit']],
  ])('%s', (_, parts, options, actions) => {
    expect(readSpec(parts, options)?.validationActions).toStrictEqual(actions);
  });

  test('a policy that asks for the namespace sees kube-system too', () => {
    const parts: Parts = { target: 'workload', matchConditions: ['workload.system'], expression: '!pod.hostNetwork' };
    expect(readSpec(parts)?.matchResources).toBeUndefined();
  });
});
