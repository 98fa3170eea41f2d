import type { ColumnType } from 'kysely';

/** Times are read as RFC 3339 text (see types.ts) and written as such or as Date. */
export type Time = ColumnType<string, string | Date, string | Date>;
export type OptionalTime = ColumnType<string | null, string | Date | null | undefined, string | Date | null>;
export type DefaultTime = ColumnType<string, string | Date | undefined, string | Date>;
/** Written as JSON text. */
export type OptionalJson<T> = ColumnType<T | null, string | null | undefined, string | null>;
