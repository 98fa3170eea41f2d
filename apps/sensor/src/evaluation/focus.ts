import type { Inventory, InventoryObject, Target, TargetInstance } from '@breakwater/inventory';
import type { Scene } from './scene.ts';

type Instances = ReadonlyMap<InventoryObject, readonly TargetInstance[]>;

/** Which objects of a scene are judged; the others are there to be looked at. */
export class Focus {
  #objects: ReadonlySet<InventoryObject> = new Set();
  #scene: Scene | undefined;
  readonly #targets = new Map<Target, Target>();
  /** Instances of a set are listed once, however often parts of it are judged. */
  readonly #listed = new WeakMap<Inventory, Map<Target, Instances>>();

  set(scene: Scene, objects: ReadonlySet<InventoryObject>): void {
    this.#scene = scene;
    this.#objects = objects;
  }

  /** The target with those of its instances that are judged. One for all policies of a target, since they are judged together. */
  narrow(target: Target): Target {
    const known = this.#targets.get(target) ?? { ...target, list: inventory => this.#list(target, inventory) };
    this.#targets.set(target, known);
    return known;
  }

  #list(target: Target, inventory: Inventory): readonly TargetInstance[] {
    const instances = target.listOf === undefined ? this.#listOnce(target, inventory) : undefined;
    return [...this.#objects].flatMap(object => instances?.get(object) ?? this.#listOf(target, object));
  }

  /** What is inside one workload is listed for that one. */
  #listOf(target: Target, object: InventoryObject): readonly TargetInstance[] {
    const workload = this.#scene?.workloads.get(object);
    return workload === undefined ? [] : (target.listOf?.(workload) ?? []);
  }

  #listOnce(target: Target, inventory: Inventory): Instances {
    const byTarget = this.#listed.get(inventory) ?? new Map<Target, Instances>();
    this.#listed.set(inventory, byTarget);
    const instances = byTarget.get(target) ?? Map.groupBy(target.list(inventory), ({ object }) => object);
    byTarget.set(target, instances);
    return instances;
  }
}

/** The target with those of its instances that fit. */
export function filterTarget(target: Target, fits: (instance: TargetInstance) => boolean): Target {
  return { ...target, list: inventory => target.list(inventory).filter(fits) };
}
