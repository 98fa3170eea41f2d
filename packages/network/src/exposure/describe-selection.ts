import type { PodSelection } from '../policy/normal-form.ts';
import type { Requirement, Selector } from '../policy/selector.ts';

/** `namespace shop/pod {app=web}`, `any namespace/any pod`, `namespace {team in (a,b)}/any pod`. */
export function describeSelection({ namespace, namespaces, pods, sameLabels, notSameLabels }: PodSelection): string {
  const compared = [
    ...(sameLabels === undefined ? [] : [`same ${sameLabels.join(',')}`]),
    ...(notSameLabels === undefined ? [] : [`other ${notSameLabels.join(',')}`]),
  ];
  const where = namespace === undefined ? describe('namespace', namespaces, compared) : `namespace ${namespace}`;
  return `${where}/${describe('pod', pods, [])}`;
}

function describe(noun: string, selector: Selector | undefined, more: readonly string[]): string {
  const terms = [...(selector?.requirements ?? []).map(formatRequirement), ...more];
  return terms.length === 0 ? `any ${noun}` : `${noun} {${terms.join(', ')}}`;
}

/** As kubectl writes it. https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#list-and-watch-filtering */
function formatRequirement({ key, operator, values }: Requirement): string {
  switch (operator) {
    case 'In':
      return values.length === 1 ? `${key}=${values[0]}` : `${key} in (${values.join(',')})`;
    case 'NotIn':
      return values.length === 1 ? `${key}!=${values[0]}` : `${key} notin (${values.join(',')})`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
  }
}
