import type { ApiClient, Raw } from '../../cluster/api-client.ts';
import { IMAGE } from '../../cluster/node/real-node.ts';
import { waitUntil } from '../platform/wait-until.ts';
import { createObjects, isReady, read } from '../respond/objects.ts';

export const POD = 'victim';
export const CONTAINER = 'app';
const SECONDS = 60;

/** A pod that only sleeps, and is done something to. */
export interface Victim {
  readonly id: string;
  readonly uid: string;
  readonly remove: () => Promise<void>;
}

/** Resolves once it runs on the node. */
export async function startVictim(client: ApiClient, namespace: string): Promise<Victim> {
  const command = ['sh', '-c', 'while :; do sleep 1; done'];
  const containers = [{ name: CONTAINER, image: IMAGE, imagePullPolicy: 'Never', command }];
  await createObjects(client, namespace, [
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: POD }, spec: { terminationGracePeriodSeconds: 1, containers } },
  ]);
  const path = `/api/v1/namespaces/${namespace}/pods/${POD}`;
  let pod: Raw = {};
  await waitUntil('the pod runs', SECONDS, async () => {
    pod = (await client.request('GET', path)).body;
    return isReady(pod);
  });
  const id = String(read(pod, 'status', 'containerStatuses', 0, 'containerID')).replace('containerd://', '');
  return {
    id,
    uid: String(read(pod, 'metadata', 'uid')),
    remove: async () => void (await client.request('DELETE', path)),
  };
}
