import type { Inventory } from './inventory.ts';
import type { PodKind } from './kinds.ts';
import type { InventoryObject } from './model/object.ts';
import { isRecord, type Path, readPath, toInteger } from './raw.ts';

/** Where a custom kind holds its pod template, as somebody configured it. */
export interface CustomWorkload {
  /** As it was configured; every version of the group counts. */
  readonly apiVersion: string;
  readonly group: string;
  readonly kind: string;
  readonly template: Path;
}

/** The configured kind of an object; whether it counts replicas, the object itself shows. */
export function findCustomKind(object: InventoryObject, custom: readonly CustomWorkload[]): PodKind | undefined {
  const found = custom.find(({ group, kind }) => group === object.group && kind === object.kind);
  return found === undefined ? undefined : { ...found, longRunning: true, replicated: toInteger(object.spec['replicas']) !== undefined };
}

/** Objects of configured kinds that hold no pod at the path that was configured: nothing could look inside them. */
export function listWithoutTemplate(inventory: Inventory): readonly { readonly object: InventoryObject; readonly template: Path }[] {
  const custom = inventory.options.customWorkloads ?? [];
  return inventory.workloads.flatMap(({ object, podKind }) => {
    if (!custom.some(({ group, kind }) => group === object.group && kind === object.kind)) return [];
    const spec = readPath(object.raw, ...podKind.template, 'spec');
    return isRecord(spec) && Array.isArray(spec['containers']) ? [] : [{ object, template: podKind.template }];
  });
}
