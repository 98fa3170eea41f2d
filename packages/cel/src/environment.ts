import { nearestName } from '@breakwater/model';
import type { FunctionDeclaration, Library, ObjectTypeDeclaration } from './declarations.ts';
import { CelError } from './errors.ts';
import { LIBRARIES } from './libraries.ts';
import { MacroTable } from './parser/macros.ts';
import { type CelType, listParts } from './types.ts';
import { CelTypeValue } from './values/type-value.ts';

export interface EnvironmentOptions {
  /** The names an expression may read, with their types. A dotted name is one variable. */
  readonly variables: Readonly<Record<string, CelType>>;
  readonly types?: readonly ObjectTypeDeclaration[];
  /** Functions of the host, beside those of the libraries. */
  readonly functions?: readonly FunctionDeclaration[];
  /** All libraries of this package when absent. */
  readonly libraries?: readonly Library[];
  /** Namespace in which names are looked up first, as in protobuf packages. */
  readonly container?: string;
  /** Refuse list and map literals whose elements differ in type, as the API server does. */
  readonly homogeneousLiterals?: boolean;
  /** Refuse constant regular expressions, durations and timestamps that are none, as the API server does from 1.29 on. */
  readonly validateLiterals?: boolean;
  /** Why a function that one might expect is not there, by name, a macro as `all/3` with its number of arguments: said beside the error. */
  readonly hints?: ReadonlyMap<string, string>;
}

/** Everything an expression is parsed and checked against. Made once, shared by all expressions; immutable. */
export interface Environment {
  readonly variables: ReadonlyMap<string, CelType>;
  readonly types: ReadonlyMap<string, ObjectTypeDeclaration>;
  readonly functions: ReadonlyMap<string, readonly FunctionDeclaration[]>;
  readonly macros: MacroTable;
  /** Names that stand for types as values. */
  readonly typeValues: ReadonlyMap<string, CelTypeValue>;
  /** `a.b.`, `a.`, '': the prefixes under which a name is looked up. */
  readonly prefixes: readonly string[];
  /** First segments of dotted names; other selections need no look-up. */
  readonly qualifiedRoots: ReadonlySet<string>;
  readonly homogeneousLiterals: boolean;
  readonly validateLiterals: boolean;
  readonly hints: ReadonlyMap<string, string>;
}

const NO_HINTS: ReadonlyMap<string, string> = new Map();

/**
 * Declares what expressions may use.
 *
 * @throws CelError `invalid-environment` when a declaration names an object type that is not declared.
 */
export function createEnvironment(options: EnvironmentOptions): Environment {
  const base = collectLibraries(options.libraries ?? LIBRARIES);
  const types = new Map([...base.types, ...(options.types ?? []).map(type => [type.name, type] as const)]);
  const functions = new Map(base.functions);
  for (const declaration of options.functions ?? []) {
    functions.set(declaration.name, [...(functions.get(declaration.name) ?? []), declaration]);
  }
  const typeValues = new Map(base.typeValues);
  for (const { name } of options.types ?? []) typeValues.set(name, new CelTypeValue(name));
  const variables = new Map(Object.entries(options.variables));
  const environment = {
    variables,
    types,
    functions,
    macros: base.macros,
    typeValues,
    prefixes: listPrefixes(options.container ?? ''),
    qualifiedRoots: listRoots([...variables.keys(), ...typeValues.keys()], options.container ?? ''),
    homogeneousLiterals: options.homogeneousLiterals ?? false,
    validateLiterals: options.validateLiterals ?? false,
    hints: options.hints ?? NO_HINTS,
  };
  validateTypes(environment, options);
  return environment;
}

/**
 * The same environment with further object types, or other fields of those that it has; costs little beside making one anew.
 *
 * @throws CelError `invalid-environment` when a declaration names an object type that is not declared.
 */
export function extendEnvironment(base: Environment, types: readonly ObjectTypeDeclaration[]): Environment {
  const environment = {
    ...base,
    types: new Map([...base.types, ...types.map(type => [type.name, type] as const)]),
    typeValues: new Map([...base.typeValues, ...types.map(({ name }) => [name, new CelTypeValue(name)] as const)]),
  };
  validateTypes(environment, { variables: {}, types });
  return environment;
}

type Base = Pick<Environment, 'types' | 'functions' | 'macros' | 'typeValues'>;

/** Environments usually share one list of libraries, whose table is the larger part of the work. */
const bases = new WeakMap<readonly Library[], Base>();

function collectLibraries(libraries: readonly Library[]): Base {
  const known = bases.get(libraries);
  if (known !== undefined) return known;
  const functions = new Map<string, FunctionDeclaration[]>();
  for (const declaration of libraries.flatMap(library => library.functions)) {
    const overloads = functions.get(declaration.name);
    if (overloads === undefined) functions.set(declaration.name, [declaration]);
    else overloads.push(declaration);
  }
  const types = libraries.flatMap(library => library.types ?? []);
  const typeNames = [...libraries.flatMap(library => library.typeNames ?? []), ...types.map(type => type.name)];
  const base = {
    functions,
    types: new Map(types.map(type => [type.name, type])),
    macros: new MacroTable(libraries.flatMap(library => library.macros ?? [])),
    typeValues: new Map(typeNames.map(name => [name, new CelTypeValue(name)])),
  };
  bases.set(libraries, base);
  return base;
}

function listPrefixes(container: string): string[] {
  if (container === '') return [''];
  const segments = container.split('.');
  return [...segments.map((_, index) => `${segments.slice(0, segments.length - index).join('.')}.`), ''];
}

function listRoots(names: readonly string[], container: string): Set<string> {
  const roots = new Set<string>();
  for (const name of names) {
    const segments = name.split('.');
    if (segments.length > 1) roots.add(segments[0] ?? '');
    // Inside a container, `b.c` may mean `a.b.c`.
    if (container !== '') for (const segment of segments) roots.add(segment);
  }
  return roots;
}

function validateTypes(environment: Environment, options: EnvironmentOptions): void {
  const validate = (type: CelType, place: string): void => {
    for (const part of listParts(type)) validate(part, place);
    if (type.kind !== 'object' || environment.types.has(type.name)) return;
    const suggestion = nearestName(type.name, environment.types.keys());
    const hint = suggestion === undefined ? '' : `; did you mean '${suggestion}'?`;
    throw new CelError('invalid-environment', `${place} has the undeclared type '${type.name}'${hint}`);
  };
  for (const [name, type] of environment.variables) validate(type, `variable '${name}'`);
  for (const type of options.types ?? []) {
    for (const [field, fieldType] of Object.entries(type.fields)) validate(fieldType, `field '${type.name}.${field}'`);
  }
  for (const { name, params, result } of options.functions ?? []) {
    for (const type of [...params, result]) validate(type, `function '${name}'`);
  }
}
