import { kinds } from '@breakwater/kube';
import { type InstallOptions, type Manifest, toLabels } from './install-options.ts';

const RBAC = 'rbac.authorization.k8s.io';

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** Each role has a service account of its own, and nothing that it does not use. */
export function listPermissions(options: InstallOptions): readonly Manifest[] {
  const accounts = options.roles.map(
    (role): Manifest => ({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: `breakwater-${role}`, namespace: options.namespace, labels: toLabels(role) },
      automountServiceAccountToken: false,
    }),
  );
  return [
    ...accounts,
    ...(options.roles.includes('sensor') ? listSensorPermissions(options) : []),
    ...(options.roles.includes('scanner') ? options.pullSecrets.flatMap(place => listPullPermissions(place, options)) : []),
  ];
}

/** List and watch of exactly the kinds that are looked at. */
function listSensorPermissions({ namespace, secrets }: InstallOptions): readonly Manifest[] {
  const watched = kinds.filter(({ kind, group }) => secrets || kind !== 'Secret' || group !== '');
  const byGroup = Map.groupBy(watched, ({ group }) => group);
  const rules = [...byGroup.keys()].toSorted().map((group): Rule => {
    const resources = [...new Set((byGroup.get(group) ?? []).map(({ plural }) => plural))].toSorted();
    return { apiGroups: [group], resources, verbs: ['list', 'watch'] };
  });
  // Its uid is what the cluster is known by.
  const identity: Rule = { apiGroups: [''], resources: ['namespaces'], resourceNames: ['kube-system'], verbs: ['get'] };
  const role = toRole('ClusterRole', { name: 'breakwater-sensor', labels: toLabels('sensor') }, [identity, ...rules]);
  return [role, toBinding('ClusterRoleBinding', role, 'breakwater-sensor', namespace)];
}

/** Secrets are read one by one at the moment of a pull, in the namespaces that were named and nowhere else. */
function listPullPermissions(place: string, { namespace }: InstallOptions): readonly Manifest[] {
  const [of = '', name] = place.split('/');
  const metadata = { name: `breakwater-scanner${name === undefined ? '' : `-${name}`}`, namespace: of, labels: toLabels('scanner') };
  const rule: Rule = { apiGroups: [''], resources: ['secrets'], ...(name === undefined ? {} : { resourceNames: [name] }), verbs: ['get'] };
  const role = toRole('Role', metadata, [rule]);
  return [role, toBinding('RoleBinding', role, 'breakwater-scanner', namespace)];
}

function toRole(kind: string, metadata: Manifest['metadata'], rules: readonly Rule[]): Manifest {
  return { apiVersion: `${RBAC}/v1`, kind, metadata, rules };
}

function toBinding(kind: string, { kind: role, metadata }: Manifest, account: string, namespace: string): Manifest {
  return {
    apiVersion: `${RBAC}/v1`,
    kind,
    metadata,
    roleRef: { apiGroup: RBAC, kind: role, name: metadata.name },
    subjects: [{ kind: 'ServiceAccount', name: account, namespace }],
  };
}
