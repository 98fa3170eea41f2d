import type { Protocol } from '../world.ts';

/** Who was seen at one end: a workload of a namespace, or an address. */
export type FlowPeer = { readonly namespace: string; readonly workload: string } | { readonly address: string };

/** Connections that were seen, counted, between two ends. */
export interface ObservedFlow {
  readonly src: FlowPeer;
  readonly dst: FlowPeer;
  readonly protocol: Protocol;
  readonly port: number;
  readonly count: number;
  /** RFC 3339; empty where it is not known. */
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** Whether it came through; what was dropped need not be kept possible. */
  readonly wasAllowed: boolean;
}

export function formatPeer(peer: FlowPeer): string {
  return 'address' in peer ? peer.address : `${peer.namespace}/${peer.workload}`;
}
