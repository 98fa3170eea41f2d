import type { FunctionDeclaration } from '../declarations.ts';
import type { CelType } from '../types.ts';
import type { CelTypeValue } from '../values/type-value.ts';

/** What an identifier, or a selection that spells a dotted name, stands for. */
export type Resolution =
  | { readonly kind: 'global'; readonly name: string; readonly index: number }
  | { readonly kind: 'local'; readonly slot: number; readonly lazy: boolean }
  | { readonly kind: 'type'; readonly value: CelTypeValue }
  | { readonly kind: 'missing'; readonly name: string };

/** The overloads that may apply to a call at run time. */
export interface CallResolution {
  readonly overloads: readonly FunctionDeclaration[];
  /** False when the target only spells the function's namespace, as in `math.abs(x)`. */
  readonly hasTarget: boolean;
}

export interface CheckIssue {
  readonly message: string;
  readonly offset: number;
  readonly suggestion?: string;
}

/** What the checker found out about each node, by node id. */
export interface Annotations {
  readonly types: readonly CelType[];
  readonly resolutions: ReadonlyMap<number, Resolution>;
  readonly calls: ReadonlyMap<number, CallResolution>;
  /** The slots of the variables that a macro introduces. */
  readonly slots: ReadonlyMap<number, readonly number[]>;
  readonly slotCount: number;
  /** The variables read, in the order of their indexes. */
  readonly globals: readonly string[];
  readonly issues: readonly CheckIssue[];
}
