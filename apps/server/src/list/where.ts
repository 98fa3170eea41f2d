import { type Condition, findField, type ListField, type ListFields } from '@breakwater/api';
import { SEVERITIES } from '@breakwater/model';
import { type RawBuilder, sql } from 'kysely';
import { escapeLike } from '../access/visible.ts';
import type { Column } from './column.ts';

const COMPARISONS = { '=': sql`=`, '!=': sql`<>`, '>=': sql`>=`, '<=': sql`<=`, '>': sql`>`, '<': sql`<` } as const;

const CASTS = {
  text: 'text',
  choice: 'text',
  number: 'double precision',
  time: 'timestamptz',
  boolean: 'boolean',
  severity: 'smallint',
} as const;

/** SQL type in which a field is compared. */
export function toCast(column: Column, field: ListField): RawBuilder<unknown> {
  return sql.raw(column.cast ?? CASTS[field.type]);
}

/** A condition of a request in SQL; its values travel as parameters. */
export function toWhere(condition: Condition, fields: ListFields, columns: Readonly<Record<string, Column>>): RawBuilder<boolean> {
  const field = findField(fields, condition.field);
  const column = columns[condition.field.startsWith('label.') ? 'label' : condition.field];
  if (field === undefined || column === undefined) throw new TypeError(`no column for the field ${condition.field}`);
  if (column.where !== undefined) return column.where(condition);
  if (condition.field.startsWith('label.')) return matchLabel(column.value, condition);
  return match(column.value, toCast(column, field), { ...condition, values: condition.values.map(value => toStored(value, field)) });
}

/** Compares one SQL value with those of a condition: `!=` and `!~` mean none of them. */
export function match(value: RawBuilder<unknown>, cast: RawBuilder<unknown>, { operator, values }: Condition): RawBuilder<boolean> {
  if (operator === '~' || operator === '!~') {
    const found = sql<boolean>`${value} ILIKE ANY (${values.map(part => `%${escapeLike(part)}%`)}::text[])`;
    return operator === '~' ? found : sql<boolean>`NOT (${found})`;
  }
  // An index whose first columns have one value each is in the order of the next one: of a set of values PostgreSQL does not see that.
  if (operator === '=' && values.length === 1) return sql<boolean>`${value} = ${values[0]}::${cast}`;
  if (operator === '=') return sql<boolean>`${value} = ANY (${[...values]}::${cast}[])`;
  if (operator === '!=') return sql<boolean>`${value} <> ALL (${[...values]}::${cast}[])`;
  return sql<boolean>`${value} ${COMPARISONS[operator]} ${values[0] ?? ''}::${cast}`;
}

/** Whether one of several texts of a row matches, `!=` and `!~` again meaning none: names of a cluster, references of images. */
export function matchAny(alternatives: readonly RawBuilder<unknown>[], condition: Condition): RawBuilder<boolean> {
  const negated = condition.operator.startsWith('!');
  const parts = alternatives.map(value => match(value, sql`text`, condition));
  return sql<boolean>`(${sql.join(parts, negated ? sql` AND ` : sql` OR `)})`;
}

export function matchLabel(labels: RawBuilder<unknown>, condition: Condition): RawBuilder<boolean> {
  const key = condition.field.slice('label.'.length);
  if (condition.operator === '=') {
    const wanted = condition.values.map(value => sql<boolean>`${labels} @> ${JSON.stringify({ [key]: value })}::jsonb`);
    return sql<boolean>`(${sql.join(wanted, sql` OR `)})`;
  }
  return match(sql`coalesce(${labels} ->> ${key}::text, '')`, sql`text`, condition);
}

function toStored(value: string, { type }: ListField): string {
  return type === 'severity' ? String((SEVERITIES as readonly string[]).indexOf(value)) : value;
}
