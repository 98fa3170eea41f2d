import type { IpRange } from '@breakwater/inventory';
import type { Protocol } from '../world.ts';
import type { Selector } from './selector.ts';

/** In the order in which they are asked. */
export const TIERS = ['Admin', 'NetworkPolicy', 'Baseline'] as const;
export type Tier = (typeof TIERS)[number];

export type Direction = 'ingress' | 'egress';

/** The object that a rule is from. */
export interface PolicySource {
  readonly apiVersion: string;
  readonly kind: string;
  /** Empty for kinds without a namespace. */
  readonly namespace: string;
  readonly name: string;
}

/** One object of any kind of network policy, in the form that all of them share. */
export interface Policy {
  readonly source: PolicySource;
  readonly tier: Tier;
  /** Within the tier, the lowest first; 0 where a tier has no order. */
  readonly priority: number;
  readonly subject: PodSelection;
  /**
   * Rules in their order. NetworkPolicy: undefined when it does not isolate in that direction, and every rule allows. Other tiers: the first
   * rule that matches decides.
   */
  readonly ingress: readonly Rule[] | undefined;
  readonly egress: readonly Rule[] | undefined;
}

/** Pods by labels of their namespaces and of their own. */
export interface PodSelection {
  /** Only of this namespace. */
  readonly namespace?: string;
  readonly namespaces?: Selector;
  readonly pods?: Selector;
  /** Old drafts of AdminNetworkPolicy: keys of namespace labels that are there on both sides, with the same or with different values. */
  readonly sameLabels?: readonly string[];
  readonly notSameLabels?: readonly string[];
}

export interface Rule {
  /** Position in the object, from 0. */
  readonly index: number;
  readonly name?: string;
  readonly action: 'Allow' | 'Deny' | 'Pass';
  /** Undefined: everybody, also outside of the cluster. */
  readonly peers: readonly Peer[] | undefined;
  /** Undefined: every port of every protocol. */
  readonly ports: readonly PortMatch[] | undefined;
}

export type Peer =
  | { readonly kind: 'pods'; readonly selection: PodSelection }
  /** NetworkPolicy's ipBlock: whether it covers pods is up to the network plug-in. */
  | { readonly kind: 'block'; readonly range: IpRange; readonly except: readonly IpRange[] }
  /** Ranges of the other tiers, which cover pods by definition. */
  | { readonly kind: 'networks'; readonly ranges: readonly IpRange[] }
  | { readonly kind: 'nodes'; readonly selector: Selector }
  | { readonly kind: 'domains'; readonly names: readonly string[] };

export type PortMatch =
  | { readonly kind: 'range'; readonly protocol: Protocol; readonly from: number; readonly to: number }
  /** Resolved on the destination; without a protocol any port of that name. */
  | { readonly kind: 'named'; readonly protocol?: Protocol; readonly name: string };
