import type { Event } from '@breakwater/model';
import { toObjectKey } from '@breakwater/protocol';
import type { ObjectEntry } from './object-entry.ts';
import type { ObjectStore } from './object-store.ts';

type Store = Pick<ObjectStore, 'find' | 'findPod' | 'findContainerPod' | 'findRoot'>;

/** Shorter beginnings of ids are of many containers. */
const SHORTEST_ID = 12;

/** What the cluster knows of who did something: its pod by the uid, by its container or by its name, and the workload that the pod belongs to. What is not known stays away. */
export function joinEvent(event: Event, store: Store, cluster: string): Event {
  const entry = findEntry(event, store);
  if (entry === undefined) return { ...event, cluster };
  const root = store.findRoot(entry);
  const { containerId } = event;
  const container = event.container ?? (isId(containerId) ? entry.run?.ids.find(([, id]) => id.startsWith(containerId))?.[0] : undefined);
  return {
    ...event,
    cluster,
    namespace: entry.namespace,
    pod: entry.name,
    workload: `${root.kind}/${root.name}`,
    ...(container === undefined ? {} : { container }),
  };
}

/** Of a pod that was made anew the name is the same. A pod of a file has another uid on its node than in the API server. */
function findEntry({ podUid, namespace, pod, containerId, audit }: Event, store: Store): ObjectEntry | undefined {
  // What is done to a pod through the API is done to its workload.
  const name = pod ?? (audit?.resource === 'pods' && (audit.group ?? '') === '' ? audit.name : undefined);
  const named =
    name === undefined || namespace === undefined ? undefined : store.find(toObjectKey({ apiVersion: 'v1', kind: 'Pod', namespace, name }));
  if (podUid !== undefined) return named?.uid === podUid ? named : (store.findPod(podUid) ?? named);
  return named ?? (name === undefined && isId(containerId) ? store.findContainerPod(containerId) : undefined);
}

function isId(id: string | undefined): id is string {
  return id !== undefined && id.length >= SHORTEST_ID;
}
