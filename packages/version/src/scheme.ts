import type { Test } from './ranges/comparator.ts';

/**
 * How one ecosystem writes versions and which of two is the newer one. A scheme lives in schemes/<name>.ts and exports
 * `scheme`; schemes.contract.test.ts holds every scheme to what is promised here.
 */
export interface VersionScheme<Value extends object = object> {
  /** The file's name. */
  readonly name: string;
  /** Other names that standards give it: types of purl and vers. */
  readonly aliases?: readonly string[];
  /** One sentence: what the scheme reads and what it ignores. */
  readonly doc: string;
  /** Where the order is specified. */
  readonly specification: string;
  readonly examples: SchemeExamples;
  /** What the text says, or undefined when it is no version of this scheme. Never throws; linear in the text's length. */
  parse(text: string): Value | undefined;
  /** Negative when `a` is older, positive when `a` is newer, 0 when neither: a total preorder over everything that parse yields. */
  compare(a: Value, b: Value): number;
  /** How the ecosystem writes constraints; by default comparisons joined by `,` (and) and `||` (or). */
  readonly constraints?: ConstraintSyntax<Value>;
}

export interface SchemeExamples {
  /** Groups of versions that compare equal, from the oldest to the newest. */
  readonly ascending: readonly (readonly string[])[];
  /** Texts that are no version of this scheme. */
  readonly invalid: readonly string[];
}

export interface ConstraintSyntax<Value> {
  /** Turns a constraint into a test of versions; undefined when the text, at most 4096 characters with single blanks, is none. */
  compile(constraint: string, scheme: VersionScheme<Value & object>): Test<Value> | undefined;
  /** The version that a blank one stands for (`Gem::Version.new('')` is 0). */
  readonly blank?: string;
}
