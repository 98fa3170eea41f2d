import { createHash } from 'node:crypto';
import type { Raw } from './resources.ts';

export interface ClusterSize {
  readonly namespaces: number;
  readonly workloads: number;
  readonly pods: number;
  readonly nodes: number;
}

/** A cluster as one finds it: deployments with replica sets, pods, services, accounts, secrets and what else belongs to them. */
export function* buildCluster({ namespaces, workloads, pods, nodes }: ClusterSize): Generator<Raw> {
  for (let index = 0; index < nodes; index++) yield buildNode(index);
  for (let index = 0; index < namespaces; index++) yield buildNamespace(index);
  const share = Math.max(1, Math.round(pods / workloads));
  let left = pods;
  for (let index = 0; index < workloads; index++) {
    const replicas = index === workloads - 1 ? left : Math.min(left, share);
    left -= replicas;
    yield* buildApplication(index, `team-${index % namespaces}`, replicas, nodes);
  }
}

function buildNode(index: number): Raw {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: `node-${index}`, uid: toUid('node', index), labels: { 'kubernetes.io/os': 'linux' } },
    status: {
      addresses: [{ type: 'InternalIP', address: `10.0.${Math.floor(index / 250)}.${(index % 250) + 1}` }],
      conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady' }],
      nodeInfo: { kubeletVersion: 'v1.36.3', osImage: 'Debian', architecture: 'amd64', containerRuntimeVersion: 'containerd://2.1.0' },
    },
  };
}

function buildNamespace(index: number): Raw {
  const name = `team-${index}`;
  const labels = { 'kubernetes.io/metadata.name': name, owner: `team-${index}` };
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, uid: toUid('namespace', index), labels }, status: { phase: 'Active' } };
}

/** The objects of one application; every fifth one is badly kept. */
export function* buildApplication(index: number, namespace: string, replicas: number, nodes: number): Generator<Raw> {
  const name = `app-${index}`;
  const meta = (rest: Raw = {}): Raw => ({ name, namespace, labels: { app: name }, ...rest });
  const selector = { matchLabels: { app: name } };
  yield {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: meta({ uid: toUid('deployment', index), creationTimestamp: '2026-01-01T00:00:00Z', managedFields: buildManagedFields() }),
    spec: { replicas, selector, template: { metadata: { labels: { app: name } }, spec: buildPodSpec(index, name) } },
    status: { replicas, readyReplicas: replicas, observedGeneration: 3 },
  };
  yield {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: meta({
      name: `${name}-5d4f`,
      uid: toUid('replicaset', index),
      ownerReferences: [owner('Deployment', name, toUid('deployment', index))],
    }),
    spec: { replicas, selector, template: { metadata: { labels: { app: name } }, spec: buildPodSpec(index, name) } },
    status: { replicas, readyReplicas: replicas },
  };
  for (let replica = 0; replica < replicas; replica++) yield buildPod(index, namespace, replica, nodes);
  yield { apiVersion: 'v1', kind: 'ServiceAccount', metadata: meta({ uid: toUid('account', index) }) };
  yield {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: meta({ uid: toUid('configmap', index) }),
    data: { 'app.yaml': 'log: info\nport: 8080\n' },
  };
  yield {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: meta({ uid: toUid('secret', index) }),
    type: 'Opaque',
    data: { token: 'c2VjcmV0LXZhbHVl' },
  };
  yield {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: meta({ uid: toUid('service', index) }),
    spec: {
      type: index % 20 === 0 ? 'LoadBalancer' : 'ClusterIP',
      selector: { app: name },
      ports: [{ port: 80, targetPort: 'http', protocol: 'TCP' }],
    },
  };
  if (index % 3 === 0) {
    yield {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: meta({ uid: toUid('policy', index) }),
      spec: { podSelector: selector, policyTypes: ['Ingress'], ingress: [{ from: [{ podSelector: {} }] }] },
    };
  }
}

function buildPodSpec(index: number, name: string): Raw {
  const hardened = {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
  };
  return {
    serviceAccountName: name,
    containers: [
      {
        name: 'app',
        image: `registry.example/app:${index}`,
        ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
        env: [{ name: 'TOKEN', valueFrom: { secretKeyRef: { name, key: 'token' } } }],
        volumeMounts: [{ name: 'config', mountPath: '/etc/app', readOnly: true }],
        resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } },
        securityContext: index % 5 === 0 ? { privileged: true } : hardened,
      },
    ],
    volumes: [{ name: 'config', configMap: { name } }],
  };
}

/** One pod of an application, as the API server would show it. */
export function buildPod(index: number, namespace: string, replica: number, nodes: number): Raw {
  const name = `app-${index}`;
  const digest = createHash('sha256').update(name).digest('hex');
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${name}-5d4f-${replica}`,
      namespace,
      uid: toUid(`pod-${replica}`, index),
      creationTimestamp: '2026-01-01T00:00:00Z',
      labels: { app: name, 'pod-template-hash': '5d4f' },
      ownerReferences: [owner('ReplicaSet', `${name}-5d4f`, toUid('replicaset', index))],
      managedFields: buildManagedFields(),
    },
    spec: { ...buildPodSpec(index, name), nodeName: `node-${(index + replica) % Math.max(1, nodes)}` },
    status: {
      phase: 'Running',
      podIP: `10.${1 + (index % 200)}.${replica % 250}.7`,
      startTime: '2026-01-01T00:00:05Z',
      conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:09Z' }],
      containerStatuses: [
        {
          name: 'app',
          image: `registry.example/app:${index}`,
          imageID: `registry.example/app@sha256:${digest}`,
          ready: true,
          restartCount: 0,
        },
      ],
    },
  };
}

function owner(kind: string, name: string, uid: string): Raw {
  return { apiVersion: 'apps/v1', kind, name, uid, controller: true, blockOwnerDeletion: true };
}

/** What makes real objects twice as large as they look. */
function buildManagedFields(): readonly Raw[] {
  const fields = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`f:field${index}`, { '.': {}, 'f:value': {} }]));
  return [{ manager: 'kube-controller-manager', operation: 'Update', time: '2026-01-01T00:00:00Z', fieldsV1: { 'f:spec': fields } }];
}

function toUid(what: string, index: number): string {
  const hex = createHash('sha256').update(`${what}/${index}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
