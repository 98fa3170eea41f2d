import type { Macro } from './parser/macros.ts';
import { type CelType, parseType } from './types.ts';
import type { Failure } from './values/failure.ts';
import type { CelValue } from './values/value.ts';

/** What a function may return: a value, a CEL error (`fail('…')`), or any raw value of the host. Throwing is a CEL error too. */
export type FunctionResult = CelValue | Failure | undefined;

/** The implementation of one overload; the arguments have the types that the overload declares. */
// biome-ignore lint/suspicious/noExplicitAny: the declared parameter types stand for the argument types, which TypeScript cannot follow
export type FunctionCall = (...args: any[]) => FunctionResult;

/** The price of a call, asked with its arguments before it is made. */
// biome-ignore lint/suspicious/noExplicitAny: as for FunctionCall
export type FunctionCost = (...args: any[]) => number;

/** One overload of a function. Overloads of one name are tried in the order of their declaration. */
export interface FunctionDeclaration {
  /** `size`, `math.greatest`, `startsWith`; for methods without the receiver. */
  readonly name: string;
  /** True for `receiver.name(…)`; the receiver is then the first of `params`. */
  readonly receiver: boolean;
  readonly params: readonly CelType[];
  readonly result: CelType;
  readonly call: FunctionCall;
  /** Run-time cost, 1 when absent. */
  readonly cost?: number | FunctionCost;
  /** Given the arguments that are constants (others undefined), may return a faster implementation, or why it can never work. */
  readonly specialize?: (constants: readonly (CelValue | undefined)[]) => FunctionCall | Failure | undefined;
  /** A constant argument that it cannot take is a mistake in the expression (environments with `validateLiterals`). */
  readonly validated?: boolean;
  /** Same arguments, same result: may be computed once, while compiling. Libraries are; host functions only when they say so. */
  readonly pure?: boolean;
}

/** An object type of the host. Values are class instances or plain objects; a field is read as a property, when it is needed. */
export interface ObjectTypeDeclaration {
  readonly name: string;
  readonly fields: Readonly<Record<string, CelType>>;
  /** Tells values of this type from others at run time, where overloads differ only in it. */
  readonly accepts?: (value: object) => boolean;
  /** Whether `Name{field: …}` makes one: of the declared fields only, or `open`, of any, and so do `Name.path{…}` the objects in it. */
  readonly constructible?: 'declared' | 'open';
}

/** A set of functions and macros that an environment offers. */
export interface Library {
  readonly name: string;
  readonly functions: readonly FunctionDeclaration[];
  readonly macros?: readonly Macro[];
  readonly types?: readonly ObjectTypeDeclaration[];
  /** Names that stand for a type as a value (`int`, `net.IP`). */
  readonly typeNames?: readonly string[];
}

type Options = Pick<FunctionDeclaration, 'cost' | 'specialize' | 'validated'>;

const parsed = new Map<string, CelType>();

/** Signatures repeat the same few types. */
function readType(text: string): CelType {
  let type = parsed.get(text);
  if (type === undefined) {
    type = parseType(text);
    parsed.set(text, type);
  }
  return type;
}

/** Declares a library function: `defineFunction('math.abs', ['int'], 'int', abs)`. */
export function defineFunction(
  name: string,
  params: readonly string[],
  result: string,
  call: FunctionCall,
  options: Options = {},
): FunctionDeclaration {
  return { name, receiver: false, params: params.map(readType), result: readType(result), call, pure: true, ...options };
}

/** Declares a library method; the first parameter is the receiver. */
export function defineMethod(
  name: string,
  params: readonly string[],
  result: string,
  call: FunctionCall,
  options: Options = {},
): FunctionDeclaration {
  return { ...defineFunction(name, params, result, call, options), receiver: true };
}

/** cel-go's price of walking a string: a tenth of its length, rounded up. */
export function costOfTraversal(length: number): number {
  return Math.ceil(length * 0.1);
}

/** The price of walking the first argument. */
export function costOfFirst(first: unknown): number {
  return costOfTraversal(measureSize(first));
}

/** cel-go's actualSize: the length of strings, bytes, lists and maps, 1 for everything else. */
export function measureSize(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 1;
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length;
  if (value instanceof Map) return value.size;
  return Object.getPrototypeOf(value) === Object.prototype ? Object.keys(value).length : 1;
}
