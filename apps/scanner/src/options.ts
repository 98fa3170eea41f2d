import type { Log } from '@breakwater/daemon';
import type { ProgramSettings, TrustSource } from '@breakwater/image';
import type { Proxies } from '@breakwater/kube';

/** Everything that a scanner can be told. */
export interface ScannerOptions {
  /** Folder of identity and cache; made when it is not there. */
  readonly dataDir: string;
  readonly version: string;
  readonly log: Log;
  /** As people know it; that of the machine unless given. */
  readonly name: string;
  /** Gives a join token; asked when there is no identity that the server takes. */
  readonly joinToken?: () => Promise<string>;
  /** The advisory database; looked at again before each match, so that a new one counts at once. */
  readonly database: string;
  /** How often it is fetched anew; never when absent. */
  readonly update?: AdvisoryUpdate;
  /** Cluster whose pull secrets are read; none when absent. */
  readonly cluster?: { readonly kubeconfig?: string };
  /** Images that are read at once. */
  readonly concurrency: number;
  /** Folder that keeps what was read of layers. */
  readonly cacheDir: string;
  readonly registry: RegistrySettings;
  /** Whose signatures count; nobody's, and nobody is asked for, where no rule decides over an image. */
  readonly trust?: readonly TrustSource[];
  readonly proxies?: Proxies;
  readonly timing?: Partial<ScannerTiming>;
}

export interface AdvisoryUpdate {
  readonly everyMs: number;
  /** Folder that keeps what was fetched. */
  readonly folder: string;
  readonly mirrors: readonly string[];
}

export interface RegistrySettings {
  /** Logins of registries, as docker login writes them. */
  readonly dockerConfig?: Uint8Array;
  /** Asked where that configuration names them; never where a pull secret does, which somebody else wrote. */
  readonly programs?: ProgramSettings;
  readonly plainHttpHosts: readonly string[];
  readonly mirrors: Readonly<Record<string, readonly string[]>>;
}

/** Waits, in milliseconds. */
export interface ScannerTiming {
  /** After the first failure to reach the server; each wait is twice the one before. */
  readonly retry: number;
  readonly longestRetry: number;
  /** Between two words of progress. */
  readonly progress: number;
  /** Longest time for one image. */
  readonly scan: number;
  /** Between two looks whether it is time for a new certificate. */
  readonly renewal: number;
  /** What a lease waits for work, in seconds. */
  readonly waitSeconds: number;
}

export const TIMING: ScannerTiming = {
  retry: 500,
  longestRetry: 30_000,
  progress: 10_000,
  scan: 30 * 60_000,
  renewal: 60 * 60_000,
  waitSeconds: 20,
};
