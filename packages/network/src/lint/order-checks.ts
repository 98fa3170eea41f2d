import { nameObject } from '@breakwater/inventory';
import { Reachability } from '../engine/reachability.ts';
import type { Direction, Policy, Rule } from '../policy/normal-form.ts';
import { type LintCheck, type LintContext, type LintFinding, tooLarge } from './check.ts';
import { isMet, listSubjects } from './selector-checks.ts';

const DIRECTIONS = ['ingress', 'egress'] as const;

/** Each rule costs the rows of the classes of its policy. */
const MAX_ROWS = 50_000;

/** What rules are to each other. */
export const ORDER_CHECKS: readonly LintCheck[] = [
  {
    id: 'equal-priority',
    level: 'error',
    run: context => {
      const { matrix, cluster } = context;
      const pods = [...cluster.workloads.keys()];
      const tiered = context.policies.filter(({ policy }) => policy.tier !== 'NetworkPolicy');
      const groups = Map.groupBy(tiered, ({ policy }) => `${policy.tier} ${policy.priority}`);
      const equals = [...groups.values()].filter(group => group.length > 1);
      if (equals.length === 0) return [];
      if (pods.length > MAX_PAIRED) return [tooLarge(`${pods.length} workloads`)];
      const isDecided = cluster.workloads.some(({ pod }) =>
        [...matrix.classes.keys()].some(other =>
          [matrix.list(matrix.findClass(pod), other), matrix.list(other, matrix.findClass(pod))].some(verdicts =>
            verdicts.some(({ doubts }) => doubts.includes('equal-priority')),
          ),
        ),
      );
      if (!isDecided) return [];
      return equals.flatMap(group =>
        group.map(({ object, policy }) => ({
          subject: nameObject(object),
          object,
          path: ['spec', 'priority'],
          message: `shares priority ${policy.priority} of tier ${policy.tier} with ${group
            .filter(other => other.object !== object)
            .map(other => nameObject(other.object))
            .join(', ')}, and which of them counts is left open`,
        })),
      );
    },
  },
  { id: 'rule-changes-nothing', level: 'warning', run: findIdleRules },
  { id: 'policy-changes-nothing', level: 'warning', run: findIdlePolicies },
];

const MAX_PAIRED = 1500;

function findIdleRules(context: LintContext): readonly LintFinding[] {
  return withReachability(context, (reachability, { policy, object }) =>
    DIRECTIONS.flatMap(direction =>
      (policy[direction] ?? [])
        .filter(
          rule =>
            (policy[direction]?.length ?? 0) > 1 &&
            areKnown(context, policy, [rule]) &&
            !reachability.wouldChange(policy, without(policy, direction, rule)),
        )
        .map(rule => ({
          subject: nameObject(object),
          object,
          path: ['spec', direction, rule.index],
          message:
            policy.tier === 'NetworkPolicy'
              ? 'without this rule everything would be as it is: others allow the same'
              : 'this rule is never the one that decides: earlier ones do',
        })),
    ),
  );
}

function findIdlePolicies(context: LintContext): readonly LintFinding[] {
  return withReachability(context, (reachability, { policy, object }) =>
    listSubjects(context, policy).length === 0 ||
    !areKnown(context, policy, listAllRules(policy)) ||
    reachability.wouldChange(policy, undefined)
      ? []
      : [{ subject: nameObject(object), object, path: ['spec'], message: 'without this policy everything would be as it is' }],
  );
}

/** A policy that only denies stands guard for pods to come, and a peer that nobody is today may be there tomorrow. */
function areKnown(context: LintContext, policy: Policy, rules: readonly Rule[]): boolean {
  const [subject] = listSubjects(context, policy);
  const peers = rules.flatMap(rule => rule.peers ?? []).filter(peer => peer.kind === 'pods');
  return rules.length > 0 && peers.every(({ selection }) => isMet(context, selection, subject));
}

function listAllRules({ ingress, egress }: Policy): readonly Rule[] {
  return [...(ingress ?? []), ...(egress ?? [])];
}

function without(policy: Policy, direction: Direction, rule: Rule): Policy {
  return { ...policy, [direction]: policy[direction]?.filter(other => other !== rule) };
}

function withReachability(
  context: LintContext,
  find: (reachability: Reachability, entry: LintContext['policies'][number]) => readonly LintFinding[],
): readonly LintFinding[] {
  const { cluster, policies } = context;
  const rows = policies.reduce(
    (sum, { policy }) => sum + listSubjects(context, policy).length * ((policy.ingress?.length ?? 0) + (policy.egress?.length ?? 0)),
    0,
  );
  if (rows > MAX_ROWS) return [tooLarge(`${rows} rows of rules`)];
  const reachability = new Reachability(
    cluster.workloads.map(({ pod }) => pod),
    cluster.policies,
    cluster.world,
  );
  return policies.flatMap(entry => find(reachability, entry));
}
