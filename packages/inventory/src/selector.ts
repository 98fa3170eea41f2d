import { type Raw, toRecord, toRecords, toText, toTexts } from './raw.ts';

type Labels = Readonly<Record<string, string>>;

/**
 * Whether a label selector (matchLabels and matchExpressions) matches. An empty selector matches everything;
 * what an absent selector means differs by kind, so callers decide that before asking.
 * An operator that Kubernetes does not know matches nothing.
 */
export function matchSelector(selector: unknown, labels: Labels): boolean {
  const record = toRecord(selector);
  return matchLabels(record['matchLabels'], labels) && toRecords(record['matchExpressions']).every(term => matchExpression(term, labels));
}

/** Whether every pair of a plain map selector (Service, ReplicationController) is among the labels. */
export function matchLabels(wanted: unknown, labels: Labels): boolean {
  for (const [key, value] of Object.entries(toRecord(wanted))) {
    if (!Object.hasOwn(labels, key) || labels[key] !== String(value)) return false;
  }
  return true;
}

function matchExpression(term: Raw, labels: Labels): boolean {
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
  return Object.keys(toRecord(record['matchLabels'])).length === 0 && toRecords(record['matchExpressions']).length === 0;
}
