import { type InventoryObject, isRecord, nameObject, type Raw, toList, toRecord, toRecords, toText } from '@breakwater/inventory';
import type { LintCheck, LintContext, LintFinding } from './check.ts';

const DIRECTIONS = ['ingress', 'egress'] as const;

/** NetworkPolicies, also those that would be refused. */
function listNetworkPolicies({ cluster }: LintContext): readonly InventoryObject[] {
  return cluster.inventory.listKind('NetworkPolicy').filter(({ group }) => group === 'networking.k8s.io');
}

interface PlacedRule {
  readonly object: InventoryObject;
  readonly rule: Raw;
  readonly path: readonly (string | number)[];
}

function listRules(context: LintContext): readonly PlacedRule[] {
  return listNetworkPolicies(context).flatMap(object =>
    DIRECTIONS.flatMap(direction =>
      toList(object.spec[direction]).map((rule, index) => ({ object, rule: toRecord(rule), path: ['spec', direction, index] })),
    ),
  );
}

function at(object: InventoryObject, path: readonly (string | number)[], message: string): LintFinding {
  return { subject: nameObject(object), object, path, message };
}

/** What can be seen in the fields of one object. */
export const FIELD_CHECKS: readonly LintCheck[] = [
  {
    id: 'namespace-missing',
    level: 'info',
    run: context =>
      listNetworkPolicies(context)
        .filter(({ metadata }) => toText(metadata['namespace']) === '')
        .map(object => at(object, ['metadata'], 'names no namespace: it acts in whichever it is applied to')),
  },
  {
    id: 'protocol-missing',
    level: 'info',
    run: context =>
      listRules(context).flatMap(({ object, rule, path }) =>
        toRecords(rule['ports']).flatMap((port, index) =>
          port['protocol'] === undefined ? [at(object, [...path, 'ports', index], 'names no protocol, so it means TCP alone')] : [],
        ),
      ),
  },
  {
    id: 'policy-types-missing',
    level: 'info',
    run: context =>
      listNetworkPolicies(context)
        .filter(({ spec }) => toList(spec['policyTypes']).length === 0)
        .map(object =>
          at(
            object,
            ['spec'],
            `names no policyTypes: it isolates ${toList(object.spec['egress']).length > 0 ? 'both directions, since it has rules for egress' : 'ingress alone'}`,
          ),
        ),
  },
  ...DIRECTIONS.map(
    (direction): LintCheck => ({
      id: `${direction}-rules-dead`,
      level: 'error',
      run: context =>
        listNetworkPolicies(context)
          .filter(({ spec }) => toList(spec[direction]).length > 0 && isLeftOut(spec, direction))
          .map(object => at(object, ['spec', direction], `policyTypes does not list ${toType(direction)}, so these rules do nothing`)),
    }),
  ),
  {
    id: 'name-duplicate',
    level: 'error',
    run: ({ cluster }) => {
      const kinds = ['NetworkPolicy', 'AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy'];
      const groups = Map.groupBy(cluster.inventory.listKind(...kinds), nameObject);
      return [...groups.values()].flatMap(([, ...again]) =>
        again.map(object =>
          at(object, ['metadata', 'name'], 'another object of the set has this name: the last one applied is the only one'),
        ),
      );
    },
  },
  {
    id: 'policy-invalid',
    level: 'error',
    run: ({ cluster }) =>
      cluster.problems
        .filter(({ code }) => code === 'policy-refused' || code === 'policy-range-imprecise')
        .map(({ source, message }) => ({ subject: source, message })),
  },
  {
    id: 'named-port-on-addresses',
    level: 'error',
    run: context =>
      listRules(context).flatMap(({ object, rule, path }) => {
        const peers = toRecords(rule[path[1] === 'ingress' ? 'from' : 'to']);
        // On ingress a name is resolved on the pods of the policy, whoever the peer is.
        if (path[1] === 'ingress' || peers.length === 0 || !peers.every(({ ipBlock }) => isRecord(ipBlock))) return [];
        return toRecords(rule['ports']).flatMap(({ port }, index) =>
          typeof port === 'string'
            ? [at(object, [...path, 'ports', index], `addresses have no port named ${port.slice(0, 64)}, so it matches nothing`)]
            : [],
        );
      }),
  },
];

function toType(direction: 'ingress' | 'egress'): string {
  return direction === 'ingress' ? 'Ingress' : 'Egress';
}

function isLeftOut(spec: Raw, direction: 'ingress' | 'egress'): boolean {
  const types = toList(spec['policyTypes']);
  return types.length > 0 && !types.includes(toType(direction));
}
