import { defineFacts } from '../fact.ts';
import {
  type Autoscaler,
  findAutoscaler,
  findTargetWorkload,
  findVerticalTarget,
  listRivals,
  listVerticalAutoscalers,
  listWorkloadAutoscalers,
} from '../joins/autoscalers.ts';
import { findPodKind } from '../kinds.ts';
import type { InventoryObject } from '../model/object.ts';
import type { Workload } from '../model/pod.ts';
import { readPath, toRecords, toText } from '../raw.ts';

const ofAutoscaler = defineFacts<Autoscaler>('Autoscaler', {
  kind: { type: 'string', doc: 'HorizontalPodAutoscaler or ScaledObject', source: 'kind', get: a => a.object.kind },
  name: { type: 'string', doc: 'Name', source: 'metadata.name', get: a => a.object.name },
  minReplicas: {
    type: 'int',
    doc: 'Fewest replicas that it keeps',
    source: 'spec.minReplicas, default 1; KEDA minReplicaCount, default 0',
    get: a => a.minReplicas,
  },
  maxReplicas: {
    type: 'int',
    doc: 'Most replicas that it makes; not set when absent',
    source: 'spec.maxReplicas',
    get: a => a.maxReplicas,
  },
  targetKind: { type: 'string', doc: 'Kind of what it scales', source: 'spec.scaleTargetRef.kind', get: a => a.targetKind },
  targetName: { type: 'string', doc: 'Name of what it scales', source: 'spec.scaleTargetRef.name', get: a => a.targetName },
  targetKnown: {
    type: 'bool',
    doc: 'The kind of what it scales is one that holds pods, so that its absence means something',
    source: 'spec.scaleTargetRef',
    get: a =>
      findPodKind(a.targetKindName.includes('.') ? a.targetKindName.slice(a.targetKindName.indexOf('.') + 1) : 'apps', a.targetKind) !==
        undefined || a.targetKind === 'ReplicationController',
  },
  target: {
    type: 'Workload',
    doc: 'What it scales; not set when it is not in the set',
    source: 'workloads of the namespace',
    get: (a, inventory) => findTargetWorkload(inventory, a),
  },
  scalesByRequests: {
    type: 'bool',
    doc: 'It scales by CPU or memory, which it measures against requests',
    source: 'spec.metrics, spec.targetCPUUtilizationPercentage',
    get: a => scalesByRequests(a),
  },
  rivals: {
    type: 'list(string)',
    doc: 'Other autoscalers of the same target, as kind and name',
    source: 'autoscalers of the namespace',
    get: (a, inventory) => listRivals(inventory, a).map(other => `${other.object.kind} '${other.object.name}'`),
  },
});

/** Without metrics the API scales by CPU. */
function scalesByRequests({ object }: Autoscaler): boolean {
  const metrics = toRecords(object.spec['metrics']);
  const names = metrics.map(metric => readPath(metric, 'resource', 'name') ?? readPath(metric, 'containerResource', 'name'));
  return metrics.length === 0 || names.includes('cpu') || names.includes('memory');
}

const ofResource = defineFacts<InventoryObject>('Resource', {
  autoscaler: {
    type: 'Autoscaler',
    doc: 'What the object scales; set for HorizontalPodAutoscalers and KEDA ScaledObjects only',
    source: 'spec.scaleTargetRef',
    get: (o, inventory) => findAutoscaler(inventory, o),
  },
  verticalRivals: {
    type: 'list(string)',
    doc: 'Other VerticalPodAutoscalers of the same target; empty for other kinds',
    source: 'spec.targetRef',
    get: (o, inventory) =>
      o.kind !== 'VerticalPodAutoscaler'
        ? []
        : listVerticalAutoscalers(
            inventory,
            o.namespace,
            toText(readPath(o.spec, 'targetRef', 'kind')),
            toText(readPath(o.spec, 'targetRef', 'name')),
          )
            .filter(other => other !== o)
            .map(other => other.name),
  },
  verticalTarget: {
    type: 'Workload',
    doc: 'What a VerticalPodAutoscaler sizes; not set when it is not in the set',
    source: 'spec.targetRef',
    get: (o, inventory) => (o.kind === 'VerticalPodAutoscaler' ? findVerticalTarget(inventory, o) : undefined),
  },
});

const ofWorkload = defineFacts<Workload>('Workload', {
  autoscalers: {
    type: 'list(Autoscaler)',
    doc: 'Autoscalers that change its replicas',
    source: 'scaleTargetRef of HorizontalPodAutoscalers and ScaledObjects',
    get: (w, inventory) => listWorkloadAutoscalers(inventory, w),
  },
});

export const facts = [...ofAutoscaler, ...ofResource, ...ofWorkload];
