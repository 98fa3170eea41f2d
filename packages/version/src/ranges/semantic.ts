import { type Alternatives, type Comparator, expandTerms, type Term } from './comparator.ts';
import { toOperator } from './plain.ts';

/** What an ecosystem of Semantic Versioning makes of a term without an operator, and of `~`. */
export interface SemanticSyntax {
  readonly bare: 'exact' | 'caret';
  /** Whether `~1.2` allows every 1.x (Composer, Hex, `~>`), or every 1.2.x (npm, Cargo). */
  readonly tilde: 'last-given' | 'minor';
}

const WILDCARD = /^[xX*]$/;
const HYPHEN = /([^ ]{1,100}) - ([^ ]{1,100})/g;

/** `^`, `~`, `~>`, `1.2.x`, `1.2 - 2.3` and comparisons. Ranges follow the order alone: pre-releases inside the bounds are inside. */
export function readSemanticRange(constraint: string, syntax: SemanticSyntax): Alternatives | undefined {
  const written = constraint.replaceAll(HYPHEN, (_, from: string, to: string) => `>=${from} ${toUpperBound(to)}`);
  return expandTerms(written.trim() === '' ? '*' : written, term => expand(term, syntax));
}

/** `- 2.3` allows every 2.3.x. */
function toUpperBound(version: string): string {
  const given = splitNumbers(version);
  return given === undefined || given.length >= 3 ? `<=${version}` : `<${next(given, given.length - 1)}`;
}

function expand({ operator, version }: Term, { bare, tilde }: SemanticSyntax): readonly Comparator[] | undefined {
  const given = splitNumbers(version);
  if (given === undefined) return undefined;
  if (operator === '^' || (operator === '' && bare === 'caret' && !hasWildcard(version))) return between(version, given, caretIndex(given));
  if (operator === '~>' || operator === '~') {
    const index = operator === '~>' || tilde === 'last-given' ? Math.max(0, given.length - 2) : Math.min(1, given.length - 1);
    return between(version, given, index);
  }
  const known = toOperator(operator);
  if (known === undefined) return undefined;
  return isPartial(version, given) ? expandPartial(known, given) : [{ operator: known, version }];
}

/** The numbers before a wildcard, a pre-release or build metadata; undefined when the text does not begin like a version. */
function splitNumbers(version: string): readonly string[] | undefined {
  if (WILDCARD.test(version)) return [];
  const match = /^v?(\d+(?:\.\d+)*)(?:\.[xX*])*(?:$|[-+.A-Za-z])/.exec(version);
  return match?.[1]?.split('.');
}

function hasWildcard(version: string): boolean {
  return /(?:^|\.)[xX*](?:\.|$)/.test(version);
}

function isPartial(version: string, given: readonly string[]): boolean {
  return hasWildcard(version) || (given.length < 3 && /^v?[\d.]+$/.test(version));
}

/** `=1.2` and `1.2.x` are the whole of 1.2; `>1.2` begins after it and `<=1.2` ends with it. */
function expandPartial(operator: Comparator['operator'], given: readonly string[]): readonly Comparator[] | undefined {
  if (given.length === 0) return operator === '<' || operator === '>' || operator === '!=' ? undefined : [];
  const [start, end] = [given.join('.'), next(given, given.length - 1)];
  switch (operator) {
    case '=':
      return [
        { operator: '>=', version: start },
        { operator: '<', version: end },
      ];
    case '>':
      return [{ operator: '>=', version: end }];
    case '<=':
      return [{ operator: '<', version: end }];
    default:
      return [{ operator, version: start }];
  }
}

/** From the version on to before the next one that differs at `index`; with a wildcard, from its first. */
function between(version: string, given: readonly string[], index: number): readonly Comparator[] {
  if (given.length === 0) return [];
  return [
    { operator: '>=', version: hasWildcard(version) ? given.join('.') : version },
    { operator: '<', version: next(given, index) },
  ];
}

/** `^` keeps the leftmost number that is not 0, or the last one given. */
function caretIndex(given: readonly string[]): number {
  const index = given.findIndex(number => !/^0+$/.test(number));
  return index < 0 ? given.length - 1 : index;
}

/** The first version, its lowest pre-release included, that differs at `index`. */
function next(given: readonly string[], index: number): string {
  const kept = given.slice(0, index);
  return `${[...kept, String(BigInt(given[index] ?? '0') + 1n)].join('.')}-0`;
}
