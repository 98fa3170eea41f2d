import type { VersionScheme } from '../scheme.ts';
import { type Comparator, expandTerms, isOperator, type Term, type Test, toTest } from './comparator.ts';

/** Comparisons and nothing else: what every ecosystem without a syntax of its own is written in. */
export function compilePlain<Value extends object>(constraint: string, scheme: VersionScheme<Value>): Test<Value> | undefined {
  return toTest(expandTerms(constraint, toComparators), scheme);
}

function toComparators({ operator, version }: Term): readonly Comparator[] | undefined {
  const known = toOperator(operator);
  return known === undefined ? undefined : [{ operator: known, version }];
}

/** `==`, and no operator at all, are equality. */
export function toOperator(text: string): Comparator['operator'] | undefined {
  if (text === '' || text === '==' || text === '===') return '=';
  return isOperator(text) ? text : undefined;
}
