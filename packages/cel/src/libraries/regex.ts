import { costOfTraversal, defineFunction, defineMethod, type FunctionDeclaration, type Library } from '../declarations.ts';
import { Failure } from '../values/failure.ts';
import type { Int } from '../values/numbers.ts';
import { compileRegex, type Regex } from '../values/regex.ts';
import type { CelValue } from '../values/value.ts';

/** cel-go's price of a match: length of the text times length of the pattern. */
function costOfMatch(text: string, pattern: string): number {
  return costOfTraversal(text.length + 1) * Math.ceil(pattern.length * 0.25);
}

type Use = (regex: Regex, text: string, ...rest: Int[]) => CelValue;

/** The call and its variant for a pattern that is known while compiling. */
function withPattern(use: Use): Pick<FunctionDeclaration, 'call' | 'specialize'> {
  return {
    call(text: string, pattern: string, ...rest: Int[]) {
      const regex = compileRegex(pattern);
      return regex instanceof Failure ? regex : use(regex, text, ...rest);
    },
    specialize([, pattern]) {
      if (typeof pattern !== 'string') return undefined;
      const regex = compileRegex(pattern);
      return regex instanceof Failure ? regex : (text: string, _: string, ...rest: Int[]) => use(regex, text, ...rest);
    },
  };
}

function findAll(regex: Regex, text: string, limit: Int = -1): string[] {
  return regex.findAll(text, limit < 0 ? Number.POSITIVE_INFINITY : Number(limit));
}

const matches = withPattern((regex, text) => regex.test(text));
const find = withPattern((regex, text) => regex.find(text) ?? '');
const all = withPattern(findAll);

/** Regular expressions in RE2 syntax: the standard `matches`, and Kubernetes' `find` and `findAll`. */
export const library: Library = {
  name: 'regex',
  functions: [
    defineFunction('matches', ['string', 'string'], 'bool', matches.call, { ...matches, cost: costOfMatch, validated: true }),
    defineMethod('matches', ['string', 'string'], 'bool', matches.call, { ...matches, cost: costOfMatch, validated: true }),
    defineMethod('find', ['string', 'string'], 'string', find.call, { ...find, cost: costOfMatch, validated: true }),
    defineMethod('findAll', ['string', 'string'], 'list(string)', all.call, { ...all, cost: costOfMatch, validated: true }),
    defineMethod('findAll', ['string', 'string', 'int'], 'list(string)', all.call, { ...all, cost: costOfMatch, validated: true }),
  ],
};
