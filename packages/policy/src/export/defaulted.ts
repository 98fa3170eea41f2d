import { listChildren, type Node, parseTree } from '@breakwater/cel';
import type { PolicyDefinition } from '@breakwater/model';
import type { Obstacle } from './shapes.ts';

/**
 * Fields that the API server fills in before a policy sees the object, where the filling makes what a policy looks for impossible.
 * `absence` fields are always there afterwards; `copy` fields always say what another field says.
 */
const FILLED: readonly { readonly field: string; readonly kind: 'absence' | 'copy'; readonly path: string }[] = [
  // https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/cron-job-v1/#CronJobSpec
  { field: 'concurrencyPolicy', kind: 'absence', path: 'spec.concurrencyPolicy' },
  // Not a pointer in the Go type: written as an empty selector.
  { field: 'podSelector', kind: 'absence', path: 'spec.podSelector' },
  // https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#PodSpec
  { field: 'serviceAccount', kind: 'copy', path: 'spec.serviceAccount' },
];

/** Why a policy could never find anything in a request, if it asks about a field that is always filled in. */
export function findFilledField(definition: PolicyDefinition): Obstacle | undefined {
  const tree = parseTree(definition.expression);
  const filled = FILLED.find(({ field, kind }) => asks(tree, field, kind));
  return filled === undefined ? undefined : { reason: `the API server fills in ${filled.path} before policies see the object` };
}

function asks(node: Node, field: string, kind: 'absence' | 'copy'): boolean {
  const here = kind === 'absence' ? asksPresence(node, field) : node.kind === 'select' && node.field === field;
  return here || listChildren(node).some(child => asks(child, field, kind));
}

/** `has(object.spec.field)` or `object.?spec.?field.hasValue()`. */
function asksPresence(node: Node, field: string): boolean {
  const read = node.kind === 'call' && node.name === 'hasValue' ? node.target : node;
  return read?.kind === 'select' && read.field === field && (read.test || read !== node) && isSpec(read.operand);
}

/** Whether it is `object.spec`: deeper down, fields of the same name are others. */
function isSpec(node: Node): boolean {
  return node.kind === 'select' && node.field === 'spec' && node.operand.kind === 'ident' && node.operand.name === 'object';
}
