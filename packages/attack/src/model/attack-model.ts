import { Inventory, type InventoryObject, nameObject, type Raw, SHIPPED_ROLES, type Workload } from '@breakwater/inventory';
import type { Cluster, OpenedEntrance } from '@breakwater/network';
import { listOpenEntrances } from '@breakwater/network';
import { type Binding, type Role, readRbac, toRoleKey } from '@breakwater/rbac';
import type { ContainerEdge } from '../edge.ts';
import { edges } from '../edges.generated.ts';
import type { AccountPart, SecretPart, Weakness, WorkloadPart } from './parts.ts';
import { readAccount, readSecret, toObjectKey } from './read-objects.ts';
import { listMetadataReaders, type NetworkReach, reachWeak } from './read-reach.ts';
import { readSurroundings, type Surroundings } from './read-surroundings.ts';
import { readWorkload } from './read-workload.ts';

/** What the caller knows beyond the objects. */
export interface AttackFacts {
  /** Kubernetes minor version, 34 for v1.34. */
  readonly kubeMinor: number;
  /** By `namespace/name[Kind]`; undefined when nobody looked, so that every exposed workload is taken for breached. */
  readonly weaknesses?: ReadonlyMap<string, readonly Weakness[]>;
  /** Subjects that there are although no binding of the set names them, as `User ann` or `ServiceAccount shop/web`. */
  readonly subjects?: readonly string[];
}

const CONTAINER_EDGES = edges.filter((edge): edge is ContainerEdge => edge.kind === 'container');

/**
 * What of a set of objects attack paths rest on, in plain parts by object. Reading is the costly step; a change of one object reads that
 * object only.
 */
export class AttackModel {
  readonly facts: AttackFacts;
  readonly roles = new Map<string, Role>();
  readonly bindings = new Map<string, Binding>();
  readonly workloads = new Map<string, WorkloadPart>();
  readonly accounts = new Map<string, AccountPart>();
  readonly secrets = new Map<string, SecretPart>();
  /** Counted up whenever something of the kind changes. */
  readonly versions = { roles: 0, bindings: 0, workloads: 0, accounts: 0 };
  readonly surroundings: Surroundings;
  readonly entrances: ReadonlyMap<string, readonly OpenedEntrance[]>;
  readonly reach: NetworkReach;
  readonly #namespace: string;

  constructor(cluster: Cluster, facts: AttackFacts) {
    const { inventory } = cluster;
    this.facts = facts;
    this.#namespace = inventory.options.namespace;
    this.surroundings = readSurroundings(inventory);
    this.#readRbac(inventory.objects.map(({ raw }) => raw));
    for (const { workload, name } of cluster.workloads) this.workloads.set(name, this.#readWorkload(workload));
    for (const object of inventory.listKind('ServiceAccount')) this.accounts.set(toObjectKey(object), readAccount(object));
    for (const object of inventory.listKind('Secret')) this.secrets.set(toObjectKey(object), readSecret(object));
    this.entrances = listOpenEntrances(cluster);
    this.reach = {
      weak: facts.weaknesses === undefined ? new Map() : reachWeak(cluster, facts.weaknesses),
      metadata: this.surroundings.provider === '' ? new Set() : listMetadataReaders(cluster),
    };
  }

  /**
   * Takes objects out and puts others in, where only what was read of themselves changes. False, and nothing is done, when what is joined with
   * others would have to be read anew: then a new model is needed.
   */
  update(removed: readonly Raw[], added: readonly Raw[]): boolean {
    const [before, after] = [this.#toInventory(removed), this.#toInventory(added)];
    if (!before.objects.every(object => this.#isOwnAffair(object)) || !after.objects.every(object => this.#isOwnAffair(object)))
      return false;
    const parts = after.workloads.map(workload => this.#readWorkload(workload));
    if (!parts.every(part => this.workloads.get(part.name)?.networkKey === part.networkKey)) return false;
    this.#remove(before);
    this.#readRbac(added);
    for (const inventory of [before, after]) this.#countChanges(inventory);
    for (const part of parts) this.workloads.set(part.name, part);
    for (const object of after.listKind('ServiceAccount')) this.accounts.set(toObjectKey(object), readAccount(object));
    for (const object of after.listKind('Secret')) this.secrets.set(toObjectKey(object), readSecret(object));
    return true;
  }

  #countChanges(inventory: Inventory): void {
    if (inventory.listKind('Role', 'ClusterRole').length > 0) this.versions.roles++;
    if (inventory.listKind('RoleBinding', 'ClusterRoleBinding').length > 0) this.versions.bindings++;
    if (inventory.listKind('ServiceAccount').length > 0) this.versions.accounts++;
    if (inventory.workloads.length > 0) this.versions.workloads++;
  }

  /** Objects of which nothing is joined when the model is read. */
  #isOwnAffair(object: InventoryObject): boolean {
    return OWN_AFFAIR.has(object.kindName) || (object.podKind !== undefined && object.metadata['ownerReferences'] === undefined);
  }

  #remove(before: Inventory): void {
    const { roles, bindings } = readRbac(
      before.objects.map(({ raw }) => raw),
      { namespace: this.#namespace },
    );
    for (const role of roles) this.roles.delete(toRoleKey(role.kind, role.namespace, role.name));
    for (const binding of bindings) this.bindings.delete(nameObject(binding));
    for (const workload of before.workloads) this.workloads.delete(this.#readWorkload(workload).name);
    for (const object of before.listKind('ServiceAccount')) this.accounts.delete(toObjectKey(object));
    for (const object of before.listKind('Secret')) this.secrets.delete(toObjectKey(object));
    this.#addShipped();
  }

  #readWorkload(workload: Workload): WorkloadPart {
    return readWorkload(workload, CONTAINER_EDGES, this.facts.kubeMinor);
  }

  #readRbac(objects: readonly Raw[]): void {
    const { roles, bindings } = readRbac(objects, { namespace: this.#namespace });
    for (const role of roles) this.roles.set(toRoleKey(role.kind, role.namespace, role.name), role);
    for (const binding of bindings) this.bindings.set(nameObject(binding), binding);
    this.#addShipped();
  }

  /** Every cluster has the user-facing roles, whether the set shows them or not. */
  #addShipped(): void {
    for (const [name, rules] of SHIPPED_ROLES) {
      const key = toRoleKey('ClusterRole', '', name);
      if (this.roles.has(key)) continue;
      this.roles.set(key, {
        kind: 'ClusterRole',
        namespace: '',
        name,
        labels: {},
        rules: rules.map(rule => ({ ...rule, nonResourceURLs: [] })),
        aggregates: undefined,
        index: -1,
      });
    }
  }

  #toInventory(objects: readonly Raw[]): Inventory {
    const sources = objects.map(value => ({ value }));
    return new Inventory(sources, { cluster: '', kubeMinor: this.facts.kubeMinor, complete: false, namespace: this.#namespace });
  }
}

const OWN_AFFAIR = new Set(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding', 'ServiceAccount', 'Secret']);
