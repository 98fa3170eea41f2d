import { isMap, readAt, toMaps, toTexts, type Yaml } from './yaml.ts';

/** Whether a label selector takes an object; one that is missing or empty takes all. https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/ */
export function takesLabels(selector: unknown, labels: Yaml): boolean {
  const wanted = readAt(selector, ['matchLabels']);
  const isLabelled = !isMap(wanted) || Object.entries(wanted).every(([key, value]) => labels[key] === value);
  return isLabelled && toMaps(readAt(selector, ['matchExpressions'])).every(expression => holds(expression, labels));
}

function holds({ key, operator, values }: Yaml, labels: Yaml): boolean {
  const value = labels[String(key)];
  const isAmong = toTexts(values).includes(String(value));
  if (operator === 'Exists') return value !== undefined;
  if (operator === 'DoesNotExist') return value === undefined;
  if (operator === 'In') return value !== undefined && isAmong;
  // What is not understood takes nothing: an engine is not believed to look where it may not.
  return operator === 'NotIn' && !isAmong;
}
