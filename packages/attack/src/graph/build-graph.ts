import { type Binding, givesEverything, type ResolvedRole, toRoleKey } from '@breakwater/rbac';
import type { AttackWorld } from '../attack-world.ts';
import type { BindingEdge, Connection, StructureEdge } from '../edge.ts';
import { edges } from '../edges.generated.ts';
import type { AttackModel } from '../model/attack-model.ts';
import { resolveRoles } from '../model/resolve-roles.ts';
import { CONTAINER_READS, listContainerConnections } from './container-connections.ts';
import { type Grant, nameGrant } from './grant.ts';
import { AttackGraph, type EdgeKind, type GraphEdge, MEMBER } from './graph.ts';
import { listHolderConnections } from './holder-connections.ts';
import { type GroupedSubject, type Holder, listHolders, toGroupedSubject } from './holders.ts';
import { toLength } from './length.ts';
import { listMembers, listRoleMembers, MEMBER_READS } from './members.ts';
import { accountNode, anyRole, CLUSTER_ADMIN, type NodeReference, namespaceAdmin } from './node.ts';
import { NodeTable } from './node-table.ts';
import { listRoleConnections } from './role-connections.ts';
import { listSubjectNodes } from './subjects.ts';
import { WayIndex } from './ways.ts';
import { WorldSeries } from './world.ts';

/** What to do with edges that something weakens: count them as any other, make them costlier, or leave them out. */
export type Attenuation = 'off' | 'attenuate' | 'suppress';

/** Steps that one doubt is worth. */
const DOUBT_COST = 4;

const OF_BINDINGS = edges.filter((edge): edge is BindingEdge => edge.kind === 'binding');
const STRUCTURE = edges.filter((edge): edge is StructureEdge => edge.kind === 'structure');

/** What the edges of a grant depend on beside its rules. */
const GRANT_READS = ['classes', 'namespaces', 'accounts', 'secrets', 'surroundings'] as const;

interface Section {
  readonly inputs: readonly unknown[];
  readonly edges: readonly GraphEdge[];
}

interface Kept {
  readonly common: readonly unknown[];
  /** Of the roles, where edges depend on which there are. */
  readonly version: number;
  readonly edges: readonly GraphEdge[];
}

/** Builds graphs of one model, again after each change of it: edges of what did not change are kept. */
export class GraphBuilder {
  readonly #model: AttackModel;
  readonly #attenuation: Attenuation;
  readonly #ways: WayIndex;
  readonly #worlds: WorldSeries;
  readonly #nodes = new NodeTable();
  readonly #sections = new Map<string, Section>();
  readonly #grantEdges = new WeakMap<Grant, Kept>();
  readonly #holderEdges = new Map<string, Kept & Pick<Holder, 'given'>>();
  /** What edges of grants and holders were made of; another list when any of it changed. */
  #common: readonly unknown[] = [];
  readonly #bindingKeys = new WeakMap<Binding, string>();
  readonly #bindingEdges = new WeakMap<Binding, { readonly to: NodeReference; readonly edges: readonly GraphEdge[] }>();
  #subjects: { readonly inputs: readonly unknown[]; readonly list: readonly GroupedSubject[] } = { inputs: [], list: [] };
  #grants = new Map<string, Grant>();
  #roles: ReadonlyMap<string, ResolvedRole> = new Map();
  #rolesVersion = -1;

  constructor(model: AttackModel, attenuation: Attenuation = 'attenuate') {
    this.#model = model;
    this.#attenuation = attenuation;
    this.#ways = new WayIndex(model.facts.kubeMinor);
    this.#worlds = new WorldSeries(model);
  }

