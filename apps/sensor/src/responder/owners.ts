import { matchSelector, type Raw, readPath, toRecord, toRecords, toText, toTextMap } from '@breakwater/inventory';
import type { ObjectRef, Resource, ResponderEdge, WorkloadFacts } from './contract.ts';
import { findResource, POD, toUid } from './resources.ts';

/** The controller of an object, as its owner reference says it. */
export interface Controller {
  readonly ref: ObjectRef;
  readonly uid: string;
  readonly object: Raw;
}

/** Deep chains of owners are not made by Kubernetes. */
const DEEPEST = 5;

/** The controller that an object names; undefined without one, and for one that is not there any more or of a kind that is not served. */
export async function findController(edge: ResponderEdge, object: Raw, namespace: string): Promise<Controller | undefined> {
  const reference = toRecords(readPath(object, 'metadata', 'ownerReferences')).find(({ controller }) => controller === true);
  if (reference === undefined) return undefined;
  const resource = await findResource(edge, toText(reference['apiVersion']), toText(reference['kind']));
  if (resource === undefined) return undefined;
  const ref = { resource, namespace: resource.namespaced ? namespace : '', name: toText(reference['name']) };
  const owner = await edge.read(ref);
  return owner === undefined || toUid(owner) !== reference['uid'] ? undefined : { ref, uid: toUid(owner), object: owner };
}

/** Controllers from the nearest to the last. */
export async function listControllers(edge: ResponderEdge, object: Raw, namespace: string): Promise<readonly Controller[]> {
  const controllers: Controller[] = [];
  for (let current: Raw | undefined = object; current !== undefined && controllers.length < DEEPEST; ) {
    const controller: Controller | undefined = await findController(edge, current, namespace);
    if (controller !== undefined) controllers.push(controller);
    current = controller?.object;
  }
  return controllers;
}

/** Pods that an object makes: by its selector, or by the owner references of pods where it has none that says it. */
export async function listOwnedPods(edge: ResponderEdge, owner: Raw, namespace: string, pods: Resource): Promise<readonly Raw[]> {
  const selector = readSelector(owner);
  const all = (await edge.list(pods, namespace)) ?? [];
  if (selector !== undefined) return all.filter(pod => matchSelector(selector, readLabels(pod)));
  return all.filter(pod => toRecords(readPath(pod, 'metadata', 'ownerReferences')).some(({ uid }) => uid === toUid(owner)));
}

/** The label selector of a workload; a plain map, as that of a ReplicationController, as the same in its newer form. */
export function readSelector(owner: Raw): Raw | undefined {
  const selector = toRecord(readPath(owner, 'spec', 'selector'));
  if (Object.keys(selector).length === 0) return undefined;
  return 'matchLabels' in selector || 'matchExpressions' in selector ? selector : { matchLabels: selector };
}

export function readLabels(object: Raw): Readonly<Record<string, string>> {
  return toTextMap(readPath(object, 'metadata', 'labels'));
}

export function isReady(pod: Raw): boolean {
  const conditions = toRecords(readPath(pod, 'status', 'conditions'));
  return conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
}

/** How many pods a workload wants and has, as it says itself. */
export function toWorkloadFacts({ resource, namespace, name }: ObjectRef, object: Raw, lost: number): WorkloadFacts {
  const status = toRecord(object['status']);
  const isDaemon = resource.kind === 'DaemonSet';
  const wanted = isDaemon ? status['desiredNumberScheduled'] : readPath(object, 'spec', 'replicas');
  const ready = isDaemon ? status['numberReady'] : status['readyReplicas'];
  const isCounted = isDaemon || wanted !== undefined;
  return {
    kind: resource.kind,
    namespace,
    name,
    uid: toUid(object),
    wanted: typeof wanted === 'number' ? wanted : undefined,
    ready: typeof ready === 'number' ? ready : isCounted ? 0 : undefined,
    lost,
  };
}

/** The workload that a pod belongs to: the last of its controllers; the pod itself without any. */
export async function findWorkload(edge: ResponderEdge, pod: Raw, namespace: string): Promise<WorkloadFacts> {
  const lost = isReady(pod) ? 1 : 0;
  const last = (await listControllers(edge, pod, namespace)).at(-1);
  if (last !== undefined) return toWorkloadFacts(last.ref, last.object, lost);
  return toWorkloadFacts({ resource: POD, namespace, name: toText(readPath(pod, 'metadata', 'name')) }, pod, lost);
}
