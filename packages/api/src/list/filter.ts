import { nearestName, SEVERITIES } from '@breakwater/model';
import { type FieldType, type ListField, type ListFields, OPERATORS, OPERATORS_OF, type Operator } from './fields.ts';

/** One condition; all conditions of a filter hold at once, one of the values is enough (with `!=` and `!~`: none of them). */
export interface Condition {
  /** As it was written: `severity`, `label.team`. */
  readonly field: string;
  readonly operator: Operator;
  readonly values: readonly string[];
}

export type FilterOutcome = { readonly conditions: readonly Condition[] } | { readonly problem: string };

/** Longest filter; more conditions than fit in it nobody means. */
const MAX_LENGTH = 4000;

/**
 * Reads `severity>=high,namespace=a|b,label.team=x`. A value with `,`, `|` or `"` stands in double quotes, inside which `""` is a quote.
 * Unknown fields are refused with the nearest match.
 */
export function parseFilter(text: string, fields: ListFields): FilterOutcome {
  if (text.length > MAX_LENGTH) return { problem: `a filter has at most ${MAX_LENGTH} characters` };
  const conditions: Condition[] = [];
  const reader = new Reader(text);
  while (!reader.atEnd) {
    const field = reader.readField();
    const operator = reader.readOperator();
    if (field === '' || operator === undefined)
      return { problem: `'${reader.rest(field)}': a condition is a field, an operator (${OPERATORS.join(' ')}) and a value` };
    const values = reader.readValues();
    if (values === undefined) return { problem: `the value of '${field}' has an open quote` };
    const condition = { field, operator, values };
    const problem = findProblem(condition, fields);
    if (problem !== undefined) return { problem };
    conditions.push(condition);
  }
  return { conditions };
}

/** Writes conditions so that parseFilter reads the same. */
export function formatFilter(conditions: readonly Condition[]): string {
  return conditions.map(({ field, operator, values }) => `${quoteField(field)}${operator}${values.map(quoteValue).join('|')}`).join(',');
}

/** The row of a field; every `label.KEY` has that of `label`. */
export function findField(fields: ListFields, name: string): ListField | undefined {
  if (Object.hasOwn(fields, name) && name !== 'label') return fields[name];
  return /^label\../.test(name) ? fields['label'] : undefined;
}

function findProblem({ field, operator, values }: Condition, fields: ListFields): string | undefined {
  const row = findField(fields, field);
  if (row === undefined || row.filterable === false) return describeUnknown(field, fields);
  const operators = OPERATORS_OF[row.type];
  if (!operators.includes(operator)) return `'${field}' is compared with ${operators.join(' ')}, not with ${operator}`;
  if (values.length > 1 && /[<>]/.test(operator)) return `'${field}${operator}' takes one value`;
  const wrong = values.find(value => !isValue(value, row));
  return wrong === undefined ? undefined : describeValue(field, wrong, row);
}

function describeUnknown(field: string, fields: ListFields): string {
  const known = Object.keys(fields)
    .filter(name => fields[name]?.filterable !== false)
    .map(name => (name === 'label' ? 'label.KEY' : name));
  const nearest = nearestName(field, known);
  return nearest === undefined
    ? `there is no field '${field}'; there are ${known.join(', ')}`
    : `there is no field '${field}'; did you mean '${nearest}'?`;
}

const PATTERNS: Readonly<Partial<Record<FieldType, RegExp>>> = {
  number: /^-?\d+(?:\.\d+)?$/,
  time: /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z)?$/,
  boolean: /^(?:true|false)$/,
};

function isValue(value: string, { type, choices = [] }: ListField): boolean {
  if (type === 'severity') return SEVERITIES.some(severity => severity === value);
  if (type === 'choice') return choices.includes(value);
  if (type === 'time' && Number.isNaN(Date.parse(value))) return false;
  return PATTERNS[type]?.test(value) ?? true;
}

const EXPECTED: Readonly<Record<FieldType, string>> = {
  text: 'a text',
  number: 'a number',
  time: 'a time such as 2026-11-25 or 2026-11-25T10:00:00Z',
  boolean: 'true or false',
  severity: SEVERITIES.join(', '),
  choice: '',
};

function describeValue(field: string, value: string, { type, choices = [] }: ListField): string {
  const nearest = nearestName(value, type === 'severity' ? SEVERITIES : choices);
  const hint = nearest === undefined ? '' : `; did you mean '${nearest}'?`;
  return `'${value}' is no value of '${field}': it takes ${type === 'choice' ? choices.join(', ') : EXPECTED[type]}${hint}`;
}

/** Field names hold letters, digits and what label keys hold: dots, slashes, dashes, underscores. */
const FIELD = /"(?:[^"]|"")*"|[\w./-]*/y;

class Reader {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get atEnd(): boolean {
    return this.#position >= this.#text.length;
  }

  rest(before: string): string {
    return `${before}${this.#text.slice(this.#position)}`.slice(0, 100);
  }

  readField(): string {
    return unquote(this.#take(FIELD)).trim();
  }

  readOperator(): Operator | undefined {
    const operator = OPERATORS.find(candidate => this.#text.startsWith(candidate, this.#position));
    this.#position += operator?.length ?? 0;
    return operator;
  }

  /** Undefined for a quote that is not closed. */
  readValues(): readonly string[] | undefined {
    const values: string[] = [];
    for (;;) {
      const value = this.#take(/"(?:[^"]|"")*"|[^,|"]*/y);
      values.push(unquote(value));
      const next = this.#text.charAt(this.#position);
      if (next !== '' && next !== ',' && next !== '|') return undefined;
      this.#position += 1;
      if (next !== '|') return values;
    }
  }

  #take(pattern: RegExp): string {
    const sticky = new RegExp(pattern, 'y');
    sticky.lastIndex = this.#position;
    const found = sticky.exec(this.#text)?.[0] ?? '';
    this.#position += found.length;
    return found;
  }
}

function unquote(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
}

function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function quoteValue(value: string): string {
  return /[,|"]/.test(value) ? quote(value) : value;
}

function quoteField(field: string): string {
  return /^[\w./-]+$/.test(field) ? field : quote(field);
}
