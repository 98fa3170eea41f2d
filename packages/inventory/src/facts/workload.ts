import { defineFacts } from '../fact.ts';
import { isSystemNamespace } from '../kinds.ts';
import { listOwners } from '../model/owner.ts';
import type { Workload } from '../model/pod.ts';

export const facts = defineFacts<Workload>('Workload', {
  kind: { type: 'string', doc: 'Kind of the object', source: 'kind', native: 'object.kind', get: w => w.object.kind },
  group: {
    type: 'string',
    doc: 'API group of the object',
    source: 'apiVersion',
    native: "object.apiVersion.contains('/') ? object.apiVersion.split('/')[0] : ''",
    get: w => w.object.group,
  },
  name: {
    type: 'string',
    doc: 'Name of the object',
    source: 'metadata.name',
    native: "object.?metadata.?name.orValue(object.?metadata.?generateName.orValue(''))",
    get: w => w.object.name,
  },
  namespace: {
    type: 'string',
    doc: 'Namespace, empty when a file does not say',
    source: 'metadata.namespace, else --namespace',
    native: "object.?metadata.?namespace.orValue('')",
    get: w => w.object.namespace,
  },
  labels: {
    type: 'map(string, string)',
    doc: 'Labels of the object itself, not of its pods',
    source: 'metadata.labels',
    native: 'object.?metadata.?labels.orValue({})',
    get: w => w.object.labels,
  },
  annotations: {
    type: 'map(string, string)',
    doc: 'Annotations of the object itself',
    source: 'metadata.annotations',
    native: 'object.?metadata.?annotations.orValue({})',
    get: w => w.object.annotations,
  },
  pod: { type: 'Pod', doc: 'The pods that it makes', source: 'pod template', native: 'pod', get: w => w.pod },
  replicas: {
    type: 'int',
    doc: 'Effective number of replicas; not set for kinds without such a number',
    source: 'spec.replicas, default 1',
    native:
      "object.kind in ['ReplicationController', 'ReplicaSet', 'Deployment', 'StatefulSet', 'DeploymentConfig', 'Rollout'] ? optional.of(object.?spec.?replicas.orValue(1)) : optional.none()",
    get: w => w.replicas,
  },
  longRunning: {
    type: 'bool',
    doc: 'Meant to run until stopped: not a Job, CronJob or PodTemplate, nor a bare Pod that may finish',
    source: 'kind and restartPolicy',
    native:
      "!(object.kind in ['PodTemplate', 'Job', 'CronJob', 'ScaledJob']) && (object.kind != 'Pod' || object.?spec.?restartPolicy.orValue('Always') == 'Always')",
    get: w => w.podKind.longRunning && (w.object.kind !== 'Pod' || (w.pod.spec['restartPolicy'] ?? 'Always') === 'Always'),
  },
  controlled: {
    type: 'bool',
    doc: 'Has a controller',
    source: 'metadata.ownerReferences',
    native: 'object.?metadata.?ownerReferences.orValue([]).exists(o, o.?controller.orValue(false) == true)',
    get: w => listOwners(w.object).some(owner => owner.controller),
  },
  system: {
    type: 'bool',
    doc: 'Lives in a namespace of Kubernetes itself',
    source: 'namespace',
    native: "object.?metadata.?namespace.orValue('') in ['kube-system', 'kube-public', 'kube-node-lease']",
    get: w => isSystemNamespace(w.object.namespace),
  },
});
