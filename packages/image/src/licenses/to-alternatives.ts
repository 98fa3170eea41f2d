import { type LicenseExpression, parseLicense } from './expression.ts';

/** Sets of licences are told up to so many; an expression that has more is made to be so. */
const MAX_ALTERNATIVES = 64;

/** The sets of licences of which one holds: `A AND (B OR C)` is `[[A, B], [A, C]]`. What is too long is one licence of that name. */
export function toLicenseAlternatives(licenses: readonly string[]): readonly (readonly string[])[] {
  return expand({ operator: 'AND', parts: licenses.map(parseLicense) }) ?? [licenses];
}

function expand(expression: LicenseExpression): readonly (readonly string[])[] | undefined {
  if ('license' in expression) return [[expression.license]];
  let found: readonly (readonly string[])[] = expression.operator === 'AND' ? [[]] : [];
  for (const part of expression.parts) {
    const alternatives = expand(part);
    if (alternatives === undefined) return undefined;
    found =
      expression.operator === 'AND' ? found.flatMap(left => alternatives.map(right => [...left, ...right])) : [...found, ...alternatives];
    if (found.length > MAX_ALTERNATIVES) return undefined;
  }
  return found;
}
