import type { AttackWorld } from '../attack-world.ts';
import type { BindingEdge, StructureEdge } from '../edge.ts';
import { edges } from '../edges.generated.ts';
import type { AttackModel } from '../model/attack-model.ts';
import { CONTAINER_READS, listContainerConnections } from './container-connections.ts';
import { type Attenuation, areSame, EdgeStore } from './edge-store.ts';
import type { Given, Grant, KindedConnection } from './grant.ts';
import { GrantTable } from './grant-table.ts';
import { AttackGraph, type GraphEdge, MEMBER } from './graph.ts';
import { listHolderConnections } from './holder-connections.ts';
import { type GroupedSubject, listHolders, toGroupedSubject } from './holders.ts';
import { listMembers, listRoleMembers, MEMBER_READS } from './members.ts';
import { accountNode, anyRole } from './node.ts';
import { listRoleConnections } from './role-connections.ts';
import { WayIndex } from './ways.ts';
import { WorldSeries } from './world.ts';

/** Nodes that nothing leads to any more and that are kept, beside as many as there were. */
const MOST_STALE = 10_000;

const OF_BINDINGS = edges.filter((edge): edge is BindingEdge => edge.kind === 'binding');
const STRUCTURE = edges.filter((edge): edge is StructureEdge => edge.kind === 'structure');

/** What the edges of a grant depend on beside its rules. */
const GRANT_READS = ['classes', 'namespaces', 'accounts', 'secrets', 'surroundings'] as const;

const NO_INPUTS: readonly unknown[] = [];

const read = (world: AttackWorld, fields: readonly (keyof AttackWorld)[]): readonly unknown[] => fields.map(field => world[field]);

/** Builds graphs of one model, again after each change of it: edges of what did not change are kept. */
export class GraphBuilder {
  readonly #attenuation: Attenuation;
  readonly #ways: WayIndex;
  readonly #worlds: WorldSeries;
  readonly #grants: GrantTable;
  #store: EdgeStore;
  /** Nodes that there were when all edges were made anew. */
  #nodesAtFirst = 0;
  /** What edges of grants and holders were made of; another list when any of it changed. */
  #common: readonly unknown[] = [];
  #subjects: { readonly inputs: readonly unknown[]; readonly list: readonly GroupedSubject[] } = { inputs: [], list: [] };

  constructor(model: AttackModel, attenuation: Attenuation = 'attenuate') {
    this.#attenuation = attenuation;
    this.#ways = new WayIndex(model.facts.kubeMinor);
    this.#worlds = new WorldSeries(model);
    this.#grants = new GrantTable(model);
    this.#store = new EdgeStore(attenuation);
  }

  build(): AttackGraph {
    if (this.#store.nodes.list.length > 2 * this.#nodesAtFirst + MOST_STALE) this.#forget();
    this.#grants.refresh();
    const world = this.#worlds.next({ toGrant: (kind, name, namespace) => this.#grants.find(kind, name, namespace)?.node });
    const common = read(world, GRANT_READS);
    if (!areSame(common, this.#common)) this.#common = common;
    const all: GraphEdge[] = [];
    for (const part of this.#listParts(world)) for (const edge of part) all.push(edge);
    if (this.#nodesAtFirst === 0) this.#nodesAtFirst = this.#store.nodes.list.length;
    return new AttackGraph(this.#store.nodes, all, world.classes);
  }

  /** Once in a while everything is made anew, so that what has gone does not stay. */
  #forget(): void {
    this.#store = new EdgeStore(this.#attenuation);
    this.#grants.clear();
    this.#nodesAtFirst = 0;
  }

  *#listParts(world: AttackWorld): Generator<readonly GraphEdge[]> {
    const store = this.#store;
    for (const edge of STRUCTURE) yield store.refresh(edge.id, edge, read(world, edge.reads), () => edge.list(world));
    yield store.refresh('containers', MEMBER, read(world, CONTAINER_READS), () => listContainerConnections(world));
    yield store.refresh('members', MEMBER, read(world, MEMBER_READS), () => listMembers(world));
    const given = this.#grants.listGiven(world.bindings);
    yield* this.#listBindingParts(given);
    yield* this.#listHolderParts(given, world);
    yield* this.#listGrantParts(world);
  }

  *#listBindingParts(given: readonly Given[]): Generator<readonly GraphEdge[]> {
    for (const each of given) yield this.#store.refresh(each, MEMBER, NO_INPUTS, () => listBindingConnections(each));
  }

  *#listHolderParts(given: readonly Given[], world: AttackWorld): Generator<readonly GraphEdge[]> {
    for (const holder of listHolders(given, this.#listSubjects(world), this.#ways)) {
      const version = holder.given.reduce((most, { grant }) => Math.max(most, this.#versionOf(grant)), 0);
      const inputs = [this.#common, version, ...holder.given];
      yield this.#store.refresh(`holder ${holder.node.name}`, MEMBER, inputs, () => listHolderConnections(holder, world, this.#ways));
    }
  }

  /** Edges of grants may lead to further grants, and those of any role to all of a namespace. */
  *#listGrantParts(world: AttackWorld): Generator<readonly GraphEdge[]> {
    const done = new Set<Grant>();
    const expanded = new Set<string>();
    const isAsked = (namespace: string) => this.#store.nodes.find(anyRole(namespace).name) !== undefined;
    let count = -1;
    while (count !== this.#grants.size) {
      count = this.#grants.size;
      for (const grant of this.#grants.list()) {
        if (done.has(grant) || grant.node.kind !== 'grant') continue;
        done.add(grant);
        const inputs = [this.#common, this.#versionOf(grant)];
        yield this.#store.refresh(grant, MEMBER, inputs, () => listRoleConnections(grant, world, this.#ways));
      }
      yield this.#store.make(MEMBER, listRoleMembers(world, this.#grants.roles, isAsked, expanded));
    }
  }

  /** Only binding leads to other roles, which may have come and gone. */
  #versionOf({ rules, namespace }: Grant): number {
    return this.#ways.leadsToRoles(rules, namespace) ? this.#grants.version : 0;
  }

  #listSubjects({ users, accounts }: AttackWorld): readonly GroupedSubject[] {
    const inputs = [users, accounts];
    if (areSame(inputs, this.#subjects.inputs)) return this.#subjects.list;
    const nodes = [...users, ...accounts.map(({ namespace, name }) => accountNode(namespace, name))];
    this.#subjects = { inputs, list: nodes.map(toGroupedSubject) };
    return this.#subjects.list;
  }
}

function* listBindingConnections({ binding, grant, subjects }: Given): Generator<KindedConnection> {
  for (const kind of OF_BINDINGS) for (const connection of kind.list(binding, grant.node, subjects)) yield { ...connection, kind };
}
