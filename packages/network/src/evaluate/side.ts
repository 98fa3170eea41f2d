import { compareText } from '../compare-text.ts';
import { type Direction, type Policy, type PolicySource, type Rule, TIERS, type Tier } from '../policy/normal-form.ts';
import { isSelected, matchesPeer, matchesPort, type Question } from './match.ts';

/** One thing that was asked on the way to a decision. */
export interface Step {
  readonly tier: Tier;
  readonly source: PolicySource;
  /** Of the rule in its direction; undefined for a policy none of whose rules matched. */
  readonly rule?: number;
  readonly ruleName?: string;
  /** What it meant: `isolate` is a NetworkPolicy that selects the pod and allows this only if a rule does. */
  readonly effect: 'allow' | 'deny' | 'pass' | 'isolate';
}

/** What the policies of one pod say, in one direction. */
export interface Side {
  readonly allowed: boolean;
  /** What decided: a tier, the absence of policies, or that policies do not apply. */
  readonly decidedBy: Tier | 'default' | 'no-policies-apply' | 'local-node' | 'itself';
  readonly steps: readonly Step[];
}

/** Policies by tier in the order in which they are asked; those of one priority by name. */
export type Tiers = Readonly<Record<Tier, readonly Policy[]>>;

export function sortTiers(policies: readonly Policy[]): Tiers {
  const sorted = policies.toSorted((a, b) => a.priority - b.priority || compareText(a.source.name, b.source.name));
  return {
    Admin: sorted.filter(({ tier }) => tier === 'Admin'),
    NetworkPolicy: sorted.filter(({ tier }) => tier === 'NetworkPolicy'),
    Baseline: sorted.filter(({ tier }) => tier === 'Baseline'),
  };
}

/** Asks the policies of the question's subject. https://network-policy-api.sigs.k8s.io/ and field/network.md, section 3 */
export function decideSide(tiers: Tiers, direction: Direction, question: Question): Side {
  const { subject, assumptions } = question;
  if (subject.hostNetwork && !assumptions.hostNetworkIsOrdinary) return { allowed: true, decidedBy: 'no-policies-apply', steps: [] };
  const steps: Step[] = [];
  for (const tier of TIERS) {
    const decision =
      tier === 'NetworkPolicy' ? askUnion(tiers[tier], direction, question, steps) : askInOrder(tiers[tier], direction, question, steps);
    if (decision !== undefined) return { allowed: decision, decidedBy: tier, steps };
  }
  return { allowed: true, decidedBy: 'default', steps };
}

interface Match {
  readonly policy: Policy;
  readonly rule: Rule;
}

/** The first rule that matches decides, or leaves the tier. */
function askInOrder(policies: readonly Policy[], direction: Direction, question: Question, steps: Step[]): boolean | undefined {
  const match = findFirst(policies, direction, question);
  if (match === undefined) return undefined;
  const { action } = match.rule;
  steps.push(toStep(match.policy, action === 'Allow' ? 'allow' : action === 'Deny' ? 'deny' : 'pass', match.rule));
  return action === 'Pass' ? undefined : action === 'Allow';
}

/** Among objects of one priority the specification leaves the choice open. */
function findFirst(policies: readonly Policy[], direction: Direction, question: Question): Match | undefined {
  const { amongEquals } = question.assumptions;
  const matches: Match[] = [];
  for (const policy of policies) {
    const [first] = matches;
    if (first !== undefined && (amongEquals === 'first' || first.policy.priority !== policy.priority)) break;
    if (!isSelected(question.subject, policy.subject, question.world)) continue;
    const rule = policy[direction]?.find(candidate => matchesRule(candidate, question));
    if (rule !== undefined) matches.push({ policy, rule });
  }
  return matches.find(({ rule }) => rule.action === amongEquals) ?? matches[0];
}

/** Whoever is selected is isolated, and may do what any rule allows. */
function askUnion(policies: readonly Policy[], direction: Direction, question: Question, steps: Step[]): boolean | undefined {
  const selecting = policies.filter(policy => isSelected(question.subject, policy.subject, question.world));
  const isolating = selecting.filter(policy => policy[direction] !== undefined);
  for (const policy of isolating) {
    const rule = policy[direction]?.find(candidate => matchesRule(candidate, question));
    steps.push(rule === undefined ? toStep(policy, 'isolate') : toStep(policy, 'allow', rule));
  }
  if (isolating.length > 0) return steps.some(({ tier, effect }) => tier === 'NetworkPolicy' && effect === 'allow');
  return question.assumptions.networkPolicyIsFinal && selecting.length > 0 ? true : undefined;
}

function matchesRule({ peers, ports }: Rule, question: Question): boolean {
  return (
    (peers === undefined || peers.some(peer => matchesPeer(peer, question))) &&
    (ports === undefined || ports.some(port => matchesPort(port, question)))
  );
}

function toStep({ tier, source }: Policy, effect: Step['effect'], rule?: Rule): Step {
  if (rule === undefined) return { tier, source, effect };
  return { tier, source, rule: rule.index, ...(rule.name === undefined ? {} : { ruleName: rule.name }), effect };
}
