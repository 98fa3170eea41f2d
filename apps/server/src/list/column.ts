import type { Condition } from '@breakwater/api';
import type { RawBuilder } from 'kysely';

/** What a field of a list is in SQL. */
export interface Column {
  /** Never null, so that every row has a place in the order. */
  readonly value: RawBuilder<unknown>;
  /** SQL type in which values of requests and cursors are compared; by the field's type unless given. */
  readonly cast?: 'text' | 'double precision' | 'real' | 'integer' | 'bigint' | 'smallint' | 'timestamptz' | 'boolean';
  /** What a filter may name, where that is not the value itself; may be several rows (`unnest`). */
  readonly known?: RawBuilder<unknown>;
  /** Another way to read a condition than by the field's type. */
  readonly where?: (condition: Condition) => RawBuilder<boolean>;
}

/** A column that decides among equals. */
export interface Tie {
  readonly value: RawBuilder<unknown>;
  readonly cast?: 'uuid' | 'bigint';
}

/** A list that can be asked for: a FROM clause and what its fields are in it. */
export interface ListSource {
  readonly with?: RawBuilder<unknown>;
  readonly from: RawBuilder<unknown>;
  readonly select: RawBuilder<unknown>;
  /** Base conditions, `visible` among them. */
  readonly where: readonly RawBuilder<boolean>[];
  readonly columns: Readonly<Record<string, Column>>;
  /** Columns that together are unique: they decide among equals. Texts unless a cast says otherwise. */
  readonly tie: readonly Tie[];
  /** Rows beyond which nobody counts, for lists of millions; all are counted when absent. */
  readonly counted?: number;
  /** As in a request: `-risk`. */
  readonly defaultSort: string;
}
