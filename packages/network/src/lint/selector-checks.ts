import { containsRange, type InventoryObject, nameObject } from '@breakwater/inventory';
import { readAddress } from '../cluster/workload-pod.ts';
import { isSelected } from '../evaluate/match.ts';
import { describeSelection } from '../exposure/describe-selection.ts';
import { isIsolated } from '../exposure/list-exposures.ts';
import type { Direction, Peer, PodSelection, Policy, Rule } from '../policy/normal-form.ts';
import type { Pod } from '../world.ts';
import type { LintCheck, LintContext, LintFinding } from './check.ts';

const DIRECTIONS = ['ingress', 'egress'] as const;

interface PlacedPeer {
  readonly policy: Policy;
  readonly object: InventoryObject;
  readonly direction: Direction;
  readonly rule: Rule;
  readonly peer: Peer;
  readonly path: readonly (string | number)[];
}

export function listPeers({ policies }: LintContext): readonly PlacedPeer[] {
  return policies.flatMap(({ policy, object }) =>
    DIRECTIONS.flatMap(direction =>
      (policy[direction] ?? []).flatMap(rule =>
        (rule.peers ?? []).map((peer, index) => ({
          policy,
          object,
          direction,
          rule,
          peer,
          path: ['spec', direction, rule.index, direction === 'ingress' ? 'from' : 'to', index],
        })),
      ),
    ),
  );
}

export function listSubjects({ cluster }: LintContext, policy: Policy): readonly Pod[] {
  return cluster.workloads.map(({ pod }) => pod).filter(pod => isSelected(pod, policy.subject, cluster.world));
}

/** What selectors take, and what they do not. */
export const SELECTOR_CHECKS: readonly LintCheck[] = [
  {
    id: 'policy-selects-nothing',
    level: 'warning',
    run: context =>
      context.policies
        .filter(({ policy }) => listSubjects(context, policy).length === 0)
        .map(({ policy, object }): LintFinding => {
          const isEmpty = !context.cluster.workloads.some(({ pod }) => pod.namespace === policy.source.namespace);
          const why = policy.tier === 'NetworkPolicy' && isEmpty ? 'the namespace has no workload' : 'it selects no workload of the set';
          return { subject: nameObject(object), object, path: ['spec'], message: `${why}: ${describeSelection(policy.subject)}` };
        }),
  },
  {
    id: 'peer-selects-nothing',
    level: 'warning',
    run: context =>
      listPeers(context).flatMap(({ policy, object, peer, path }) => {
        if (peer.kind !== 'pods') return [];
        const [subject] = listSubjects(context, policy);
        if (isMet(context, peer.selection, subject) || isOfForeignNamespace(context, peer.selection)) return [];
        return [
          {
            subject: nameObject(object),
            object,
            path,
            message: `no workload of the set is this peer: ${describeSelection(peer.selection)}`,
          },
        ];
      }),
  },
  {
    id: 'namespace-without-policy',
    level: 'warning',
    run: ({ cluster }) => {
      const isCovered = (namespace: string): boolean =>
        cluster.workloads.some(
          entry => entry.pod.namespace === namespace && DIRECTIONS.some(direction => isIsolated(cluster, entry, direction)),
        );
      const names = [...new Set(cluster.workloads.map(({ pod }) => pod.namespace))];
      return names
        .filter(name => !isCovered(name))
        .map(name => ({ subject: `Namespace ${name}`, message: 'no policy limits any of its workloads' }));
    },
  },
  ...DIRECTIONS.map(
    (direction): LintCheck => ({
      id: `workload-not-isolated-${direction}`,
      level: 'warning',
      run: ({ cluster }) =>
        cluster.workloads
          .filter(entry => !entry.pod.hostNetwork && !isIsolated(cluster, entry, direction))
          .map(({ name, workload }) => ({ subject: name, object: workload.object, message: `no policy limits its ${direction}` })),
    }),
  ),
  {
    id: 'ip-block-covers-pods',
    level: 'warning',
    run: context => {
      const { workloads, inventory } = context.cluster;
      const pods = workloads.flatMap(({ pod }) => pod.addresses);
      const services = inventory.listKind('Service').flatMap(readClusterAddresses);
      return listPeers(context).flatMap(({ object, peer, path }) => {
        if (peer.kind !== 'block') return [];
        const covers = (address: (typeof pods)[number]): boolean =>
          containsRange(peer.range, address) && !peer.except.some(part => containsRange(part, address));
        const covered = [...(pods.some(covers) ? ['pods'] : []), ...(services.some(covers) ? ['Services'] : [])];
        return covered.length === 0
          ? []
          : [
              {
                subject: nameObject(object),
                object,
                path,
                message: `covers addresses of ${covered.join(' and ')}: whether it means them is up to the network plug-in`,
              },
            ];
      });
    },
  },
  {
    id: 'policy-on-host-network',
    level: 'warning',
    run: context =>
      context.policies.flatMap(({ policy, object }) =>
        context.cluster.workloads
          .filter(({ pod }) => pod.hostNetwork && isSelected(pod, policy.subject, context.cluster.world))
          .filter(() => policy.tier === 'NetworkPolicy')
          .map(({ name }) => ({
            subject: nameObject(object),
            object,
            path: ['spec'],
            message: `selects ${name}, which uses the network of its node: there it is not enforced`,
          })),
      ),
  },
];

/** Whether some workload of the set is of a selection. */
export function isMet({ cluster }: LintContext, selection: PodSelection, subject: Pod | undefined): boolean {
  return cluster.workloads.some(({ pod }) => isSelected(pod, selection, cluster.world, subject));
}

const NAME_LABEL = 'kubernetes.io/metadata.name';

/** A namespace that is named, and of which the set holds nothing, is none of its business. */
function isOfForeignNamespace({ cluster }: LintContext, { namespaces }: PodSelection): boolean {
  const names = (namespaces?.requirements ?? [])
    .filter(({ key, operator }) => key === NAME_LABEL && operator === 'In')
    .flatMap(({ values }) => values);
  return names.length > 0 && names.every(name => !cluster.world.namespaces.has(name));
}

function readClusterAddresses({ spec }: InventoryObject): readonly ReturnType<typeof readAddress>[number][] {
  const listed = Array.isArray(spec['clusterIPs']) ? spec['clusterIPs'] : [spec['clusterIP']];
  return listed.flatMap(readAddress);
}
