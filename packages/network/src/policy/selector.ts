import { isRecord, toRecord, toText } from '@breakwater/inventory';
import type { Labels } from '../world.ts';
import type { Faults } from './faults.ts';

/** One condition on a label. `NotIn` and `DoesNotExist` also hold where the key is absent. */
export interface Requirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values: readonly string[];
}

/** A label selector. All requirements have to hold; without any it selects everything. */
export interface Selector {
  readonly requirements: readonly Requirement[];
  /** Equal for selectors that mean the same: requirements and values sorted. */
  readonly key: string;
}

export const EVERYTHING: Selector = { requirements: [], key: '' };

const WITH_VALUES = new Set(['In', 'NotIn']);
const WITHOUT_VALUES = new Set(['Exists', 'DoesNotExist']);

/** An absent selector selects everything, as an empty one: whoever means something else by its absence does not ask. */
export function readSelector(value: unknown, path: string, faults: Faults): Selector {
  if (value === undefined || value === null) return EVERYTHING;
  if (!isRecord(value)) {
    faults.refuse(path, 'a label selector is a map');
    return EVERYTHING;
  }
  const labels = Object.entries(toRecord(value['matchLabels'])).map(([key, text]): Requirement => {
    if (typeof text !== 'string') faults.refuse(`${path}.matchLabels[${JSON.stringify(key)}]`, 'a label is a text');
    return { key, operator: 'In', values: [String(text)] };
  });
  const expressions = value['matchExpressions'] ?? [];
  if (!Array.isArray(expressions)) {
    faults.refuse(`${path}.matchExpressions`, 'must be a list');
    return EVERYTHING;
  }
  return toSelector([
    ...labels,
    ...expressions.map((term, index) => readExpression(toRecord(term), `${path}.matchExpressions[${index}]`, faults)),
  ]);
}

function readExpression(term: Readonly<Record<string, unknown>>, path: string, faults: Faults): Requirement {
  const key = toText(term['key']);
  const operator = toText(term['operator']);
  const given = term['values'] ?? [];
  const values = Array.isArray(given) ? given.map(String) : [];
  if (key === '') faults.refuse(`${path}.key`, 'a key is required');
  if (WITH_VALUES.has(operator)) {
    if (values.length === 0) faults.refuse(`${path}.values`, `${operator} needs at least one value`);
  } else if (WITHOUT_VALUES.has(operator)) {
    if (values.length > 0) faults.refuse(`${path}.values`, `${operator} takes no values`);
  } else faults.refuse(`${path}.operator`, `'${operator}' is none of In, NotIn, Exists, DoesNotExist`);
  return { key, operator: operator as Requirement['operator'], values };
}

/** All of them together. */
export function toSelector(requirements: readonly Requirement[]): Selector {
  const texts = requirements.map(({ key, operator, values }) => JSON.stringify([key, operator, [...new Set(values)].toSorted()]));
  return { requirements, key: [...new Set(texts)].toSorted().join() };
}

export function selects({ requirements }: Selector, labels: Labels): boolean {
  return requirements.every(requirement => holds(requirement, labels));
}

function holds({ key, operator, values }: Requirement, labels: Labels): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
  }
}
