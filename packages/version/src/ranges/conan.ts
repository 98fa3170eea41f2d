import type { VersionScheme } from '../scheme.ts';
import { type Comparator, expandTerms, type Term, type Test, toTest } from './comparator.ts';
import { toOperator } from './plain.ts';

/** Comparisons, `~1.2`, `^1.2` and `*`; a trailing hyphen and `include_prerelease` only say that pre-releases are wanted, and here they always are. */
export function compileConanRange<Value extends object>(constraint: string, scheme: VersionScheme<Value>): Test<Value> | undefined {
  return toTest(expandTerms(constraint.replaceAll(/,\s*include_prerelease(?:=\w+)?/g, ''), expand), scheme);
}

function expand({ operator, version: written }: Term): readonly Comparator[] | undefined {
  const version = written.replace(/-$/, '');
  if (version === '*') return [{ operator: '>=', version: '0.0.0' }];
  const numbers = version.split(/[-+]/, 1)[0]?.split('.') ?? [];
  if (operator === '~') return between(version, numbers, Math.min(1, numbers.length - 1));
  if (operator === '^')
    return between(
      version,
      numbers,
      Math.max(
        0,
        numbers.findIndex(number => number !== '0'),
      ),
    );
  const known = toOperator(operator);
  return known === undefined ? undefined : [{ operator: known, version }];
}

/** Up to the lowest pre-release of the next one that differs at `index`. */
function between(version: string, numbers: readonly string[], index: number): readonly Comparator[] | undefined {
  const changed = numbers[index] ?? '';
  if (!/^\d+$/.test(changed)) return undefined;
  const end = [...numbers.slice(0, index), String(BigInt(changed) + 1n)].join('.');
  return [
    { operator: '>=', version },
    { operator: '<', version: `${end}-0` },
  ];
}
