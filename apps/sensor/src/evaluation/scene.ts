import {
  Inventory,
  type InventoryObject,
  type InventoryOptions,
  listWithoutTemplate,
  type SourceObject,
  type Workload,
} from '@breakwater/inventory';
import type { Problem } from '@breakwater/model';
import { createNetworkReach } from '@breakwater/network';
import { createPodSecurity, type LocalException, listAnnotated, type PodSecurity } from '@breakwater/policy';
import { builtInPolicies, podSecurity } from '../catalogue.ts';
import type { ObjectEntry } from '../thread/object-entry.ts';
import type { ObjectStore } from '../thread/object-store.ts';

export type SceneOptions = Pick<
  InventoryOptions,
  'cluster' | 'kubeMinor' | 'complete' | 'customWorkloads' | 'readImage' | 'readScan' | 'acceptsVulnerability'
>;

/**
 * Some slices and what they see beside their own objects, as one set whose joins are made once. It shows the moment at which it was made.
 */
export interface Scene {
  readonly inventory: Inventory;
  /** Objects of each slice that may be judged, in the order of their entries. */
  readonly slices: ReadonlyMap<string, ReadonlyMap<ObjectEntry, InventoryObject>>;
  readonly workloads: ReadonlyMap<InventoryObject, Workload>;
  /** Exceptions in annotations, and those that are not understood. */
  readonly annotated: { readonly exceptions: readonly LocalException[]; readonly problems: readonly Problem[] };
  /** Objects of configured kinds that hold no pods where they should. */
  readonly withoutTemplate: ReturnType<typeof listWithoutTemplate>;
}

export function createScene(store: ObjectStore, slices: readonly string[], options: SceneOptions): Scene {
  const own = slices.flatMap(slice => store.listJudged(slice).map(entry => ({ slice, entry })));
  const context = store.listContext(new Set(slices));
  const inventory = createInventory(
    [...own.map(({ entry }) => entry), ...context].map(entry => ({ value: store.read(entry), ...toSource(entry) })),
    options,
  );
  const bySlice = new Map<string, Map<ObjectEntry, InventoryObject>>(slices.map(slice => [slice, new Map()]));
  for (const [index, { slice, entry }] of own.entries()) {
    const object = inventory.objects[index];
    if (object !== undefined) bySlice.get(slice)?.set(entry, object);
  }
  return {
    inventory,
    slices: bySlice,
    workloads: new Map(inventory.workloads.map(workload => [workload.object, workload])),
    annotated: listAnnotated(inventory),
    withoutTemplate: listWithoutTemplate(inventory),
  };
}

function toSource({ place }: ObjectEntry): Pick<SourceObject, 'locate'> {
  return place === undefined ? {} : { locate: place.locate };
}

function createInventory(sources: ConstructorParameters<typeof Inventory>[0], options: SceneOptions): Inventory {
  let standards: PodSecurity | undefined;
  const inventory: Inventory = new Inventory(sources, {
    ...options,
    namespace: 'default',
    listPodSecurityViolations: (workload, level) => {
      standards ??= createPodSecurity(podSecurity, builtInPolicies);
      return standards.listViolations(inventory, workload, level);
    },
    createReach: createNetworkReach,
  });
  return inventory;
}
