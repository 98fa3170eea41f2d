import type { VersionScheme } from '../scheme.ts';
import { type Comparator, expandTerms, type Term, type Test, toTest } from './comparator.ts';
import { toOperator } from './plain.ts';

/** Gem::Requirement: comparisons and `~>`, which lets the last number given grow; pre-releases of the upper end are outside. */
export function compileGemRequirement<Value extends object>(constraint: string, scheme: VersionScheme<Value>): Test<Value> | undefined {
  return toTest(expandTerms(constraint, expand), scheme);
}

function expand({ operator, version }: Term): readonly Comparator[] | undefined {
  if (operator === '~>') {
    return [
      { operator: '>=', version },
      { operator: '<', version: bump(version) },
    ];
  }
  const known = toOperator(operator);
  return known === undefined ? undefined : [{ operator: known, version }];
}

/** `1.2.3` → the lowest pre-release of `1.3`. Words and what follows them are dropped first. */
function bump(version: string): string {
  const numbers = /^\d+(?:\.\d+)*/.exec(version)?.[0].split('.') ?? ['0'];
  const kept = numbers.length > 1 ? numbers.slice(0, -1) : numbers;
  const last = BigInt(kept.at(-1) ?? '0') + 1n;
  return [...kept.slice(0, -1), String(last), 'A'].join('.');
}
