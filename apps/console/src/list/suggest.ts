import { type Condition, findField, type ListField, type ListFields, OPERATORS, OPERATORS_OF, parseFilter } from '@breakwater/api';
import { SEVERITIES } from '@breakwater/model';

/** One line below the filter's box. */
export interface Suggestion {
  /** Text of the box after it was chosen. */
  readonly text: string;
  /** What the line shows. */
  readonly label: string;
  /** Field that it speaks about, for its explanation. */
  readonly field: string;
  readonly kind: 'field' | 'operator' | 'value';
  /** Whether choosing it ends the condition. */
  readonly isComplete: boolean;
}

const MAX_SUGGESTIONS = 12;

/** What can come next in a condition that is being written: a field, then an operator, then a value. */
export function suggest(text: string, fields: ListFields, known: Readonly<Record<string, readonly string[]>> = {}): Suggestion[] {
  const parts = splitInput(text);
  if (parts.operator === undefined)
    return [...suggestOperators(parts.field, fields), ...suggestFields(parts.field, fields)].slice(0, MAX_SUGGESTIONS);
  const row = findField(fields, parts.field);
  if (row === undefined) return [];
  return suggestValues(parts.field, parts.operator, parts.value, listValues(row, known[parts.field]));
}

/**
 * The condition that the box holds. A bare word looks for itself in `textField`; a condition that is not right yields its problem.
 */
export function readInput(
  text: string,
  fields: ListFields,
  textField: string,
): { readonly condition: Condition } | { readonly problem: string } | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  if (splitInput(trimmed).operator === undefined) return { condition: { field: textField, operator: '~', values: [trimmed] } };
  const outcome = parseFilter(trimmed, fields);
  if ('problem' in outcome) return outcome;
  const [condition] = outcome.conditions;
  return condition === undefined ? undefined : { condition };
}

/** What values the box is about to need from elsewhere: those of a field of text, with the part that was typed. */
export function readAsked(text: string, fields: ListFields): { readonly field: string; readonly text: string } | undefined {
  const { field, operator, value } = splitInput(text);
  if (operator === undefined || fields[field]?.type !== 'text' || field === 'label') return undefined;
  return { field, text: value.slice(value.lastIndexOf('|') + 1) };
}

interface InputParts {
  readonly field: string;
  readonly operator: string | undefined;
  readonly value: string;
}

function splitInput(text: string): InputParts {
  const start = text.search(/[!=<>~]/);
  if (start < 0) return { field: text.trim(), operator: undefined, value: '' };
  const operator = OPERATORS.find(candidate => text.startsWith(candidate, start)) ?? text.charAt(start);
  return { field: text.slice(0, start).trim(), operator, value: text.slice(start + operator.length) };
}

function suggestFields(typed: string, fields: ListFields): Suggestion[] {
  const word = typed.toLowerCase();
  return Object.entries(fields)
    .filter(([name, { filterable }]) => filterable !== false && name !== typed && name.toLowerCase().includes(word))
    .sort(([a], [b]) => Number(b.startsWith(word)) - Number(a.startsWith(word)))
    .map(([name, row]) => {
      const text = name === 'label' ? 'label.' : `${name}${OPERATORS_OF[row.type].length === 1 ? OPERATORS_OF[row.type][0] : ''}`;
      return { text, label: name === 'label' ? 'label.…' : name, field: name, kind: 'field', isComplete: false };
    });
}

function suggestOperators(field: string, fields: ListFields): Suggestion[] {
  const row = findField(fields, field);
  if (row === undefined || row.filterable === false) return [];
  return OPERATORS_OF[row.type].map(operator => ({
    text: `${field}${operator}`,
    label: `${field} ${operator}`,
    field,
    kind: 'operator',
    isComplete: false,
  }));
}

function listValues({ type, choices = [] }: ListField, known: readonly string[] = []): readonly string[] {
  if (type === 'severity') return SEVERITIES.toReversed();
  if (type === 'boolean') return ['true', 'false'];
  return type === 'choice' ? choices : known;
}

/** The last of the values is the one that is being written. */
function suggestValues(field: string, operator: string, typed: string, values: readonly string[]): Suggestion[] {
  const cut = typed.lastIndexOf('|') + 1;
  const [before, word] = [typed.slice(0, cut), typed.slice(cut).toLowerCase()];
  return values
    .filter(value => value.toLowerCase().includes(word))
    .slice(0, MAX_SUGGESTIONS)
    .map(value => ({ text: `${field}${operator}${before}${value}`, label: value, field, kind: 'value', isComplete: true }));
}