  build(): AttackGraph {
    this.#refreshRoles();
    const world = this.#worlds.next({
      toGrant: (kind, name, namespace) => this.#findGrant(kind, name, namespace, `${kind}/${name}@${namespace}`)?.node,
    });
    const common = GRANT_READS.map(field => world[field]);
    if (!areSame(common, this.#common)) this.#common = common;
    const all: GraphEdge[] = [];
    const take = (edges: readonly GraphEdge[]): void => {
      for (const edge of edges) all.push(edge);
    };
    for (const edge of STRUCTURE)
      take(
        this.#refresh(
          edge.id,
          edge,
          edge.reads.map(field => world[field]),
          () => edge.list(world),
        ),
      );
    take(
      this.#refresh(
        'containers',
        MEMBER,
        CONTAINER_READS.map(field => world[field]),
        () => listContainerConnections(world),
      ),
    );
    take(
      this.#refresh(
        'members',
        MEMBER,
        MEMBER_READS.map(field => world[field]),
        () => listMembers(world),
      ),
    );
    for (const binding of world.bindings) take(this.#listBindingEdges(binding));
    const holders = listHolders(world.bindings, this.#listSubjects(world), this.#ways, binding => this.#grantOf(binding));
    for (const holder of holders) take(this.#listHolderEdges(holder, world));
    this.#visitGrantEdges(world, take);
    return new AttackGraph(this.#nodes, all, world.classes);
  }

  #listBindingEdges(binding: Binding): readonly GraphEdge[] {
    const to = this.#grantOf(binding)?.node;
    if (to === undefined) return [];
    const known = this.#bindingEdges.get(binding);
    if (known?.to === to) return known.edges;
    const made = OF_BINDINGS.flatMap(edge => this.#toEdges(edge, edge.list(binding, to, listSubjectNodes(binding))));
    this.#bindingEdges.set(binding, { to, edges: made });
    return made;
  }

  #listSubjects({ users, accounts }: AttackWorld): readonly GroupedSubject[] {
    if (areSame([users, accounts], this.#subjects.inputs)) return this.#subjects.list;
    const nodes = [...users, ...accounts.map(({ namespace, name }) => accountNode(namespace, name))];
    this.#subjects = { inputs: [users, accounts], list: nodes.map(toGroupedSubject) };
    return this.#subjects.list;
  }

  #listHolderEdges(holder: Holder, world: AttackWorld): readonly GraphEdge[] {
    const { node, given } = holder;
    const version = given.reduce((most, { grant }) => Math.max(most, this.#rolesVersionOf(grant)), 0);
    const known = this.#holderEdges.get(node.name);
    if (known?.common === this.#common && known.version === version && areGivenAlike(known.given, given)) return known.edges;
    const made = this.#toEdges(MEMBER, listHolderConnections(holder, world, this.#ways));
    this.#holderEdges.set(node.name, { common: this.#common, version, given, edges: made });
    return made;
  }

  /** The same rules are the same value, so that what they do is known; grants of roles that changed are forgotten. */
  #refreshRoles(): void {
    if (this.#rolesVersion === this.#model.versions.roles) return;
    this.#rolesVersion = this.#model.versions.roles;
    const before = this.#roles;
    this.#roles = resolveRoles(this.#model, before);
    const isSame = before.size === this.#roles.size && [...this.#roles].every(([key, { rules }]) => before.get(key)?.rules === rules);
    if (!isSame) this.#grants = new Map([...this.#grants].filter(([, { role, rules }]) => this.#findRole(role)?.rules === rules));
  }

  #findRole({ kind, namespace, name }: Grant['role']): ResolvedRole | undefined {
    return this.#roles.get(toRoleKey(kind, namespace, name));
  }

  #refresh(name: string, kind: EdgeKind, inputs: readonly unknown[], list: () => Iterable<Connection>): readonly GraphEdge[] {
    const known = this.#sections.get(name);
    if (known !== undefined && areSame(inputs, known.inputs)) return known.edges;
    const made = this.#toEdges(kind, list());
    this.#sections.set(name, { inputs, edges: made });
    return made;
  }

  /** Edges of grants may lead to further grants, and those of any role to all of a namespace. */
  #visitGrantEdges(world: AttackWorld, take: (edges: readonly GraphEdge[]) => void): void {
    const done = new Set<Grant>();
    const expanded = new Set<string>();
    let count = -1;
    while (count !== this.#grants.size) {
      count = this.#grants.size;
      for (const grant of this.#grants.values()) {
        if (done.has(grant)) continue;
        done.add(grant);
        take(this.#listGrantEdges(grant, world));
      }
      const isAsked = (namespace: string) => this.#nodes.find(anyRole(namespace).name) !== undefined;
      take(this.#toEdges(MEMBER, listRoleMembers(world, this.#roles.values(), isAsked, expanded)));
    }
  }

  #listGrantEdges(grant: Grant, world: AttackWorld): readonly GraphEdge[] {
    if (grant.node.kind !== 'grant') return [];
    const version = this.#rolesVersionOf(grant);
    const known = this.#grantEdges.get(grant);
    if (known?.common === this.#common && known.version === version) return known.edges;
    const made = this.#toEdges(MEMBER, listRoleConnections(grant, world, this.#ways));
    this.#grantEdges.set(grant, { common: this.#common, version, edges: made });
    return made;
  }

  /** Only binding leads to other roles, which may have come and gone. */
  #rolesVersionOf({ rules, namespace }: Grant): number {
    return this.#ways.list(rules, namespace).some(({ way }) => way.edge.id === 'bind-role') ? this.#rolesVersion : 0;
  }

  #toEdges(kind: EdgeKind, connections: Iterable<Connection & { readonly kind?: EdgeKind }>): readonly GraphEdge[] {
    const made: GraphEdge[] = [];
    for (const { kind: own = kind, from, to, because, cuts = [], weakened = [] } of connections) {
      if (this.#attenuation === 'suppress' && weakened.length > 0) continue;
      const cost = own.cost + (this.#attenuation === 'off' ? 0 : DOUBT_COST * weakened.length);
      made.push({ from: this.#nodes.add(from), to: this.#nodes.add(to), kind: own, cost, length: toLength(cost), because, cuts, weakened });
    }
    return made;
  }

  #grantOf(binding: Binding): Grant | undefined {
    const { roleKind, roleName, namespace } = binding;
    const key = this.#bindingKeys.get(binding) ?? `${roleKind}/${roleName}@${namespace}`;
    this.#bindingKeys.set(binding, key);
    return this.#findGrant(roleKind, roleName, namespace, key);
  }

  #findGrant(kind: string, name: string, namespace: string, key: string): Grant | undefined {
    const known = this.#grants.get(key);
    if (known !== undefined) return known;
    const found = this.#roles.get(toRoleKey(kind, namespace, name));
    if (found === undefined) return undefined;
    const all: NodeReference = namespace === '' ? CLUSTER_ADMIN : namespaceAdmin(namespace);
    const node: NodeReference = givesEverything(found.rules) ? all : { kind: 'grant', name: nameGrant(found.role, namespace) };
    const grant: Grant = { node, role: found.role, rules: found.rules, namespace };
    this.#grants.set(key, grant);
    return grant;
  }
}

function areSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((input, index) => input === b[index]);
}

function areGivenAlike(a: Holder['given'], b: Holder['given']): boolean {
  return a.length === b.length && a.every(({ grant, binding }, index) => grant === b[index]?.grant && binding === b[index]?.binding);
}
