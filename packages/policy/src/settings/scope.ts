import type { InventoryObject, TargetInstance } from '@breakwater/inventory';
import type { Scope } from '@breakwater/model';

/** Whether a name fits a pattern in which `*` stands for any run of characters. */
export function matchPattern(pattern: string, name: string): boolean {
  if (!pattern.includes('*')) return pattern === name;
  const parts = pattern.split('*');
  const [first = '', last = ''] = [parts[0], parts.at(-1)];
  if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) return false;
  const end = name.length - last.length;
  let from = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = name.indexOf(part, from);
    if (found < 0 || found + part.length > end) return false;
    from = found + part.length;
  }
  return true;
}

function matchAny(patterns: readonly string[] | undefined, names: readonly string[]): boolean {
  return patterns === undefined || patterns.some(pattern => names.some(name => matchPattern(pattern, name)));
}

/** Whether a scope takes some of a namespace at all. */
export function reachesNamespace(scope: Scope, cluster: string, namespace: string): boolean {
  return matchAny(scope.clusters, [cluster]) && matchAny(scope.namespaces, [namespace]);
}

/** Whether a scope speaks of single objects, so that cluster and namespace do not decide. */
export function isNarrow(scope: Scope): boolean {
  return [scope.workloads, scope.labels, scope.containers, scope.images, scope.packages, scope.files, scope.fields].some(
    part => part !== undefined,
  );
}

/** Whether a scope takes a target of a namespace that it reaches. Files, fields and packages are no part of a cluster's object. */
export function takesTarget(
  scope: Scope,
  { object, container, images = [] }: Pick<TargetInstance, 'object' | 'container' | 'images'>,
): boolean {
  return (
    scope.files === undefined &&
    scope.fields === undefined &&
    scope.packages === undefined &&
    matchAny(scope.workloads, [object.name, `${object.kind}/${object.name}`]) &&
    matchAny(scope.containers, container === undefined ? [] : [container]) &&
    matchAny(scope.images, images) &&
    hasLabels(object, scope.labels ?? {})
  );
}

function hasLabels({ labels }: InventoryObject, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([key, value]) => Object.hasOwn(labels, key) && matchPattern(value, labels[key] ?? ''));
}

/** Labels before namespace before cluster before everything. */
export function rankScope(scope: Scope): number {
  if (isNarrow(scope)) return 3;
  if (scope.namespaces !== undefined) return 2;
  return scope.clusters === undefined ? 0 : 1;
}
