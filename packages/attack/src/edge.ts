import type { Container, Raw } from '@breakwater/inventory';
import type { Binding, Held, Need } from '@breakwater/rbac';
import type { AttackWorld } from './attack-world.ts';
import type { NodeReference } from './graph/node.ts';
import type { ContainerFinding } from './model/parts.ts';

/** The change that takes an edge away. */
export interface Cut {
  /** `delete RoleBinding shop/deployers`; the same text is the same change. */
  readonly change: string;
  /** How much it takes to make it: 1 for a binding, more for what others rest on too. */
  readonly weight: number;
}

/** One edge of the graph. */
export interface Connection {
  readonly from: NodeReference;
  readonly to: NodeReference;
  /** One sentence that names the objects it rests on; made when it is asked for. */
  readonly because: () => string;
  /** Each of these changes takes it away; none for what cannot be taken away by itself, as membership of a group. */
  readonly cuts?: readonly Cut[];
  /** What makes it harder, or less certain; empty for an edge that is there for sure. */
  readonly weakened?: readonly string[];
}

interface EdgeBase {
  /** `exec`: the name of the file. */
  readonly id: string;
  /** Its row in the edge model, as `E15`. */
  readonly number: string;
  /** When it is there, in one line. */
  readonly doc: string;
  /** How hard it is, from 1. */
  readonly cost: number;
}

/** Where an edge of permissions leads. */
export interface Destination {
  readonly node: NodeReference;
  readonly weakened?: readonly string[];
}

/** Somebody who may do something. */
export interface PermissionEdge extends EdgeBase {
  readonly kind: 'permission';
  /** Ways to be able to, each a list of needs that are all met in one place; they may depend on the Kubernetes minor version. */
  readonly ways: readonly Way[] | ((kubeMinor: number) => readonly Way[]);
  /** `held` says for each need of a way which rule meets it; `namespace` is where, empty for everywhere. */
  readonly to: (held: readonly Held[], namespace: string, world: AttackWorld, roles: readonly HeldRole[]) => readonly Destination[];
  /** Whether it rests on what else its holder is bound to, so that a role alone does not say. */
  readonly ofHolder?: true;
}

export type Way = readonly Need[];

/** A role that somebody is bound to, and the namespace of the binding; empty for everywhere. */
export interface HeldRole {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

/** What the reading of a container may ask for beside it. */
export interface ContainerContext {
  readonly kubeMinor: number;
  readonly pod: Raw;
}

export interface ContainerEdge extends EdgeBase {
  readonly kind: 'container';
  readonly target: 'node' | 'node-files' | 'node-services' | 'running-accounts';
  readonly find: (container: Container, context: ContainerContext) => ContainerFinding | undefined;
}

/** What follows from objects and their joins. */
export interface StructureEdge extends EdgeBase {
  readonly kind: 'structure';
  /** What of the world it reads: as long as that stays, so do its edges. */
  readonly reads: readonly (keyof AttackWorld)[];
  readonly list: (world: AttackWorld) => Iterable<Connection>;
}

/** What follows from one binding. */
export interface BindingEdge extends EdgeBase {
  readonly kind: 'binding';
  /** `to` is the node of what the binding gives, `subjects` are those of its subjects. */
  readonly list: (binding: Binding, to: NodeReference, subjects: readonly NodeReference[]) => Iterable<Connection>;
}

/** One row of the edge model; its file is all there is to it. */
export type AttackEdge = PermissionEdge | ContainerEdge | StructureEdge | BindingEdge;
