import type { Rule } from '../policy/normal-form.ts';

/** What the specification leaves to the network plug-in, or what is not known: the first value is what upstream does. */
export interface Assumptions {
  /** Whether a NetworkPolicy's ipBlock covers pods by their addresses. */
  readonly blocksCoverPods: boolean;
  /** Whether selectors and policies reach pods on the network of their node. */
  readonly hostNetworkIsOrdinary: boolean;
  /** Whether a pod that any NetworkPolicy selects is beyond the Baseline tier in both directions. */
  readonly networkPolicyIsFinal: boolean;
  /** Whether a rule over domain names means an address that has no name here. */
  readonly domainsMatch: boolean;
  /** Whether a range covers a pod whose address is not known. */
  readonly rangesCoverUnknown: boolean;
  /** Whether a selector covers a pod whose labels are not known. */
  readonly selectorsCoverUnknown: boolean;
  /** What counts where objects of one tier and priority say different things: the first by name, or whichever says this. */
  readonly amongEquals: 'first' | Rule['action'];
}

export const UPSTREAM: Assumptions = {
  blocksCoverPods: true,
  hostNetworkIsOrdinary: false,
  networkPolicyIsFinal: false,
  domainsMatch: false,
  rangesCoverUnknown: false,
  selectorsCoverUnknown: false,
  amongEquals: 'first',
};

/** Why a verdict is up to the network plug-in, or cannot be known. */
export type Doubt =
  | 'pod-by-ip-block'
  | 'host-network'
  | 'direction-of-network-policy'
  | 'domain-names'
  | 'address-unknown'
  | 'labels-unknown'
  | 'equal-priority'
  | 'other-protocol'
  | 'policy-unsupported';

/** The assumptions behind each doubt that one can be wrong about, each in turn. */
export const DOUBTS: Readonly<Record<Exclude<Doubt, 'other-protocol' | 'policy-unsupported'>, readonly Partial<Assumptions>[]>> = {
  'pod-by-ip-block': [{ blocksCoverPods: false }],
  'host-network': [{ hostNetworkIsOrdinary: true }],
  'direction-of-network-policy': [{ networkPolicyIsFinal: true }],
  'domain-names': [{ domainsMatch: true }],
  'address-unknown': [{ rangesCoverUnknown: true }],
  'labels-unknown': [{ selectorsCoverUnknown: true }],
  'equal-priority': [{ amongEquals: 'Allow' }, { amongEquals: 'Deny' }, { amongEquals: 'Pass' }],
};
