import type { Inventory } from '../inventory.ts';
import { toKindName } from '../kinds.ts';
import type { InventoryObject } from '../model/object.ts';
import type { Workload } from '../model/pod.ts';
import { readPath, toInteger, toRecord, toText } from '../raw.ts';

/** What changes the number of replicas of a workload: a HorizontalPodAutoscaler or a KEDA ScaledObject. */
export interface Autoscaler {
  readonly object: InventoryObject;
  readonly targetKind: string;
  readonly targetName: string;
  /** Kind under which the target is found in the set. */
  readonly targetKindName: string;
  /** Fewest replicas that it keeps; the API default is 1 (KEDA: 0). */
  readonly minReplicas: number;
  readonly maxReplicas: number | undefined;
}

/** Every autoscaler of the set, read once. */
export function listAutoscalers(inventory: Inventory): readonly Autoscaler[] {
  return inventory.join('autoscalers', () => inventory.listKind('HorizontalPodAutoscaler', 'ScaledObject.keda.sh').map(toAutoscaler));
}

function toAutoscaler(object: InventoryObject): Autoscaler {
  const keda = object.kind === 'ScaledObject';
  const target = toRecord(object.spec['scaleTargetRef']);
  const kind = toText(target['kind']) || (keda ? 'Deployment' : '');
  const apiVersion = toText(target['apiVersion']) || (keda ? 'apps/v1' : '');
  return {
    object,
    targetKind: kind,
    targetName: toText(target['name']),
    targetKindName: toKindName(apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '', kind),
    minReplicas: toInteger(object.spec[keda ? 'minReplicaCount' : 'minReplicas']) ?? (keda ? 0 : 1),
    maxReplicas: toInteger(object.spec[keda ? 'maxReplicaCount' : 'maxReplicas']),
  };
}

function toTargetKey(namespace: string, kindName: string, name: string): string {
  return `${namespace}/${kindName}/${name}`;
}

function groupByTarget(inventory: Inventory): ReadonlyMap<string, readonly Autoscaler[]> {
  return inventory.join('autoscalers-by-target', () =>
    Map.groupBy(listAutoscalers(inventory), scaler => toTargetKey(scaler.object.namespace, scaler.targetKindName, scaler.targetName)),
  );
}

export function listWorkloadAutoscalers(inventory: Inventory, workload: Workload): readonly Autoscaler[] {
  return groupByTarget(inventory).get(toTargetKey(workload.object.namespace, workload.object.kindName, workload.object.name)) ?? [];
}

/** Other autoscalers with the same target. */
export function listRivals(inventory: Inventory, scaler: Autoscaler): readonly Autoscaler[] {
  const key = toTargetKey(scaler.object.namespace, scaler.targetKindName, scaler.targetName);
  return (groupByTarget(inventory).get(key) ?? []).filter(other => other !== scaler);
}

export function findAutoscaler(inventory: Inventory, object: InventoryObject): Autoscaler | undefined {
  const byObject = inventory.join(
    'autoscalers-by-object',
    () => new Map(listAutoscalers(inventory).map(scaler => [scaler.object, scaler])),
  );
  return byObject.get(object);
}

export function findTargetWorkload(inventory: Inventory, scaler: Autoscaler): Workload | undefined {
  const byKey = inventory.join(
    'workloads-by-key',
    () =>
      new Map(
        inventory.workloads.map(({ object }, index) => [
          toTargetKey(object.namespace, object.kindName, object.name),
          inventory.workloads[index],
        ]),
      ),
  );
  return byKey.get(toTargetKey(scaler.object.namespace, scaler.targetKindName, scaler.targetName));
}

/** Vertical autoscalers of the same target, for conflicts on one metric. */
export function listVerticalAutoscalers(inventory: Inventory, namespace: string, kind: string, name: string): readonly InventoryObject[] {
  const byTarget = inventory.join('vertical-autoscalers', () =>
    Map.groupBy(inventory.listKind('VerticalPodAutoscaler'), object => toVerticalKey(object)),
  );
  return byTarget.get(`${namespace}/${kind}/${name}`) ?? [];
}

/** What a VerticalPodAutoscaler sizes; its targetRef is read without the API group. */
export function findVerticalTarget(inventory: Inventory, object: InventoryObject): Workload | undefined {
  const byKind = inventory.join('workloads-by-plain-kind', () =>
    Map.groupBy(inventory.workloads, workload => `${workload.object.namespace}/${workload.object.kind}/${workload.object.name}`),
  );
  return byKind.get(toVerticalKey(object))?.[0];
}

export function toVerticalKey(object: InventoryObject): string {
  return `${object.namespace}/${toText(readPath(object.spec, 'targetRef', 'kind'))}/${toText(readPath(object.spec, 'targetRef', 'name'))}`;
}
