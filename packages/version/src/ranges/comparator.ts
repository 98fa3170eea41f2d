import type { VersionScheme } from '../scheme.ts';

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** One comparison; the version is still text. */
export interface Comparator {
  readonly operator: Operator;
  readonly version: string;
}

/** Alternatives, each a list of comparisons that all have to hold. */
export type Alternatives = readonly (readonly Comparator[])[];

/** Spelled as a method, so that a scheme of one kind of version can stand in a list of schemes of any kind, as `parse` and `compare` do. */
export type Test<Value> = { test(version: Value): boolean }['test'];

/** A written term: an operator of the ecosystem's own, or none, and what stands after it. */
export interface Term {
  readonly operator: string;
  readonly version: string;
}

const TERM = /^(===|==|=|!=|<=|>=|<|>|~>|~=|~|\^)? ?([^ ]+)$/;
/** Blanks split terms, except those between an operator and its version. */
const SPLIT = / ?, ?|(?<=[^ =<>~^!]) /;

/** Terms joined by `,` or blanks (and), alternatives by `||` (or); quotes around a version do not count. Undefined for anything else. */
export function splitTerms(constraint: string): readonly (readonly Term[])[] | undefined {
  const alternatives = constraint.split('||').map(part => part.trim().split(SPLIT).map(toTerm));
  const isComplete = alternatives.every(terms => terms.every(term => term !== undefined));
  return isComplete ? (alternatives as Term[][]) : undefined;
}

function toTerm(text: string): Term | undefined {
  const match = TERM.exec(text.replaceAll(/['"]/g, '').trim());
  return match === null ? undefined : { operator: match[1] ?? '', version: match[2] ?? '' };
}

/** Expands each term, a `1.2.x` or `^1.2`, to comparisons. */
export function expandTerms(constraint: string, expand: (term: Term) => readonly Comparator[] | undefined): Alternatives | undefined {
  const alternatives = splitTerms(constraint)?.map(terms => terms.map(expand));
  if (alternatives === undefined || !alternatives.every(terms => terms.every(term => term !== undefined))) return undefined;
  return alternatives.map(terms => terms.flatMap(term => term ?? []));
}

export function isOperator(text: string): text is Operator {
  return ['=', '!=', '<', '<=', '>', '>='].includes(text);
}

/** Alternatives as a test by the scheme's order; undefined when one of the versions is none. */
export function toTest<Value extends object>(
  alternatives: Alternatives | undefined,
  scheme: VersionScheme<Value>,
): Test<Value> | undefined {
  const tests = alternatives?.map(comparators => comparators.map(comparator => toComparison(comparator, scheme)));
  if (tests === undefined || !tests.every(list => list.every(test => test !== undefined))) return undefined;
  return version => tests.some(list => list.every(test => test?.(version)));
}

function toComparison<Value extends object>({ operator, version }: Comparator, scheme: VersionScheme<Value>): Test<Value> | undefined {
  const bound = scheme.parse(version);
  return bound === undefined ? undefined : value => holds(operator, scheme.compare(value, bound));
}

export function holds(operator: Operator, order: number): boolean {
  switch (operator) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}
