import { type RawBuilder, sql } from 'kysely';

/** What an image g says that it rests on, as the policy about base images sees it. */
export const BASE_NAME = sql`(CASE WHEN g.base_name <> '' THEN g.base_name ELSE g.base_digest END)`;

/** The beginning of names that an approval a means. */
const PREFIX = sql`rtrim(a.pattern, '*')`;

/** Whether an approval a speaks of a name. */
export function isApprovalOf(name: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`starts_with(${name}, ${PREFIX})`;
}

export const IS_BASE_OF = isApprovalOf(BASE_NAME);
