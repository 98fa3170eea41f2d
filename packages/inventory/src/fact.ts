import type { Inventory } from './inventory.ts';

/**
 * One fact: a named, typed value that policies may read about a subject. A getter returns a JSON value, a subject of
 * another fact type, a list of either, undefined for "not set" (CEL's has() is false), or an Unknown for "could not look".
 */
export interface Fact {
  /** Type that carries it, as `Container`. */
  readonly subject: string;
  /** Path below the subject, as `security.privileged`. */
  readonly name: string;
  /** CEL type, as `bool`, `list(Mount)`, `dyn`. */
  readonly type: string;
  readonly doc: string;
  /** Where the value comes from, as a field path or the join that makes it. */
  readonly source: string;
  /** The same value in CEL over the raw subject, where one exists; makes policies over it exportable. */
  readonly native?: string;
  readonly get: (subject: never, inventory: Inventory) => unknown;
}

interface FactRow<S> {
  readonly type: string;
  readonly doc: string;
  readonly source: string;
  readonly native?: string;
  readonly get: (subject: S, inventory: Inventory) => unknown;
}

/** Declares facts of one subject type; the keys are their names. */
export function defineFacts<S>(subject: string, rows: Readonly<Record<string, FactRow<S>>>): readonly Fact[] {
  return Object.entries(rows).map(([name, row]) => ({ subject, name, ...row }));
}
