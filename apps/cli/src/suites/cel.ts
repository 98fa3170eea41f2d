import { CelError, compile, createEnvironment, parseType, toJson } from '@breakwater/cel';
import type { Suite } from '../suite.ts';

export const suite: Suite = {
  name: 'cel',
  doc: '`expression` and `variables` → its value as JSON, or `{error}`',
  run: input => {
    const expression = input['expression'];
    if (typeof expression !== 'string') throw new TypeError("a case of suite cel has a text 'expression'");
    const variables = (input['variables'] ?? {}) as Readonly<Record<string, unknown>>;
    const environment = createEnvironment({ variables: Object.fromEntries(Object.keys(variables).map(name => [name, parseType('dyn')])) });
    try {
      return toJson(compile(environment, expression).evaluate(variables));
    } catch (cause) {
      if (cause instanceof CelError) return { error: cause.message };
      throw cause;
    }
  },
};
