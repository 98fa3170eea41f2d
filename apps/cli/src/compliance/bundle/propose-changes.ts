import type { ControlResult } from '@breakwater/model';
import { createPodSecurity } from '@breakwater/policy';
import type { Proposal } from '@breakwater/propose';
import { proposeLabels, proposeNetwork } from '@breakwater/propose';
import { builtInPolicies, findStandard } from '../../catalogue.ts';
import { createInventory } from '../../check/judge.ts';
import type { Assessment } from '../assess.ts';

/** What says that a namespace holds its pods to no level, and that its network is open. */
const LABELS = /^pod-security-(?:label-missing|below-baseline|privileged|warn-only)$/;
const NETWORK = /^(?:default-deny-(?:ingress|egress)-missing|namespace-without-network-policy)$/;
const ACCOUNTS = new Set(['default-account-automounts']);
/** Namespaces of the cluster itself: a policy that cuts them off cuts off everybody. */
const SYSTEM = /^kube-/;

/**
 * Objects that make namespaces right whose controls fail: Pod Security labels, NetworkPolicies for what is declared, and default accounts without tokens.
 *
 * @param isWhole whether everything could be read: a level is proposed by all workloads of a namespace only
 */
export function proposeChanges(
  results: readonly ControlResult[],
  { objects, kubeMinor, cluster, customWorkloads = [] }: Assessment,
  isWhole: boolean,
): readonly Proposal[] {
  const failing = results.flatMap(({ items }) => items.filter(({ state }) => state === 'fail'));
  const listNamespaces = (check: RegExp): readonly string[] =>
    [...new Set(failing.filter(item => item.subject.kind === 'Namespace' && check.test(item.check)).map(({ subject }) => subject.name))]
      .filter(name => !SYSTEM.test(name))
      .toSorted();
  const inventory = createInventory(objects, { cluster, kubeMinor, complete: true, namespace: '', customWorkloads });
  const podSecurity = createPodSecurity(findStandard('pod-security'), builtInPolicies);
  const labels = listNamespaces(LABELS).map(namespace => proposeLabels(namespace, { inventory, podSecurity, isWhole }));
  const network = listNamespaces(NETWORK);
  const policies = network.length === 0 ? [] : proposeNetwork(inventory, network, cluster === 'live').proposals;
  const accounts = failing
    .filter(({ check, subject }) => ACCOUNTS.has(check) && subject.kind === 'ServiceAccount' && !SYSTEM.test(subject.namespace ?? ''))
    .map(({ subject }) => toAccount(subject.namespace ?? 'default', subject.name));
  return [...labels, ...new Map(accounts.map(account => [account.namespace, account])).values(), ...policies];
}

function toAccount(namespace: string, name: string): Proposal {
  const object = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace }, automountServiceAccountToken: false };
  return { namespace, object, because: [`account ${name} of ${namespace}: pods that name no account get no token of it`] };
}
