import { type Binding, givesEverything, type ResolvedRole, toRoleKey } from '@breakwater/rbac';
import type { AttackModel } from '../model/attack-model.ts';
import { resolveRoles } from '../model/resolve-roles.ts';
import { type Given, type Grant, nameGrant } from './grant.ts';
import { CLUSTER_ADMIN, type NodeReference, namespaceAdmin } from './node.ts';
import { listSubjectNodes } from './subjects.ts';

/** Roles of a model in the places where something gives them. A grant whose role did not change stays the same value. */
export class GrantTable {
  readonly #model: AttackModel;
  readonly #given = new WeakMap<Binding, { readonly key: string; readonly given: Given }>();
  #grants = new Map<string, Grant>();
  #roles: ReadonlyMap<string, ResolvedRole> = new Map();
  #version = -1;

  constructor(model: AttackModel) {
    this.#model = model;
  }

  /** Another number when some role came, went or changed. */
  get version(): number {
    return this.#version;
  }

  get size(): number {
    return this.#grants.size;
  }

  get roles(): Iterable<ResolvedRole> {
    return this.#roles.values();
  }

  list(): Iterable<Grant> {
    return this.#grants.values();
  }

  clear(): void {
    this.#grants.clear();
  }

  /** Follows the model: the same rules are the same list, so that what they do is known, and grants of roles that changed are forgotten. */
  refresh(): void {
    if (this.#version === this.#model.versions.roles) return;
    this.#version = this.#model.versions.roles;
    this.#roles = resolveRoles(this.#model, this.#roles);
    this.#grants = new Map([...this.#grants].filter(([, { role, rules }]) => this.#roles.get(keyOf(role))?.rules === rules));
  }

  /** What bindings give; those whose role does not exist give nothing. A binding that gives what it gave is the same value. */
  listGiven(bindings: readonly Binding[]): readonly Given[] {
    const found: Given[] = [];
    for (const binding of bindings) {
      const given = this.#give(binding);
      if (given !== undefined) found.push(given);
    }
    return found;
  }

  #give(binding: Binding): Given | undefined {
    const { roleKind, roleName, namespace } = binding;
    const known = this.#given.get(binding);
    if (known !== undefined && this.#grants.get(known.key) === known.given.grant) return known.given;
    const grant = this.find(roleKind, roleName, namespace);
    if (grant === undefined) return undefined;
    const given = { binding, grant, subjects: listSubjectNodes(binding) };
    this.#given.set(binding, { key: toKey(roleKind, roleName, namespace), given });
    return given;
  }

  find(kind: string, name: string, namespace: string): Grant | undefined {
    const key = toKey(kind, name, namespace);
    const known = this.#grants.get(key);
    const found = this.#roles.get(toRoleKey(kind, namespace, name));
    if (known !== undefined || found === undefined) return known;
    const { role, rules } = found;
    const all: NodeReference = namespace === '' ? CLUSTER_ADMIN : namespaceAdmin(namespace);
    const node: NodeReference = givesEverything(rules) ? all : { kind: 'grant', name: nameGrant(role, namespace) };
    const grant: Grant = { node, role, rules, namespace };
    this.#grants.set(key, grant);
    return grant;
  }
}

function toKey(kind: string, name: string, namespace: string): string {
  return `${kind}/${name}@${namespace}`;
}

function keyOf({ kind, namespace, name }: Grant['role']): string {
  return toRoleKey(kind, namespace, name);
}
