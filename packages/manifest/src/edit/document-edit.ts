import type { Path } from '../path.ts';

/**
 * One change of one document. `document` is `ManifestDocument.index`; the path leads from the document's root and, like those of all edits
 * that are applied together, through the text as it was before any of them.
 *
 * - `set` replaces a value or adds it, with the mappings on the way; where it is a list that is missing, its index is not created.
 * - `append` adds an item to a list, or makes the list.
 * - `remove` takes an entry or an item away. A `securityContext` or another value that means nothing when empty goes with its last
 *   entry, any other stays as `{}` or `[]`. What is not there is removed already.
 */
export type DocumentEdit =
  | { readonly document: number; readonly action: 'set' | 'append'; readonly path: Path; readonly value: unknown }
  | { readonly document: number; readonly action: 'remove'; readonly path: Path };

/** An edit that cannot be made without changing more than was asked for. */
export interface EditRefusal {
  /** Place of the edit in the list that was given. */
  readonly edit: number;
  /** A clause that says why, without capital and full stop: `the value is an alias`. */
  readonly reason: string;
}

/** The edited text, or the edits that stand in its way; then nothing was changed. */
export type EditOutcome =
  | { readonly edited: true; readonly text: string }
  | { readonly edited: false; readonly refusals: readonly EditRefusal[] };

/** A stretch of the text and what takes its place; end-exclusive offsets. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}
