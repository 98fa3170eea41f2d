import { nameObject } from '@breakwater/inventory';
import type { Explanation } from '@breakwater/network';

type Side = NonNullable<Explanation['egress']>;

export const CHAIN_COLUMNS = ['side', 'tier', 'policy', 'rule', 'action', 'outcome'] as const;

/** One line for each side: what it says, and why. */
export function describeSides({ egress, ingress }: Explanation): readonly string[] {
  return [
    ['egress ', egress, 'the source has no policies of its own'] as const,
    ['ingress', ingress, 'the destination has no policies of its own'] as const,
  ].map(([name, side, otherwise]) =>
    side === undefined ? `${name}  ${otherwise}` : `${name}  ${side.allowed ? 'allowed' : 'denied'}: ${side.because}`,
  );
}

/** Every policy that selects an end, a row for each of its rules. */
export function toChainRows({ egress, ingress }: Explanation): readonly (readonly string[])[] {
  return [...listRows('egress', egress), ...listRows('ingress', ingress)];
}

function listRows(name: string, side: Side | undefined): readonly (readonly string[])[] {
  return (side?.chain ?? []).flatMap(({ tier, source, rules, isolates }) => {
    const start = [name, tier, nameObject(source)];
    if (rules.length === 0) return isolates ? [[...start, '', 'isolate', 'no rule']] : [];
    return rules.map(({ rule, ruleName, action, outcome }) => [
      ...start,
      `${name}[${rule}]${ruleName === undefined ? '' : ` ${ruleName}`}`,
      action,
      outcome,
    ]);
  });
}
