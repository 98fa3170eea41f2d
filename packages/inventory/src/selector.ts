import { isRecord, toList, toRecord, toScalarText, toText, toTexts } from './raw.ts';

type Labels = Readonly<Record<string, string>>;

/**
 * Whether a label selector (matchLabels and matchExpressions) matches. An empty selector matches everything;
 * what an absent selector means differs by kind, so callers decide that before asking.
 * A term that Kubernetes would refuse matches nothing.
 */
export function matchSelector(selector: unknown, labels: Labels): boolean {
  const record = toRecord(selector);
  return matchLabels(record['matchLabels'], labels) && toList(record['matchExpressions']).every(term => matchExpression(term, labels));
}

/** A number or boolean where a text belongs is compared as what was meant; maps and lists are no label. */
export function toLabelValue(value: unknown): string | undefined {
  return typeof value === 'object' ? undefined : toScalarText(value);
}

/** Whether every pair of a plain map selector (Service, ReplicationController) is among the labels. */
export function matchLabels(wanted: unknown, labels: Labels): boolean {
  for (const [key, value] of Object.entries(toRecord(wanted))) {
    if (!Object.hasOwn(labels, key) || labels[key] !== toLabelValue(value)) return false;
  }
  return true;
}

function matchExpression(term: unknown, labels: Labels): boolean {
  if (!isRecord(term)) return false;
  const key = toText(term['key']);
  const present = Object.hasOwn(labels, key);
  const listed = present && toTexts(term['values']).includes(labels[key] ?? '');
  switch (term['operator']) {
    case 'In':
      return listed;
    case 'NotIn':
      return !listed;
    case 'Exists':
      return present;
    case 'DoesNotExist':
      return !present;
    default:
      return false;
  }
}

/** Whether a selector has no term at all and so matches everything. */
export function isEmptySelector(selector: unknown): boolean {
  const record = toRecord(selector);
  return Object.keys(toRecord(record['matchLabels'])).length === 0 && toList(record['matchExpressions']).length === 0;
}
