import type { IpRange } from '@breakwater/inventory';
import type { NetworkWorkload } from '../cluster/read-cluster.ts';
import type { Protocol } from '../world.ts';

/** Somebody at the other end of a connection that has to stay possible. */
export type NeedPeer =
  | { readonly kind: 'workload'; readonly workload: NetworkWorkload }
  /** A pod of a namespace of which the set holds nothing else. */
  | { readonly kind: 'namespace'; readonly namespace: string }
  | { readonly kind: 'address'; readonly range: IpRange }
  /** Every address that is not private: a name outside of the cluster, whose addresses nobody knows. */
  | { readonly kind: 'public' }
  /** Every pod of the cluster: a controller that is not in the set. */
  | { readonly kind: 'cluster' }
  /** Everybody. */
  | { readonly kind: 'anybody' }
  /** Whoever answers for names. */
  | { readonly kind: 'dns' };

/** A connection that has to stay possible, and what it rests on. */
export interface Need {
  readonly source: NeedPeer;
  readonly destination: NeedPeer;
  readonly protocol: Protocol;
  readonly port: number;
  /** `env CART_URL: http://cart:8080`, `12 flows until 2026-11-30T10:00:00Z`. */
  readonly because: string;
}
