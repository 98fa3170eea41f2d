import type { InventoryObject } from '../model/object.ts';

type Labels = Readonly<Record<string, string>>;

/** What a policy does to one direction of the pods that it takes: nothing, allow only what it lists, or allow nothing at all. */
export type Effect = 'none' | 'isolates' | 'denies';

/** A namespace as policies of any engine see it. */
export interface NamespaceIdentity {
  readonly namespace: string;
  readonly namespaceLabels: Labels;
}

/** A pod as policies of any engine see it. */
export interface PodIdentity extends NamespaceIdentity {
  readonly labels: Labels;
  readonly account: string;
}

/** One policy of any engine, or one part of it, as far as isolation goes. */
export interface Isolation {
  readonly object: InventoryObject;
  /** Pod labels that every taken pod carries: an index, not the decision. */
  readonly wanted: readonly (readonly [string, unknown])[];
  readonly takes: (pod: PodIdentity) => boolean;
  /** Whether it takes every pod that the namespace may ever hold. */
  readonly takesEvery: (namespace: NamespaceIdentity) => boolean;
  readonly ingress: Effect;
  readonly egress: Effect;
}

/** The effect of a list of rules that isolates by being there. */
export function toEffect(isolates: boolean, rules: readonly unknown[]): Effect {
  if (!isolates) return 'none';
  return rules.length === 0 ? 'denies' : 'isolates';
}
