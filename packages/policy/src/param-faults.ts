import { CelError, compile, createEnvironment, formatExpression, parseType } from '@breakwater/cel';
import { nearestName, type PolicyDefinition } from '@breakwater/model';
import { toLiteral } from './export/literal.ts';

const nothing = createEnvironment({ variables: {} });

/** Why values are no parameters of a policy: a name that it does not have, or a value of another type. */
export function findParamFault({ id, params = {} }: PolicyDefinition, values: Readonly<Record<string, unknown>>): string | undefined {
  for (const [name, value] of Object.entries(values)) {
    const param = params[name];
    if (param === undefined) return `policy '${id}' has no parameter '${name}'${suggest(name, Object.keys(params))}`;
    if (!fits(value, param.type)) return `parameter '${name}' of policy '${id}' takes ${param.type}`;
  }
  return undefined;
}

function suggest(name: string, known: readonly string[]): string {
  if (known.length === 0) return '; it takes none';
  const nearest = nearestName(name, known);
  return nearest === undefined ? `; it takes ${known.join(', ')}` : `; did you mean '${nearest}'?`;
}

/** The value is asked as the literal that it becomes. */
function fits(value: unknown, type: string): boolean {
  try {
    compile(nothing, formatExpression(toLiteral(value)), { expected: parseType(type) });
    return true;
  } catch (cause) {
    if (cause instanceof CelError) return false;
    throw cause;
  }
}
