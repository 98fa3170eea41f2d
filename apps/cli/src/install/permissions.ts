import { kinds } from '@breakwater/kube';
import { type ActionRule, actions } from '@breakwater/sensor/responder';
import { ADMISSION, toAdmissionSecret } from './admission.ts';
import { listAgentPlaces } from './agent.ts';
import {
  hasRolePort,
  type InstallOptions,
  type Manifest,
  ROLE_PORT_NAME,
  type Rule,
  toAgentNamespace,
  toLabels,
} from './install-options.ts';
import { listNativeRules } from './native-rights.ts';

const RBAC = 'rbac.authorization.k8s.io';

/** Each role has a service account of its own, and nothing that it does not use. */
export function listPermissions(options: InstallOptions): readonly Manifest[] {
  const accounts = options.roles
    .filter(role => role !== 'agent')
    .map(
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
    ...(options.roles.includes('admission') ? listAdmissionPermissions(options) : []),
    ...(options.roles.includes('responder') ? listResponderPermissions(options) : []),
    ...(options.roles.includes('agent') ? listAgentPlaces(options) : []),
    ...(hasRolePort(options) && options.roles.includes('sensor') ? listRolePortPermissions(options) : []),
    ...(options.roles.includes('scanner') ? options.pullSecrets.flatMap(place => listPullPermissions(place, options)) : []),
  ];
}

/** List and watch of exactly the kinds that are looked at; and what it writes, where that is asked for. */
function listSensorPermissions(options: InstallOptions): readonly Manifest[] {
  const { namespace, secrets, nativeEnforcement } = options;
  const watched = kinds.filter(({ kind, group }) => secrets || kind !== 'Secret' || group !== '');
  const byGroup = Map.groupBy(watched, ({ group }) => group);
  const rules = [...byGroup.keys()].toSorted().map((group): Rule => {
    const resources = [...new Set((byGroup.get(group) ?? []).map(({ plural }) => plural))].toSorted();
    return { apiGroups: [group], resources, verbs: ['list', 'watch'] };
  });
  // Its uid is what the cluster is known by.
  const identity: Rule = { apiGroups: [''], resources: ['namespaces'], resourceNames: ['kube-system'], verbs: ['get'] };
  const written = nativeEnforcement ? listNativeRules(options) : [];
  const role = toRole('ClusterRole', { name: 'breakwater-sensor', labels: toLabels('sensor') }, [identity, ...rules, ...written]);
  return [role, toBinding('ClusterRoleBinding', role, 'breakwater-sensor', namespace)];
}

/** Its certificate and the caBundle of its webhook, each by name; it decides by what the sensor tells, and reads nothing else. */
function listAdmissionPermissions(options: InstallOptions): readonly Manifest[] {
  const labels = toLabels('admission');
  const { namespace } = options;
  const own = toRole('Role', { name: 'breakwater-admission', namespace, labels }, [
    { apiGroups: [''], resources: ['secrets'], resourceNames: [ADMISSION.secret], verbs: ['get', 'update'] },
  ]);
  const webhook = toRole('ClusterRole', { name: 'breakwater-admission', labels }, [
    {
      apiGroups: ['admissionregistration.k8s.io'],
      resources: ['validatingwebhookconfigurations'],
      resourceNames: [ADMISSION.webhook],
      verbs: ['get', 'update'],
    },
  ]);
  return [
    toAdmissionSecret(options),
    own,
    toBinding('RoleBinding', own, 'breakwater-admission', namespace),
    webhook,
    toBinding('ClusterRoleBinding', webhook, 'breakwater-admission', namespace),
  ];
}

/** What the actions need that are enabled, and nothing else; in the namespaces that were named, or everywhere. */
function listResponderPermissions({ actions: enabled, respondIn, namespace }: InstallOptions): readonly Manifest[] {
  const rules = mergeRules(actions.filter(({ name }) => enabled.includes(name)).flatMap(({ rights }) => rights));
  if (rules.length === 0) return [];
  const role = toRole('ClusterRole', { name: 'breakwater-responder', labels: toLabels('responder') }, rules);
  if (respondIn.length === 0) return [role, toBinding('ClusterRoleBinding', role, 'breakwater-responder', namespace)];
  return [
    role,
    ...respondIn.map(place =>
      toBinding('RoleBinding', { ...role, metadata: { ...role.metadata, namespace: place } }, 'breakwater-responder', namespace),
    ),
  ];
}

/** One rule for each resource, with all verbs that are asked for. */
function mergeRules(rules: readonly ActionRule[]): readonly Rule[] {
  const verbs = new Map<string, Set<string>>();
  for (const rule of rules)
    for (const group of rule.apiGroups)
      for (const resource of rule.resources) {
        const key = `${group}/${resource}`;
        verbs.set(key, new Set([...(verbs.get(key) ?? []), ...rule.verbs]));
      }
  const entries = [...verbs].map(
    ([key, of]) => [key.slice(0, key.indexOf('/')), key.slice(key.indexOf('/') + 1), [...of].toSorted()] as const,
  );
  const alike = Map.groupBy(entries, ([group, , of]) => `${group} ${of.join()}`);
  return [...alike.keys()].toSorted().map(key => {
    const members = alike.get(key) ?? [];
    const [group = '', , of = []] = members[0] ?? [];
    return { apiGroups: [group], resources: members.map(([, resource]) => resource).toSorted(), verbs: of };
  });
}

/** To ask whom a token is of, and to say in one ConfigMap of each namespace by what roles know the sensor. */
function listRolePortPermissions(options: InstallOptions): readonly Manifest[] {
  const { namespace, roles } = options;
  const labels = toLabels('sensor');
  const review = toRole('ClusterRole', { name: 'breakwater-sensor-roles', labels }, [
    { apiGroups: ['authentication.k8s.io'], resources: ['tokenreviews'], verbs: ['create'] },
  ]);
  // On which node an agent's pod runs, where the API server does not say it with the token.
  const asking: Rule = { apiGroups: [''], resources: ['pods'], verbs: ['get'] };
  const toPublish = (place: string, others: readonly Rule[] = []): readonly Manifest[] => {
    const role = toRole('Role', { name: ROLE_PORT_NAME, namespace: place, labels }, [
      { apiGroups: [''], resources: ['configmaps'], resourceNames: [ROLE_PORT_NAME], verbs: ['patch'] },
      ...others,
    ]);
    return [role, toBinding('RoleBinding', role, 'breakwater-sensor', namespace)];
  };
  const place: Manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: ROLE_PORT_NAME, namespace, labels } };
  return [
    place,
    review,
    toBinding('ClusterRoleBinding', review, 'breakwater-sensor', namespace),
    ...toPublish(namespace),
    ...(roles.includes('agent') ? toPublish(toAgentNamespace(options), [asking]) : []),
  ];
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
