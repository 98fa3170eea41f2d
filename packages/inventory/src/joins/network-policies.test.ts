import { describe, expect, test } from 'vitest';
import type { Raw } from '../raw.ts';
import { buildDeployment, buildInventory, buildObject } from '../testing/build.ts';
import { isDefaultDeny, listOtherPolicies, listPolicyTypes, listPolicyWorkloads, listWorkloadPolicies } from './network-policies.ts';

const policy = (name: string, spec: Raw, metadata: Raw = {}) =>
  buildObject('networking.k8s.io/v1', 'NetworkPolicy', name, { spec }, metadata);
const ALLOW = [{}];

/** Spec without podSelector; isolated directions; default deny of ingress and of egress with an empty podSelector. */
describe('policy types and default deny', () => {
  test.each<[Raw, readonly string[], boolean, boolean]>([
    [{}, ['Ingress'], true, false],
    [{ ingress: [] }, ['Ingress'], true, false],
    [{ ingress: null }, ['Ingress'], true, false],
    [{ ingress: ALLOW }, ['Ingress'], false, false],
    [{ egress: ALLOW }, ['Ingress', 'Egress'], true, false],
    // An empty list is no egress rule: the defaulting counts rules, not keys.
    [{ egress: [] }, ['Ingress'], true, false],
    [{ egress: null }, ['Ingress'], true, false],
    [{ egress: {} }, ['Ingress'], true, false],
    [{ policyTypes: [] }, ['Ingress'], true, false],
    [{ policyTypes: [], egress: ALLOW }, ['Ingress', 'Egress'], true, false],
    [{ policyTypes: ['Ingress'] }, ['Ingress'], true, false],
    [{ policyTypes: ['Ingress'], egress: ALLOW }, ['Ingress'], true, false],
    [{ policyTypes: ['Egress'] }, ['Egress'], false, true],
    [{ policyTypes: ['Egress'], ingress: [] }, ['Egress'], false, true],
    [{ policyTypes: ['Egress'], egress: ALLOW }, ['Egress'], false, false],
    [{ policyTypes: ['Ingress', 'Egress'] }, ['Ingress', 'Egress'], true, true],
    [{ policyTypes: ['Ingress', 'Egress'], ingress: ALLOW }, ['Ingress', 'Egress'], false, true],
    [{ policyTypes: 'Ingress' }, ['Ingress'], true, false],
  ])('%j', (spec, types, ingress, egress) => {
    const inventory = buildInventory([
      policy('all', { podSelector: {}, ...spec }),
      policy('some', { podSelector: { matchLabels: { app: 'web' } }, ...spec }),
    ]);
    const [all, some] = inventory
      .listKind('NetworkPolicy')
      .map(found => [listPolicyTypes(found), isDefaultDeny(found, 'Ingress'), isDefaultDeny(found, 'Egress')]);
    expect(all).toStrictEqual([types, ingress, egress]);
    expect(some).toStrictEqual([types, false, false]);
  });
});

test('policies and workloads of a namespace find each other', () => {
  const inventory = buildInventory([
    buildDeployment('web'),
    buildDeployment('api'),
    buildDeployment('away', { labels: { app: 'web' }, metadata: { namespace: 'other' } }),
    policy('all', { podSelector: {} }),
    policy('unsaid', {}),
    policy('web', { podSelector: { matchLabels: { app: 'web' } } }),
    policy('not-web', { podSelector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] } }),
    policy('none', { podSelector: { matchLabels: { app: 'gone' } } }),
  ]);
  const taken = inventory
    .listKind('NetworkPolicy')
    .map(found => [found.name, listPolicyWorkloads(inventory, found).map(w => w.object.name)]);
  expect(taken).toStrictEqual([
    ['all', ['web', 'api']],
    ['unsaid', ['web', 'api']],
    ['web', ['web']],
    ['not-web', ['api']],
    ['none', []],
  ]);
  const takers = inventory.workloads.map(w => [w.object.name, listWorkloadPolicies(inventory, w).map(found => found.name)]);
  expect(takers).toStrictEqual([
    ['web', ['all', 'unsaid', 'web']],
    ['api', ['all', 'unsaid', 'not-web']],
    ['away', []],
  ]);
});

test('policies of other engines apply in their namespace, cluster-wide ones everywhere', () => {
  const inventory = buildInventory([
    buildObject('cilium.io/v2', 'CiliumNetworkPolicy', 'here'),
    buildObject('cilium.io/v2', 'CiliumNetworkPolicy', 'there', {}, { namespace: 'other' }),
    buildObject('cilium.io/v2', 'CiliumClusterwideNetworkPolicy', 'everywhere', {}, { namespace: undefined }),
    buildObject('crd.projectcalico.org/v1', 'NetworkPolicy', 'calico'),
    buildObject('policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy', 'admin', {}, { namespace: undefined }),
    buildObject('example.com/v1', 'NetworkPolicy', 'unknown'),
    policy('plain', {}),
  ]);
  const names = (namespace: string) =>
    listOtherPolicies(inventory, namespace)
      .map(found => found.name)
      .toSorted();
  expect([names('shop'), names('other')]).toStrictEqual([
    ['admin', 'calico', 'everywhere', 'here'],
    ['admin', 'everywhere', 'there'],
  ]);
});
