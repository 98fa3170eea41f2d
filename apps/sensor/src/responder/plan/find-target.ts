import type { Raw } from '@breakwater/inventory';
import type { ResponseRequest } from '@breakwater/model';
import type { ObjectRef, ResponderEdge, ResponsePlan } from '../contract.ts';
import { describe, findResource, toUid } from '../resources.ts';

export interface FoundTarget {
  readonly ref: ObjectRef;
  readonly object: Raw;
}

/** The object that a request means, or a plan of nothing that says why there is none. */
export async function findTarget(
  { target }: Pick<ResponseRequest, 'target'>,
  edge: ResponderEdge,
): Promise<FoundTarget | { readonly obstacle: ResponsePlan }> {
  const { apiVersion, kind, namespace, name, uid } = target;
  const resource = await findResource(edge, apiVersion, kind);
  if (resource === undefined) return toObstacle(`this cluster serves no ${kind} of ${apiVersion}`);
  if (resource.namespaced && namespace === '') return toObstacle(`a ${kind} is in a namespace: name it`);
  const ref = { resource, namespace: resource.namespaced ? namespace : '', name };
  const object = await edge.read(ref);
  if (object === undefined) return toObstacle(`${describe(ref)} is not there`);
  if (uid !== undefined && toUid(object) !== uid)
    return toObstacle(`${describe(ref)} is another object by now than the one that was meant`);
  return { ref, object: { apiVersion, kind, ...object } };
}

/** A plan that does nothing. */
export function toObstacle(obstacle: string): { readonly obstacle: ResponsePlan } {
  return { obstacle: { steps: [], changes: [], uid: '', workload: undefined, warnings: [], obstacle } };
}
