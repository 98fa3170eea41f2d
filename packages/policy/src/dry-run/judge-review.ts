import type { Inventory } from '@breakwater/inventory';
import type { Language } from '../compiled-policy.ts';
import { Lens } from './lens.ts';
import { Judge, type Regime } from './regime.ts';

/** What policies say of the first object of a set, which is what somebody asked for. */
export interface ReviewVerdict {
  readonly messages: readonly string[];
  /** Whether a policy could not say, for want of what one request does not show. */
  readonly isUndecided: boolean;
}

/** Judges the first object of an inventory, as admission would: annotations excuse nothing. The others are what it is joined to. `now` is RFC 3339 UTC. */
export function judgeReview(
  inventory: Inventory,
  regime: Regime,
  options: { readonly now: string; readonly language: Language },
): ReviewVerdict {
  const [object] = inventory.objects;
  if (object === undefined) return { messages: [], isUndecided: true };
  const results = new Judge(inventory, new Lens(inventory), regime, { ...options, annotated: false }).judge([object]);
  return {
    messages: results.filter(({ state }) => state === 'fail').map(({ message }) => message),
    isUndecided: results.some(({ state }) => state === 'not-evaluated' || state === 'error'),
  };
}
