import type { OpenedEntrance } from '@breakwater/network';

/** What of a container opens the way to its node or to its neighbours. */
export interface ContainerFinding {
  /** Behind the name of the container: `is privileged`. */
  readonly because: string;
  /** Behind `in WORKLOAD, container NAME: `: `set privileged to false`. */
  readonly change: string;
  readonly weakened?: readonly string[];
}

/** Whether a pod has a credential of its service account: S1 to S3 of the field note. */
export type TokenUse = 'mounted' | 'automounted' | 'none' | 'foreign';

export interface ContainerPart {
  readonly name: string;
  /** Init containers have ended when the pod answers. */
  readonly isInit: boolean;
  /** Numbers of the ports that it declares. */
  readonly ports: readonly number[];
  /** By the id of a container edge. */
  readonly findings: readonly (readonly [edge: string, finding: ContainerFinding])[];
  /** Names of the Secrets that it mounts or takes into its environment. */
  readonly secrets: readonly string[];
  /** Names of claims that it mounts, with whether it may write. */
  readonly claims: readonly (readonly [name: string, writable: boolean])[];
  readonly usesNodeNetworkPorts: readonly number[];
  readonly user: string;
}

export type Placement = 'worker' | 'control-plane' | 'every-node' | 'either';

/** What attack paths rest on of one workload; everything in it is plain, so that equal workloads are one class. */
export interface WorkloadPart {
  /** `shop/web[Deployment]` */
  readonly name: string;
  readonly namespace: string;
  readonly account: string;
  /** Undefined where the pod leaves it to the service account. */
  readonly token: TokenUse | undefined;
  readonly sharesProcesses: boolean;
  readonly placement: Placement;
  readonly isDaemon: boolean;
  readonly containers: readonly ContainerPart[];
  /** What the network engine needs of it: as long as it does not change, entrances do not either. */
  readonly networkKey: string;
  /** Those that all pods of one template share. */
  readonly labels: Readonly<Record<string, string>>;
  /** Images by name, for operators that are known by theirs. */
  readonly images: readonly string[];
}

/** A vulnerability that somebody can use over the network. */
export interface Weakness {
  /** CVE id or the like. */
  readonly id: string;
  /** Container that has it; empty when that is not known. */
  readonly container: string;
}

/** Workloads that cannot be told apart. */
export interface WorkloadClass {
  /** The part of the first by name. */
  readonly part: WorkloadPart;
  /** Names of all, sorted. */
  readonly members: readonly string[];
  readonly entrances: readonly OpenedEntrance[];
  readonly weaknesses: readonly Weakness[];
}

export interface AccountPart {
  readonly namespace: string;
  readonly name: string;
  readonly automounts: boolean;
  /** Cloud identity that its annotations name; empty when none. */
  readonly cloud: string;
}

export interface SecretPart {
  readonly namespace: string;
  readonly name: string;
  readonly type: string;
  readonly keys: readonly string[];
  /** Service account of a token secret; empty otherwise. */
  readonly account: string;
}
