import type { BearerOptions, Log } from '@breakwater/daemon';
import type { NodeFacts } from '@breakwater/model';
import type { LimitOptions } from './limits/fair-limit.ts';

/** Everything that an agent can be told. */
export interface AgentOptions {
  /** As its cluster calls the node. */
  readonly node: string;
  readonly version: string;
  readonly log: Log;
  /** Where events go: to the sensor, or as lines of JSON to whoever reads. */
  readonly to: { readonly sensor: BearerOptions } | { readonly print: (text: string) => Promise<void> };
  /** Looks at the node below the workloads; nothing is told of that where it is absent. */
  readonly collectFacts?: () => Promise<NodeFacts>;
  /** The program that loads the kernel side. */
  readonly kernelSide: string;
  /** Audit logs of an API server on this node, as the host names them. */
  readonly auditLogs: readonly string[];
  /** Folder of what is kept over restarts: how far audit logs were read. */
  readonly stateFolder: string;
  /** Where the file system of the host is mounted. */
  readonly root: string;
  /** Folders below it in which runtimes keep what they run. */
  readonly runtimeFolders: readonly string[];
  /** Tell also what happens outside of containers. */
  readonly wholeHost: boolean;
  /** Tell also which system calls each container makes. */
  readonly syscalls: boolean;
  /** Room for events in the kernel, in KiB; a power of two. */
  readonly ringKib: number;
  /** Of each container. */
  readonly limit: LimitOptions;
  /** Of this process, whose own doings are not told. */
  readonly pid: number;
}
