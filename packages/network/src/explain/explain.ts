import { nameObject } from '@breakwater/inventory';
import { UPSTREAM } from '../evaluate/assumptions.ts';
import type { Side } from '../evaluate/side.ts';
import { decide, type Rules, type Verdict } from '../evaluate/verdict.ts';
import type { Direction } from '../policy/normal-form.ts';
import type { End, PortQuery } from '../world.ts';
import { type TracedPolicy, traceSide } from './trace-side.ts';

/** Why one end lets a connection be, or does not. */
export interface ExplainedSide {
  readonly allowed: boolean;
  readonly decidedBy: Side['decidedBy'];
  /** One readable line. */
  readonly because: string;
  /** Policies that select the pod, in the order in which they are asked. */
  readonly chain: readonly TracedPolicy[];
}

export interface Explanation extends Pick<Verdict, 'verdict' | 'upstream' | 'doubts'> {
  /** Undefined for an end that has no policies of its own. */
  readonly egress: ExplainedSide | undefined;
  readonly ingress: ExplainedSide | undefined;
}

/** Asks about one connection, and tells of every policy that had something to say. */
export function explain(rules: Rules, source: End, destination: End, query: PortQuery): Explanation {
  const { verdict, upstream, doubts, egress, ingress } = decide(rules, source, destination, query);
  const trace = (direction: Direction, subject: End, peer: End, side: Side | undefined): ExplainedSide | undefined => {
    if (side === undefined || subject.kind !== 'pod') return undefined;
    const question = { world: rules.world, subject, peer, destination, query, assumptions: UPSTREAM };
    const chain = isExempt(side) ? [] : traceSide(rules.tiers, direction, question);
    return { allowed: side.allowed, decidedBy: side.decidedBy, because: describeSide(side, chain, direction), chain };
  };
  return {
    verdict,
    upstream,
    doubts,
    egress: trace('egress', source, destination, egress),
    ingress: trace('ingress', destination, source, ingress),
  };
}

function isExempt({ decidedBy }: Side): boolean {
  return decidedBy === 'itself' || decidedBy === 'local-node' || decidedBy === 'no-policies-apply';
}

const TEXTS: Readonly<Record<Exclude<Side['decidedBy'], 'Admin' | 'NetworkPolicy' | 'Baseline'>, string>> = {
  default: 'no policy decides, and what no policy denies is allowed',
  'no-policies-apply': 'the pod uses the network of its node, where policies do not apply',
  'local-node': 'the node of a pod always reaches it',
  itself: 'a pod always reaches itself',
};

/** `Admin tier: passed by …; NetworkPolicy tier: allowed by …`, the tiers that were asked in their order. */
function describeSide(side: Side, chain: readonly TracedPolicy[], direction: Direction): string {
  const asked = (['Admin', 'NetworkPolicy', 'Baseline'] as const).flatMap(tier => {
    const ofTier = chain.filter(policy => policy.tier === tier);
    const text = tier === 'NetworkPolicy' ? describeUnion(ofTier, direction) : describeTier(ofTier, direction);
    return text === undefined ? [] : [`${tier === 'NetworkPolicy' ? 'NetworkPolicies' : `${tier} tier`}: ${text}`];
  });
  const rest = side.decidedBy in TEXTS ? [TEXTS[side.decidedBy as keyof typeof TEXTS]] : [];
  return [...asked, ...rest].join('; ');
}

const VERBS = { Allow: 'allowed', Deny: 'denied', Pass: 'passed on' } as const;

function describeTier(policies: readonly TracedPolicy[], direction: Direction): string | undefined {
  for (const { source, rules } of policies) {
    const decider = rules.find(({ outcome }) => outcome === 'decides');
    if (decider === undefined) continue;
    const name = decider.ruleName === undefined ? '' : ` '${decider.ruleName}'`;
    return `${VERBS[decider.action]} by ${nameObject(source)} ${direction}[${decider.rule}]${name}`;
  }
  const isAsked = policies.some(({ rules }) => rules.some(({ outcome }) => outcome !== 'not-asked'));
  return isAsked ? `no rule of ${policies.map(({ source }) => nameObject(source)).join(', ')} matches` : undefined;
}

function describeUnion(policies: readonly TracedPolicy[], direction: Direction): string | undefined {
  const isolating = policies.filter(({ isolates }) => isolates);
  if (isolating.length === 0) return undefined;
  const allowing = isolating.flatMap(({ source, rules }) =>
    rules.filter(({ outcome }) => outcome === 'decides').map(({ rule }) => `${nameObject(source)} ${direction}[${rule}]`),
  );
  if (allowing.length > 0) return `allowed by ${allowing.join(', ')}`;
  const outcomes = new Set(isolating.flatMap(({ rules }) => rules.map(({ outcome }) => outcome)));
  const rule =
    outcomes.size === 0 ? 'no rule' : outcomes.has('other-port') ? 'no rule with this port for this peer' : 'no rule for this peer';
  const names = isolating.map(({ source }) => nameObject(source)).join(', ');
  return `denied, since ${names} ${isolating.length > 1 ? 'isolate the pod and have' : 'isolates the pod and has'} ${rule}`;
}
