import { nameObject } from '@breakwater/inventory';
import { type AccessRequest, type BoundRule, isUrlRequest, type PolicyRule, toWrittenRule } from '@breakwater/rbac';
import type { Access } from './read-access.ts';

/** Where a right comes from, as JSON: the binding and role to change, each with its place. */
export function toChain({ binding, role, rule }: BoundRule, locate: Access['locate']) {
  const describe = ({ kind, namespace, name, index }: BoundRule['binding'] | BoundRule['role']) => {
    const place = locate(index);
    return { kind, ...(namespace === '' ? {} : { namespace }), name, ...(place === '' ? {} : { source: place }) };
  };
  return { binding: describe(binding), role: describe(role), rule: toWrittenRule(rule) };
}

export const CHAIN_COLUMNS = ['binding', 'role', 'rule', 'source'] as const;

/** The same as cells of CHAIN_COLUMNS; the source is that of the binding. */
export function toChainCells({ binding, role, rule }: BoundRule, locate: Access['locate']): readonly string[] {
  return [nameObject(binding), nameObject(role), formatRule(rule), locate(binding.index)];
}

/** `get,list pods,secrets (names: tls)`, `get deployments.apps`, `get /healthz`. */
function formatRule({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: PolicyRule): string {
  const named = apiGroups.flatMap(group => resources.map(resource => formatResource(group, resource)));
  const names = resourceNames.length === 0 ? '' : ` (names: ${resourceNames.join(',')})`;
  return `${verbs.join(',')} ${[...named, ...nonResourceURLs].join(',')}${names}`;
}

/** `deployments.apps/scale`, as the command line takes it. */
function formatResource(group: string, resource: string): string {
  if (group === '') return resource;
  const slash = resource.indexOf('/');
  return slash < 0 ? `${resource}.${group}` : `${resource.slice(0, slash)}.${group}${resource.slice(slash)}`;
}

export function formatRequest(request: AccessRequest): string {
  if (isUrlRequest(request)) return `${request.verb} ${request.url}`;
  const { verb, group, resource, subresource, name, namespace } = request;
  const path = formatResource(group, subresource === '' ? resource : `${resource}/${subresource}`);
  return `${verb} ${path}${name === '' ? '' : ` ${name}`}${namespace === '' ? ' cluster-wide' : ` -n ${namespace}`}`;
}
