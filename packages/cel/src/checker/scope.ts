import type { CelType } from '../types.ts';

/** A variable that a macro introduced. Scopes form a list from the innermost outwards. */
export interface Scope {
  readonly name: string;
  readonly type: CelType;
  readonly slot: number;
  /** Computed when first read (`cel.bind`). */
  readonly lazy: boolean;
  readonly outer: Scope | undefined;
}

export function findLocal(scope: Scope | undefined, name: string): Scope | undefined {
  for (let current = scope; current !== undefined; current = current.outer) {
    if (current.name === name) return current;
  }
  return undefined;
}

export function listLocals(scope: Scope | undefined): string[] {
  const names: string[] = [];
  for (let current = scope; current !== undefined; current = current.outer) names.push(current.name);
  return names;
}
