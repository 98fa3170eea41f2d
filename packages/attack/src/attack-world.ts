import type { Binding } from '@breakwater/rbac';
import type { NodeReference } from './graph/node.ts';
import type { AccountPart, SecretPart, TokenUse, WorkloadClass, WorkloadPart } from './model/parts.ts';
import type { NetworkReach } from './model/read-reach.ts';
import type { Surroundings } from './model/read-surroundings.ts';

/** The model as edges ask for it. */
export interface AttackWorld {
  readonly kubeMinor: number;
  readonly surroundings: Surroundings;
  readonly classes: readonly WorkloadClass[];
  /** Accounts of the set, those that pods use, and those that bindings name. */
  readonly accounts: readonly AccountPart[];
  readonly secrets: readonly SecretPart[];
  readonly namespaces: readonly string[];
  /** Users and groups that bindings name. */
  readonly users: readonly NodeReference[];
  /** Whether anybody said which workloads are vulnerable. */
  readonly knowsWeaknesses: boolean;
  /** Classes with a workload or pod of that name, whatever its kind. */
  readonly findPods: (namespace: string, name: string) => readonly NodeReference[];
  /** What a role gives in a namespace (empty: everywhere) as a node; undefined for a role that does not exist. */
  readonly toGrant: (roleKind: string, roleName: string, namespace: string) => NodeReference | undefined;
  readonly bindings: readonly Binding[];
  readonly hasAccount: (namespace: string, name: string) => boolean;
  readonly hasSecret: (namespace: string, name: string) => boolean;
  readonly toToken: (part: WorkloadPart) => TokenUse;
  readonly reach: NetworkReach;
}
