import { costOfTraversal, defineFunction, defineMethod, type Library } from '../declarations.ts';
import { NAMED_FORMATS, NamedFormat } from '../values/named-format.ts';
import { CelOptional } from '../values/optional.ts';

const TYPE = 'kubernetes.NamedFormat';

/** Length of the longest pattern, by which a validation is charged like a match. */
const PATTERN_LENGTH = 60;

function validate(format: NamedFormat, text: string): CelOptional {
  const problems = format.validate(text);
  return problems.length === 0 ? CelOptional.none : new CelOptional(problems);
}

/** Kubernetes' named string formats (1.31). `validate` returns the problems, or none. */
export const library: Library = {
  name: 'format',
  types: [{ name: TYPE, fields: {}, accepts: value => value instanceof NamedFormat }],
  functions: [
    defineFunction('format.named', ['string'], `optional(${TYPE})`, (name: string) => {
      const format = NAMED_FORMATS.get(name);
      return format === undefined ? CelOptional.none : new CelOptional(format);
    }),
    ...[...NAMED_FORMATS.values()].map(format => defineFunction(`format.${format.name}`, [], TYPE, () => format)),
    defineMethod('validate', [TYPE, 'string'], 'optional(list(string))', validate, {
      cost: (_: NamedFormat, text: string) => costOfTraversal(text.length + 1) * Math.ceil(PATTERN_LENGTH * 0.25),
    }),
  ],
};
