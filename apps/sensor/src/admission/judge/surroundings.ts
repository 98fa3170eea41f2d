import { InventoryObject, type Raw } from '@breakwater/inventory';
import type { OpenBundle } from '../bundle/open-bundle.ts';
import { CONTEXT } from '../bundle/pack-bundle.ts';

/** Namespaces whose objects are kept unpacked. */
const MAX_SLICES = 50;

/** What a bundle knows of the cluster around the object of a request. */
export class Surroundings {
  readonly #bundle: OpenBundle;
  readonly #namespaces: ReadonlyMap<string, InventoryObject>;
  readonly #slices = new Map<string, readonly InventoryObject[]>();

  constructor(bundle: OpenBundle) {
    this.#bundle = bundle;
    const objects = bundle.head.namespaces.map(value => new InventoryObject({ value }, ''));
    this.#namespaces = new Map(objects.map(object => [object.name, object]));
  }

  findNamespace(name: string): InventoryObject | undefined {
    return this.#namespaces.get(name);
  }

  /**
   * Everything that facts about an object may look at: what lives in its namespace, and what every namespace sees; without the object as it was, and
   * without what owns it, since it is judged by itself.
   */
  listAround(object: InventoryObject): readonly InventoryObject[] {
    const owners = new Set(listOwnerKeys(object));
    const own = object.kind === 'Namespace' ? object.name : object.namespace;
    const around = [...this.#namespaces.values(), ...this.#readSlice(CONTEXT), ...(own === '' ? [] : this.#readSlice(own))];
    return around.filter(other => !isSame(other, object) && !owners.has(toOwnerKey(other)));
  }

  #readSlice(namespace: string): readonly InventoryObject[] {
    const known = this.#slices.get(namespace);
    if (known !== undefined) return known;
    const objects = this.#bundle.readSlice(namespace).map(value => new InventoryObject({ value }, ''));
    if (this.#slices.size >= MAX_SLICES) this.#slices.clear();
    this.#slices.set(namespace, objects);
    return objects;
  }
}

function isSame(a: InventoryObject, b: InventoryObject): boolean {
  return a.name === b.name && a.kindName === b.kindName && a.namespace === b.namespace;
}

function toOwnerKey({ kind, name, namespace }: InventoryObject): string {
  return `${kind}/${namespace}/${name}`;
}

function listOwnerKeys({ metadata, namespace }: InventoryObject): readonly string[] {
  const owners = metadata['ownerReferences'];
  return Array.isArray(owners) ? owners.map((owner: Raw) => `${String(owner?.['kind'])}/${namespace}/${String(owner?.['name'])}`) : [];
}
