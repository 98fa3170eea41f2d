import { isSelected, matchesPeer, matchesPort, type Question } from '../evaluate/match.ts';
import type { Tiers } from '../evaluate/side.ts';
import { type Direction, type Policy, type PolicySource, type Rule, TIERS, type Tier } from '../policy/normal-form.ts';

/** What became of one rule of a policy that selects the pod. */
export interface TracedRule {
  readonly rule: number;
  readonly ruleName?: string;
  readonly action: Rule['action'];
  /** `decides`: it matched. `other-peer`, `other-port`: why it did not. `not-asked`: an earlier rule had decided. */
  readonly outcome: 'decides' | 'other-peer' | 'other-port' | 'not-asked';
}

/** One policy that selects the pod, in the order in which it was asked. */
export interface TracedPolicy {
  readonly tier: Tier;
  readonly source: PolicySource;
  /** Whether the pod may do only what rules allow, as this policy makes it in the NetworkPolicy tier. */
  readonly isolates: boolean;
  readonly rules: readonly TracedRule[];
}

/** Every policy that selects the question's subject, with what each of its rules said. NetworkPolicies of the other direction are told too. */
export function traceSide(tiers: Tiers, direction: Direction, question: Question): readonly TracedPolicy[] {
  const { subject, world, assumptions } = question;
  if (subject.hostNetwork && !assumptions.hostNetworkIsOrdinary) return [];
  const progress = { isDecided: false, hasLeft: false };
  return TIERS.flatMap(tier => {
    progress.hasLeft = false;
    const policies = tiers[tier].filter(policy => isSelected(subject, policy.subject, world));
    const traced = policies.map(policy => tracePolicy(policy, direction, question, progress));
    if (traced.some(({ isolates }) => isolates)) progress.isDecided = true;
    return traced;
  });
}

interface Progress {
  isDecided: boolean;
  /** A rule that passes has left the tier. */
  hasLeft: boolean;
}

function tracePolicy(policy: Policy, direction: Direction, question: Question, progress: Progress): TracedPolicy {
  const isUnion = policy.tier === 'NetworkPolicy';
  const rules = (policy[direction] ?? []).map((rule): TracedRule => {
    const outcome = progress.isDecided || progress.hasLeft ? 'not-asked' : toOutcome(rule, question);
    // Of a union every rule is asked: none takes away what another allows.
    if (outcome === 'decides' && !isUnion) {
      if (rule.action === 'Pass') progress.hasLeft = true;
      else progress.isDecided = true;
    }
    return { rule: rule.index, ...(rule.name === undefined ? {} : { ruleName: rule.name }), action: rule.action, outcome };
  });
  const isolates = isUnion && !progress.isDecided && policy[direction] !== undefined;
  return { tier: policy.tier, source: policy.source, isolates, rules };
}

function toOutcome({ peers, ports }: Rule, question: Question): TracedRule['outcome'] {
  if (peers !== undefined && !peers.some(peer => matchesPeer(peer, question))) return 'other-peer';
  return ports === undefined || ports.some(port => matchesPort(port, question)) ? 'decides' : 'other-port';
}
