import { findTarget, type Inventory, type InventoryObject, type Target, type TargetInstance } from '@breakwater/inventory';
import type { PolicyDefinition } from '@breakwater/model';
import { CompiledPolicy } from '../compiled-policy.ts';
import { fitsVariant, type Variant } from '../settings/variants.ts';

/** Some objects of a set: policies that are seen through it judge these, and still see all others. */
export class Lens {
  readonly #inventory: Inventory;
  readonly #instances = new Map<Target, ReadonlyMap<InventoryObject, readonly TargetInstance[]>>();
  readonly #narrowed = new Map<Target, Target>();
  #objects: readonly InventoryObject[] = [];

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
  }

  set(objects: readonly InventoryObject[]): void {
    this.#objects = objects;
  }

  /** How many things of a target the whole set has. */
  list(target: Target): ReadonlyMap<InventoryObject, readonly TargetInstance[]> {
    const known = this.#instances.get(target) ?? Map.groupBy(target.list(this.#inventory), ({ object }) => object);
    this.#instances.set(target, known);
    return known;
  }

  /** A policy that judges only what is in view, and of that only what its variant is for. Throws TypeError for a target that does not exist. */
  apply(definition: PolicyDefinition, variant: Variant): CompiledPolicy {
    const target = findTarget(definition.target);
    if (target === undefined) throw new TypeError(`no target ${definition.target}`);
    const narrowed = this.#narrow(target);
    if (variant.narrow.length === 0) return new SeenPolicy(definition, variant.params, narrowed);
    const list: Target['list'] = inventory => narrowed.list(inventory).filter(instance => fitsVariant(variant, instance));
    return new SeenPolicy(definition, variant.params, { ...narrowed, list });
  }

  /** One for all policies of a target: they are judged together. */
  #narrow(target: Target): Target {
    const known = this.#narrowed.get(target) ?? {
      ...target,
      list: () => this.#objects.flatMap(object => this.list(target).get(object) ?? []),
    };
    this.#narrowed.set(target, known);
    return known;
  }
}

class SeenPolicy extends CompiledPolicy {
  override readonly target: Target;

  constructor(definition: PolicyDefinition, params: Variant['params'], target: Target) {
    super(definition, params);
    this.target = target;
  }
}
