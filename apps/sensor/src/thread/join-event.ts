import type { Event } from '@breakwater/model';
import { toObjectKey } from '@breakwater/protocol';
import type { ObjectStore } from './object-store.ts';

/** What the cluster knows of who did something: its pod by the uid, and the workload that the pod belongs to. What is not known stays away. */
export function joinEvent(event: Event, store: Pick<ObjectStore, 'find' | 'findPod' | 'findRoot'>, cluster: string): Event {
  const { podUid, namespace, pod, containerId } = event;
  const named =
    pod === undefined || namespace === undefined
      ? undefined
      : store.find(toObjectKey({ apiVersion: 'v1', kind: 'Pod', namespace, name: pod }));
  // Of a pod that was made anew the name is the same. A pod of a file has another uid on its node than in the API server.
  const entry = podUid === undefined || named?.uid === podUid ? named : (store.findPod(podUid) ?? named);
  if (entry === undefined) return { ...event, cluster };
  const root = store.findRoot(entry);
  const container = event.container ?? entry.run?.ids.find(([, id]) => id === containerId)?.[0];
  return {
    ...event,
    cluster,
    namespace: entry.namespace,
    pod: entry.name,
    workload: `${root.kind}/${root.name}`,
    ...(container === undefined ? {} : { container }),
  };
}
