import type { PolicyDefinition } from '@breakwater/model';

type Requests = NonNullable<PolicyDefinition['requests']>;

/** The requests that a policy speaks of, as a condition over facts; matchConstraints say the same to an API server. */
export function toRequestCondition(requests: Requests): string {
  return requests
    .map(({ groups, resources, operations }) => {
      const parts = [
        toListCondition('request.operation', operations),
        toListCondition('request.group', groups),
        `(${resources.map(toResourceCondition).join(' || ')})`,
      ];
      return `(${parts.filter(part => part !== '').join(' && ')})`;
    })
    .join(' || ');
}

function toListCondition(fact: string, wanted: readonly string[]): string {
  return wanted.includes('*') ? '' : `${fact} in ${JSON.stringify(wanted)}`;
}

/** `pods`, `pods/exec`, `*` + `/scale`; a bare `*` takes no sub-resource. */
function toResourceCondition(pattern: string): string {
  const slash = pattern.indexOf('/');
  const [resource, subresource] = slash < 0 ? [pattern, ''] : [pattern.slice(0, slash), pattern.slice(slash + 1)];
  const parts = [
    ...(resource === '*' ? [] : [`request.resource == ${JSON.stringify(resource)}`]),
    ...(subresource === '*' ? [] : [`request.subresource == ${JSON.stringify(subresource)}`]),
  ];
  return parts.length === 0 ? 'true' : `(${parts.join(' && ')})`;
}
