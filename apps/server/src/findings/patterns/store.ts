import { type RawBuilder, sql } from 'kysely';

/** A pattern of a scope as LIKE reads it: `*` stands for any text, everything else for itself. */
export function toLike(pattern: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`replace(regexp_replace(${pattern}, '([\\\\%_])', '\\\\\\1', 'g'), '*', '%')`;
}

/** Whether a list of a scope is absent, or one of its patterns fits one of the names. */
export function meetsPart(scope: RawBuilder<unknown>, part: string, names: readonly RawBuilder<unknown>[]): RawBuilder<boolean> {
  const like = toLike(sql`pattern`);
  const fits = names.map(name => sql<boolean>`${name} LIKE ${like}`);
  return sql<boolean>`(NOT ${scope} ? ${sql.lit(part)} OR EXISTS (
    SELECT FROM jsonb_array_elements_text(${scope} -> ${sql.lit(part)}) AS pattern WHERE ${sql.join(fits, sql` OR `)}))`;
}
