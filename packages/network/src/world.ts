import type { IpRange } from '@breakwater/inventory';

export type Labels = Readonly<Record<string, string>>;

/** The protocols that network policies know; others are undefined for them. */
export const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** What a connection is made to: ICMP and other protocols have no port. */
export interface PortQuery {
  readonly protocol: string;
  /** 1 to 65535. */
  readonly port: number;
}

export interface ContainerPort {
  readonly name: string;
  readonly number: number;
  readonly protocol: Protocol;
}

export interface Pod {
  readonly kind: 'pod';
  readonly namespace: string;
  readonly name: string;
  readonly labels: Labels;
  /** Its addresses; none when they are not known, as in manifests. */
  readonly addresses: readonly IpRange[];
  readonly ports: readonly ContainerPort[];
  /** It uses the network of its node: selectors do not reach it. */
  readonly hostNetwork: boolean;
  /** Name of its node, where it is known. */
  readonly node?: string;
  /** It stands for a pod of which neither namespace nor labels are known: only what takes every pod surely takes it. */
  readonly isUnknown?: true;
}

export interface Node {
  readonly kind: 'node';
  readonly name: string;
  readonly labels: Labels;
  readonly addresses: readonly IpRange[];
}

/** Addresses outside of the cluster that no policy tells apart. */
export interface Outside {
  readonly kind: 'outside';
  readonly range: IpRange;
  /** The name that it was reached by, where a policy may ask for names. */
  readonly domain?: string;
}

/** One end of a connection. */
export type End = Pod | Node | Outside;

/** Everything that policies can refer to. */
export interface World {
  /** Labels of namespaces by name; `kubernetes.io/metadata.name` is there whether it was written or not. */
  readonly namespaces: ReadonlyMap<string, Labels>;
  readonly nodes: readonly Node[];
  /** Whether policies that are not read may decide about a pod. */
  readonly isTouched?: (pod: Pod, direction: 'ingress' | 'egress') => boolean;
}

/** The API server sets the name as a label on every namespace; manifests leave it out. */
export function toNamespaceLabels(name: string, labels: Labels): Labels {
  return { ...labels, 'kubernetes.io/metadata.name': name };
}
