import type { FunctionDeclaration, Library } from './declarations.ts';
import { LIBRARIES } from './libraries.ts';

/** Newest minor version whose environment is known. */
export const NEWEST_KUBERNETES = 37;

/** In every version that has ValidatingAdmissionPolicy. */
const BASE = 0;
/** In no version. */
const NEVER = Number.POSITIVE_INFINITY;

/**
 * The minor version whose environment has a library first; by name where parts of it came at other times.
 * https://kubernetes.io/docs/reference/using-api/cel/#cel-options-language-features-and-libraries
 */
const SINCE: Readonly<Record<string, number>> = {
  bindings: NEVER,
  cidr: 30,
  conversions: BASE,
  encoders: NEVER,
  format: 31,
  ip: 30,
  jsonpatch: 32,
  lists: BASE,
  macros: BASE,
  math: NEVER,
  optional: 28,
  quantity: 28,
  regex: BASE,
  semver: 33,
  sets: 29,
  standard: BASE,
  strings: BASE,
  time: BASE,
  'two-variable': 32,
  url: BASE,
};

const since = (minor: number, library: string, names: string) => names.split(' ').map(name => [`${library}/${name}`, minor] as const);

const PARTS: ReadonlyMap<string, number> = new Map([
  ...since(34, 'lists', '@sortByKeys distinct flatten lists.range reverse slice sort sortBy'),
  ...since(37, 'lists', 'includes'),
  ...since(29, 'strings', 'format strings.quote'),
  ...since(NEVER, 'strings', 'reverse'),
  ...since(33, 'optional', 'optional.unwrap unwrapOpt'),
  // Another spelling of exists_one.
  ...since(NEVER, 'macros', 'existsOne'),
]);

/** Libraries that only the mutations of a MutatingAdmissionPolicy see. */
const MUTATION_ONLY = new Set(['jsonpatch']);

function readSince(library: string, name: string): number {
  return PARTS.get(`${library}/${name}`) ?? SINCE[library] ?? NEVER;
}

/** What an environment of Kubernetes consists of. */
export interface KubernetesLibraries {
  readonly libraries: readonly Library[];
  /** Why a function is not among them, by name; a macro by name and number of arguments, as `all/3`. */
  readonly hints: ReadonlyMap<string, string>;
}

const known = new Map<string, KubernetesLibraries>();

/** The libraries that expressions of an admission policy see in a minor version (30 for 1.30); `mutating` adds those of mutations. */
export function listKubernetesLibraries(minor: number, mutating = false): KubernetesLibraries {
  const key = `${minor} ${mutating}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const offered = LIBRARIES.filter(library => mutating || !MUTATION_ONLY.has(library.name));
  const libraries = offered
    .map(library => restrict(library, minor))
    .filter(({ functions, macros = [] }) => functions.length + macros.length > 0);
  const made = { libraries, hints: listHints(offered, libraries) };
  known.set(key, made);
  return made;
}

/** Kubernetes documents `quantity(…).sign()` as a method, and has a function. */
function isDocumentedOnly(library: string, { name, receiver }: FunctionDeclaration): boolean {
  return library === 'quantity' && name === 'sign' && receiver;
}

function restrict(library: Library, minor: number): Library {
  const isThere = ({ name }: { readonly name: string }): boolean => readSince(library.name, name) <= minor;
  const functions = library.functions.filter(each => isThere(each) && !isDocumentedOnly(library.name, each));
  if (functions.length === 0 && library.macros === undefined) return { name: library.name, functions };
  return { ...library, functions, ...(library.macros === undefined ? {} : { macros: library.macros.filter(isThere) }) };
}

function listHints(offered: readonly Library[], libraries: readonly Library[]): ReadonlyMap<string, string> {
  const present = new Set(libraries.flatMap(listNames).map(([name]) => name));
  const hints = offered.flatMap(listNames).filter(([name]) => !present.has(name));
  return new Map(
    hints.map(([name, minor]) => [name, minor === NEVER ? 'Kubernetes does not have it' : `Kubernetes has it from 1.${minor} on`]),
  );
}

function listNames({ name: library, functions, macros = [] }: Library): readonly (readonly [string, number])[] {
  return [
    ...functions.map(({ name }) => [name, readSince(library, name)] as const),
    ...macros.map(({ name, arity }) => [`${name}/${arity}`, readSince(library, name)] as const),
  ];
}

let firstVersions: ReadonlyMap<string, number> | undefined;

/** The first minor version that has a function of this name; undefined when none has. What came with the language itself is 0. */
export function findKubernetesVersion(name: string): number | undefined {
  firstVersions ??= listFirstVersions();
  const first = firstVersions.get(name);
  return first === NEVER ? undefined : first;
}

function listFirstVersions(): ReadonlyMap<string, number> {
  const versions = new Map<string, number>();
  for (const { name: library, functions } of LIBRARIES) {
    for (const { name } of functions) versions.set(name, Math.min(versions.get(name) ?? NEVER, readSince(library, name)));
  }
  return versions;
}
