import {
  compile,
  createEnvironment,
  type Environment,
  listKubernetesLibraries,
  type ObjectTypeDeclaration,
  type Program,
  parseType,
} from '@breakwater/cel';
import { AUTHORIZER_TYPES, listAuthorizerFunctions, listAuthorizerHints } from './authorizer.ts';
import { guardExpression } from './errors.ts';
import { REQUEST_TYPES } from './request-types.ts';

/** From here on constant patterns, durations and timestamps are read when a policy is stored. */
const VALIDATORS_SINCE = 29;

type Types = Readonly<Record<string, ReturnType<typeof parseType>>>;

/** What mutations make: a JSON patch (RFC 6902), or an apply configuration, whose fields nobody checks here. */
const MUTATION_TYPES: readonly ObjectTypeDeclaration[] = [
  {
    name: 'JSONPatch',
    fields: { op: parseType('string'), path: parseType('string'), from: parseType('string'), value: parseType('dyn') },
    constructible: 'declared',
  },
  { name: 'Object', fields: {}, constructible: 'open' },
];

export interface CompiledVariable {
  readonly name: string;
  readonly program: Program;
}

export interface Environments {
  readonly create: (variables: Types | undefined, options?: { readonly authorizer?: boolean }) => Environment;
}

/** Compiles variables in order, each seeing those before it; of two with one name the last counts. */
export function compileVariables(
  declared: readonly { readonly name: string; readonly expression: string }[],
  environments: Environments,
  allowCostly: boolean,
): { readonly variables: readonly CompiledVariable[]; readonly types: Types } {
  const types: Record<string, ReturnType<typeof parseType>> = {};
  const variables = declared.map(({ name, expression }, index) => {
    const program = guardExpression(['variables', index, 'expression'], expression, () =>
      compile(environments.create(types), expression, { allowCostly }),
    );
    types[name] = program.type;
    return { name, program };
  });
  return { variables, types };
}

/** Makes the environments of one policy; `variables` undefined: there is no such name. */
export function createEnvironments(minor: number, { params = false, mutating = false }): Environments {
  const { libraries, hints } = listKubernetesLibraries(minor, mutating);
  const create = (variables: Types | undefined, { authorizer = true } = {}): Environment =>
    createEnvironment({
      variables: {
        object: parseType('dyn'),
        oldObject: parseType('dyn'),
        request: parseType('kubernetes.AdmissionRequest'),
        namespaceObject: parseType('kubernetes.Namespace'),
        ...(params ? { params: parseType('dyn') } : {}),
        ...(authorizer ? { authorizer: parseType('kubernetes.authorization.Authorizer') } : {}),
        ...(variables === undefined ? {} : { variables: parseType('kubernetes.Variables') }),
      },
      types: [
        ...AUTHORIZER_TYPES,
        ...REQUEST_TYPES,
        ...(mutating ? MUTATION_TYPES : []),
        { name: 'kubernetes.Variables', fields: { ...variables } },
      ],
      functions: listAuthorizerFunctions(minor),
      libraries,
      hints: new Map([...hints, ...listAuthorizerHints(minor)]),
      homogeneousLiterals: true,
      validateLiterals: minor >= VALIDATORS_SINCE,
    });
  return { create };
}
