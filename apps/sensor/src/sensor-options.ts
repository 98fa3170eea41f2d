import type { Log } from '@breakwater/daemon';
import type { CustomWorkload } from '@breakwater/inventory';
import type { Proxies } from '@breakwater/kube';
import type { ConnectionTiming } from './components/connection-options.ts';
import type { EventPortSettings } from './event-port/start-event-port.ts';
import type { SensorSource } from './find-subject.ts';
import type { RolePortSettings } from './roles/start-roles.ts';

export interface SensorOptions {
  readonly source: SensorSource;
  /** Folder of identity, state and spool; made when it is not there. */
  readonly dataDir: string;
  readonly version: string;
  readonly log: Log;
  /** Name of the cluster, as people know it; that of the context or folder when absent. */
  readonly name?: string;
  /** Gives a join token; asked when there is no identity that the server takes. Without any of both the sensor judges for itself. */
  readonly joinToken?: () => Promise<string>;
  /** Read nothing but metadata of objects; or of these resources, as `secrets`. */
  readonly metadataOnly?: boolean | readonly string[];
  /** Kinds that make pods beside the known ones. */
  readonly customWorkloads?: readonly CustomWorkload[];
  /** Bound of the spool on disk; 512 MiB when absent. */
  readonly spoolBytes?: number;
  /** Bound of the events that wait on disk; 512 MiB when absent. */
  readonly eventBytes?: number;
  readonly timing?: Partial<ConnectionTiming>;
  /** Proxies to the server, and to the cluster where its kubeconfig names none. */
  readonly proxies?: Proxies;
  /** Listens for the roles admission, agent and responder of this cluster; without it there is no such port. */
  readonly rolePort?: RolePortSettings;
  /** Listens for what the API server and others recorded; without it there is no such port. */
  readonly eventPort?: EventPortSettings;
  /** Writes ValidatingAdmissionPolicies for what settings want refused or warned of; without it the sensor writes nothing to the cluster. */
  readonly nativeEnforcement?: boolean;
  /** Namespaces in which it refuses nothing, beside kube-system and its own. */
  readonly exempt?: readonly string[];
  /** File that admission decides by, written anew whenever something in it has changed; none when absent. */
  readonly bundleFile?: string;
  /** Between two looks whether a disk that was full has room again, in milliseconds. */
  readonly recoveryMs?: number;
}

export interface RunningSensor {
  readonly cluster: { readonly id: string; readonly name: string };
  /** Resolves once everything that exists was judged, and stored by the server where there is one. */
  readonly synced: Promise<void>;
  /** Things that wait to be judged, written or sent. */
  readonly pending: () => number;
  /** Where roles reach it, as https://host:port; undefined without a role port. */
  readonly roleUrl: string | undefined;
  /** Where others deliver events, as https://host:port; undefined without a port for it. */
  readonly eventUrl: string | undefined;
  close(): Promise<void>;
}
