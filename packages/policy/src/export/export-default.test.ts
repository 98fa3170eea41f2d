import { describe, expect, test } from 'vitest';
import { buildDefinition } from '../testing/build.ts';
import { exportDefault } from './export-default.ts';

type Parts = Parameters<typeof buildDefinition>[0];

const run = (parts: Parts) => exportDefault(buildDefinition(parts), { kubeMinor: 37 });

const READ_ONLY: Parts = {
  id: 'root-filesystem-writable',
  title: 'Root filesystem writable',
  expression: 'container.security.readOnlyRootFilesystem',
  fix: [{ set: 'container.securityContext.readOnlyRootFilesystem', value: true }],
};

test('a fix that sets a field completes the containers that lack it', () => {
  const metadata = { name: 'breakwater-root-filesystem-writable', labels: { 'app.kubernetes.io/managed-by': 'breakwater' } };
  const list = (name: string) =>
    `variables.object.spec.?${name}.orValue([]).filter(container, !container.?securityContext.?readOnlyRootFilesystem.hasValue() && !container.?securityContext.?readOnlyRootFilesystem.orValue(false)).map(container, Object.spec.${name}{name: container.name, securityContext: Object.spec.${name}.securityContext{readOnlyRootFilesystem: true}})`;
  expect(run(READ_ONLY)).toStrictEqual({
    exportable: true,
    policy: {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingAdmissionPolicy',
      metadata: { ...metadata, annotations: { 'kubernetes.io/description': 'Root filesystem writable' } },
      spec: {
        failurePolicy: 'Ignore',
        reinvocationPolicy: 'IfNeeded',
        matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }] },
        variables: [{ name: 'object', expression: 'dyn(object)' }],
        mutations: [
          {
            patchType: 'ApplyConfiguration',
            applyConfiguration: {
              expression: `Object{spec: Object.spec{containers: ${list('containers')}, initContainers: ${list('initContainers')}}}`,
            },
          },
        ],
      },
    },
    binding: {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingAdmissionPolicyBinding',
      metadata,
      spec: {
        policyName: 'breakwater-root-filesystem-writable',
        matchResources: {
          namespaceSelector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['kube-system'] }] },
        },
      },
    },
    needs: { minor: 36, feature: 'MutatingAdmissionPolicy' },
  });
});

test('a field of the pod is set where it is missing, with the fields inside it', () => {
  const outcome = run({
    target: 'workload',
    expression: "pod.spec.?securityContext.?seccompProfile.?type.orValue('') != ''",
    fix: [{ set: 'pod.securityContext.seccompProfile', value: { type: 'RuntimeDefault' } }],
  });
  expect(outcome.exportable && outcome.policy.spec.mutations[0]?.applyConfiguration.expression).toBe(
    "!variables.pod.?spec.?securityContext.?seccompProfile.hasValue() && variables.pod.?spec.?securityContext.?seccompProfile.?type.orValue('') == '' ? Object{spec: Object.spec{securityContext: Object.spec.securityContext{seccompProfile: Object.spec.securityContext.seccompProfile{type: 'RuntimeDefault'}}}} : Object{}",
  );
});

test('what would not comply even then stays as it is', () => {
  const outcome = run({
    expression: '!container.security.allowPrivilegeEscalation',
    fix: [{ set: 'container.securityContext.allowPrivilegeEscalation', value: false }],
  });
  expect(outcome.exportable && outcome.policy.spec.mutations[0]?.applyConfiguration.expression).toContain(
    '&& !(container.?securityContext.?privileged.orValue(false) || ',
  );
});

describe('what is no default', () => {
  test.each<[string, Parts, string]>([
    ['no fix', { ...READ_ONLY, fix: [] }, 'it has no fix'],
    [
      'something is taken away',
      { ...READ_ONLY, fix: [{ remove: 'container.tty' }] },
      'its fix takes away what somebody wrote, or changes more than one field',
    ],
    [
      'two fields',
      { ...READ_ONLY, fix: [...(READ_ONLY?.fix ?? []), { set: 'pod.hostUsers', value: false }] },
      'its fix takes away what somebody wrote, or changes more than one field',
    ],
    [
      'a list',
      { ...READ_ONLY, fix: [{ set: 'container.securityContext.capabilities.drop', value: ['ALL'] }] },
      'its fix sets a list, which an apply configuration cannot',
    ],
    [
      'another object',
      { ...READ_ONLY, target: 'service', expression: 'false', fix: [{ set: 'object.spec.a', value: 1 }] },
      'its fix sets object.spec.a, which is no field of a pod or container',
    ],
    [
      'a field that does not matter',
      { ...READ_ONLY, fix: [{ set: 'container.tty', value: false }] },
      'its fix alone does not make a pod comply',
    ],
    ['another kind', { ...READ_ONLY, matchConditions: ["workload.kind == 'Job'"] }, 'no pod violates it with these parameters'],
    ['a question', { ...READ_ONLY, outcome: 'manual' }, 'its finding is a question to a person, not a violation'],
  ])('%s', (_, parts, reason) => {
    expect(run(parts)).toStrictEqual({ exportable: false, obstacles: [{ reason }] });
  });
});
