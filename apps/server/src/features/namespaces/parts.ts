import type { Answer, namespaces } from '@breakwater/api';
import { toRecord, toRecords, toText, toTexts } from '../../list/read-raw.ts';
import type { AccountUse, PartRecord } from './store.ts';

type Parts = Omit<Answer<typeof namespaces.endpoints.get>, keyof Answer<typeof namespaces.endpoints.list>['results'][number] | 'isolation'>;

/** Kinds that limit traffic inside of one namespace, each by its own grammar. */
const NETWORK_KINDS = ['NetworkPolicy', 'CiliumNetworkPolicy'];

/** What is asked for of a namespace. */
export const PART_KINDS = [...NETWORK_KINDS, 'ResourceQuota', 'LimitRange', 'ServiceAccount', 'RoleBinding'];

/** Objects of a namespace as people look at them. */
export function toParts(parts: readonly PartRecord[], uses: readonly AccountUse[]): Parts {
  const of = (...kinds: string[]): readonly PartRecord[] => parts.filter(({ kind }) => kinds.includes(kind));
  return {
    policies: of(...NETWORK_KINDS).map(toPolicy),
    quotas: of('ResourceQuota').map(({ name, raw }) => ({ name, hard: toTexts(toRecord(raw['spec'])['hard']) })),
    limitRanges: of('LimitRange').map(({ name, raw }) => ({ name, limits: toRecords(toRecord(raw['spec'])['limits']).map(toLimit) })),
    serviceAccounts: listAccounts(of('ServiceAccount'), uses),
    bindings: of('RoleBinding').map(toBinding),
  };
}

/** https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/: without types it limits traffic in, and traffic out where it has rules for it. */
function toPolicy({ kind, name, raw }: PartRecord): Parts['policies'][number] {
  const spec = toRecord(raw['spec']);
  const types = Array.isArray(spec['policyTypes']) ? spec['policyTypes'].map(String) : undefined;
  if (kind !== 'NetworkPolicy') return { kind, name, ingress: 'ingress' in spec, egress: 'egress' in spec, everything: false, open: [] };
  const selector = toRecord(spec['podSelector']);
  const everything = Object.keys(toRecord(selector['matchLabels'])).length === 0 && toRecords(selector['matchExpressions']).length === 0;
  return {
    kind,
    name,
    ingress: types?.includes('Ingress') ?? true,
    egress: types?.includes('Egress') ?? 'egress' in spec,
    everything,
    open: DIRECTIONS.filter(direction => toRecords(spec[direction]).some(isOpen)),
  };
}

const DIRECTIONS = ['ingress', 'egress'] as const;

/** A rule without peers and ports lets everything through. */
function isOpen(rule: Record<string, unknown>): boolean {
  return Object.keys(rule).length === 0;
}

const LIMITS = ['default', 'defaultRequest', 'min', 'max', 'maxLimitRequestRatio'] as const;

function toLimit(limit: Record<string, unknown>): Parts['limitRanges'][number]['limits'][number] {
  const values = LIMITS.flatMap(name => Object.entries(toTexts(limit[name])).map(([resource, value]) => ({ name, resource, value })));
  return { type: toText(limit['type']), values };
}

/** Those that exist, and those that workloads name although nobody saw them. */
function listAccounts(objects: readonly PartRecord[], uses: readonly AccountUse[]): Parts['serviceAccounts'] {
  const byName = new Map(uses.map(use => [use.name, use]));
  const names = new Set([...objects.map(({ name }) => name), ...byName.keys()]);
  return [...names].sort().map(name => {
    const use = byName.get(name);
    return {
      name,
      workloads: use?.workloads ?? 0,
      permissions: use?.permissions ?? [],
      known: objects.some(object => object.name === name),
    };
  });
}

function toBinding({ name, raw }: PartRecord): Parts['bindings'][number] {
  const role = toRecord(raw['roleRef']);
  const subjects = toRecords(raw['subjects']).map(subject => {
    const namespace = toText(subject['namespace']);
    return `${toText(subject['kind'])} ${namespace === '' ? '' : `${namespace}/`}${toText(subject['name'])}`;
  });
  return { name, role: `${toText(role['kind'])} ${toText(role['name'])}`, subjects };
}
