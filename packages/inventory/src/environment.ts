import {
  type CelType,
  createEnvironment,
  type Environment,
  extendEnvironment,
  type ObjectTypeDeclaration,
  parseType,
} from '@breakwater/cel';
import { facts } from './facts.generated.ts';
import { factFunctions } from './functions.ts';
import type { Inventory } from './inventory.ts';
import { findNamespace } from './model/namespace-use.ts';
import type { Target, TargetInstance } from './targets.ts';
import { createViewCatalogue } from './view.ts';

const catalogue = createViewCatalogue(facts);

/** Variables that every target has. CEL reserves the word `namespace`, so it goes by its short name. */
export const COMMON_VARIABLES = { object: 'dyn', ns: 'Namespace', cluster: 'Cluster' } as const;

/**
 * The CEL environment of a target. `params` declares the policy's parameters, `variables` its own variables, by name and type.
 */
export function createTargetEnvironment(
  target: Target,
  params: Readonly<Record<string, CelType>> = {},
  variables: Readonly<Record<string, CelType>> = {},
): Environment {
  const own = [params, variables].map((fields, index): ObjectTypeDeclaration => ({ name: OWN_TYPES[index] ?? '', fields: { ...fields } }));
  const base = environments.get(target.variables) ?? createBase(target);
  environments.set(target.variables, base);
  return own.every(({ fields }) => Object.keys(fields).length === 0) ? base : extendEnvironment(base, own);
}

/** Types of what a policy itself declares. */
const OWN_TYPES = ['Params', 'Variables'];

/** By the variables of the target, which those that narrow one share with it. */
const environments = new WeakMap<Target['variables'], Environment>();

/** Of a policy that declares nothing itself. */
function createBase(target: Target): Environment {
  const names = Object.entries({ ...COMMON_VARIABLES, ...target.variables, params: 'Params', variables: 'Variables' });
  return createEnvironment({
    variables: Object.fromEntries(names.map(([name, type]) => [name, parseType(type)])),
    types: [...catalogue.types, ...OWN_TYPES.map(name => ({ name, fields: {} }))],
    functions: [...factFunctions],
  });
}

/** Values of a target's variables for one instance; facts are computed when an expression reads them. */
export function bindTarget(inventory: Inventory, target: Target, instance: TargetInstance): Record<string, unknown> {
  const bindings: Record<string, unknown> = {
    object: instance.object.raw,
    cluster: catalogue.toView('Cluster', inventory, inventory),
    ns: catalogue.toView('Namespace', findNamespace(inventory, instance.object.namespace), inventory),
    // Of policies; with their places kept, they are cheap to put in.
    params: undefined,
    variables: undefined,
  };
  const types: Readonly<Record<string, string>> = { ns: 'Namespace', ...target.variables };
  for (const [variable, subject] of Object.entries(instance.subjects)) {
    bindings[variable] = catalogue.toView(types[variable] ?? variable, subject, inventory);
  }
  return bindings;
}
