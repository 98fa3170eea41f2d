import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { ApiClient, Raw } from './api-client.ts';

/** A node that nobody runs: what a kubelet would say of pods is said here, so that they become Running with digests, and go when they are deleted. */
export interface FakeNode {
  stop(): Promise<void>;
}

const PAUSE_MS = 300;

interface Pod {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly deletionTimestamp?: string };
  readonly spec: { readonly containers: readonly Container[]; readonly initContainers?: readonly Container[] };
  readonly status: { readonly phase?: string };
}

interface Container {
  readonly name: string;
  readonly image: string;
}

export async function startFakeNode(client: ApiClient, name: string): Promise<FakeNode> {
  await createNode(client, name);
  let running = true;
  const loop = async (): Promise<void> => {
    while (running) {
      // The API server may be away for a while: journeys do that.
      await actOnPods(client, name).catch(() => undefined);
      await setTimeout(PAUSE_MS);
    }
  };
  const ended = loop();
  return {
    stop: async () => {
      running = false;
      await ended;
    },
  };
}

async function createNode(client: ApiClient, name: string): Promise<void> {
  const path = `/api/v1/nodes/${name}`;
  await client.request('POST', '/api/v1/nodes', {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, 'node-role.kubernetes.io/worker': '' } },
  });
  const { body } = await client.request('GET', path);
  const capacity = { cpu: '64', memory: '256Gi', pods: '1000' };
  const nodeInfo = {
    kubeletVersion: 'v1.36.3',
    containerRuntimeVersion: 'containerd://2.1.0',
    osImage: 'Debian GNU/Linux 12',
    kernelVersion: '6.18.0',
    architecture: 'amd64',
    operatingSystem: 'linux',
    bootID: '',
    machineID: '',
    systemUUID: '',
    kubeProxyVersion: '',
  };
  const conditions = [{ type: 'Ready', status: 'True', reason: 'Fake', message: '', lastHeartbeatTime: new Date().toISOString() }];
  await client.request('PUT', `${path}/status`, { ...body, status: { capacity, allocatable: capacity, conditions, nodeInfo } });
  // The taint of a node that nobody has heard of; the controller that would take it away needs a kubelet.
  const { body: fresh } = await client.request('GET', path);
  await client.request('PUT', path, { ...fresh, spec: { ...(fresh['spec'] as Raw), taints: [] } });
}

async function actOnPods(client: ApiClient, node: string): Promise<void> {
  const { body } = await client.request('GET', `/api/v1/pods?fieldSelector=spec.nodeName%3D${node}`);
  for (const pod of (body['items'] ?? []) as readonly Pod[]) {
    const { name, namespace, deletionTimestamp } = pod.metadata;
    const path = `/api/v1/namespaces/${namespace}/pods/${name}`;
    if (deletionTimestamp !== undefined) await client.request('DELETE', `${path}?gracePeriodSeconds=0`);
    else if (pod.status.phase === 'Pending') await client.request('PUT', `${path}/status`, { ...pod, status: toRunning(pod) });
  }
}

function toRunning({ spec }: Pod): Raw {
  const startTime = new Date().toISOString();
  return {
    phase: 'Running',
    startTime,
    podIP: '10.0.0.1',
    containerStatuses: spec.containers.map(container => toStatus(container, { running: { startedAt: startTime } })),
    initContainerStatuses: (spec.initContainers ?? []).map(container =>
      toStatus(container, { terminated: { exitCode: 0, startedAt: startTime, finishedAt: startTime } }),
    ),
    conditions: [{ type: 'Ready', status: 'True' }],
  };
}

/** The digest of an image that nobody pulled: the same for the same reference. */
function toStatus({ name, image }: Container, state: Raw): Raw {
  const digest = createHash('sha256').update(image).digest('hex');
  const repository = image.replace(/@.*$/, '').replace(/:[^/:]*$/, '');
  return { name, image, imageID: `${repository}@sha256:${digest}`, ready: true, started: true, restartCount: 0, state };
}
