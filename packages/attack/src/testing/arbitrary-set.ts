import type { Raw } from '@breakwater/inventory';
import fc from 'fast-check';
import { buildBinding, buildHostPod, buildNamespace, buildNode, buildObject, buildPod, buildRole, buildService } from './build.ts';

/** Rules that lead somewhere, alone or together. */
const RULES = [
  'create pods',
  'get pods',
  'create pods/exec',
  'patch deployments.apps',
  'create serviceaccounts/token',
  'create serviceaccounts/token named a',
  'list secrets',
  'get secrets',
  'get secrets named t',
  'create secrets',
  'bind clusterroles.rbac',
  'bind clusterroles.rbac named r1',
  'bind roles.rbac',
  'create rolebindings.rbac',
  'create clusterrolebindings.rbac',
  'escalate clusterroles.rbac',
  'patch clusterroles.rbac named r1',
  'escalate roles.rbac',
  'patch roles.rbac',
  'impersonate users named ann',
  'impersonate serviceaccounts',
  'patch namespaces',
  'create persistentvolumes',
  'get nodes/proxy',
  'create pods/binding',
  '* *',
];

const namespace = fc.constantFrom('n1', 'n2');
const rules = fc.subarray(RULES, { minLength: 1, maxLength: 3 });
const subject = fc.constantFrom(
  'User/ann',
  'User/bob',
  'Group/devs',
  'Group/system:authenticated',
  'ServiceAccount/n1/a',
  'ServiceAccount/n2/b',
);
const clusterRole = fc.tuple(fc.constantFrom('r1', 'r2'), rules).map(([name, own]) => buildRole('', name, ...own));
const role = fc.tuple(namespace, fc.constantFrom('r1', 'r3'), rules).map(([home, name, own]) => buildRole(home, name, ...own));
const binding = fc
  .tuple(
    fc.option(namespace, { nil: '' }),
    fc.constantFrom('Role', 'ClusterRole'),
    fc.constantFrom('r1', 'r2', 'r3'),
    fc.uniqueArray(subject, { minLength: 1, maxLength: 2 }),
  )
  .map(([home, kind, name, subjects]) => buildBinding(home, home === '' ? 'ClusterRole' : kind, name, ...subjects));
const account = fc.constantFrom('a', 'b', 'default');
const pod = fc.oneof(
  fc
    .tuple(namespace, fc.constantFrom('p', 'q'), account, fc.boolean(), fc.boolean())
    .map(([home, name, serviceAccountName, privileged, hostPID]) =>
      buildPod(`${home}/${name}`, { serviceAccountName, hostPID }, { securityContext: { privileged }, ports: [{ containerPort: 80 }] }),
    ),
  fc.constantFrom(buildHostPod('/var/lib/kubelet'), buildHostPod('/etc', { readOnly: true })),
);
const rest = fc.constantFrom<Raw>(
  buildNamespace('n1', 'restricted'),
  buildNamespace('n2', 'privileged'),
  buildNode('node', { 'node-role.kubernetes.io/control-plane': '' }),
  buildObject('v1', 'ServiceAccount', 'n1/a', { automountServiceAccountToken: false }),
  buildObject(
    'v1',
    'Secret',
    'n1/t',
    { type: 'kubernetes.io/service-account-token' },
    { annotations: { 'kubernetes.io/service-account.name': 'a' } },
  ),
  buildService('n1/p', { type: 'LoadBalancer', ports: [{ port: 80 }] }),
);

/** The name by which the API server tells objects apart. */
export function nameObject(object: Raw): string {
  const { name, namespace: home = '' } = object['metadata'] as { name: string; namespace?: string };
  return `${String(object['kind'])} ${home}/${name}`;
}

/** A small cluster with ways from here to there. */
export const arbitrarySet: fc.Arbitrary<readonly Raw[]> = fc
  .tuple(
    fc.array(clusterRole, { maxLength: 2 }),
    fc.array(role, { maxLength: 3 }),
    fc.array(binding, { maxLength: 6 }),
    fc.array(pod, { maxLength: 3 }),
    fc.array(rest, { maxLength: 4 }),
  )
  .map(lists => [...new Map(lists.flat().map(object => [nameObject(object), object])).values()]);
