import type { TrustSource } from '@breakwater/image';
import type { ScanFailure, ScanProgress } from '@breakwater/protocol';
import type { RegistrySettings } from '../options.ts';

/** What is asked of the thread that reads images. */
export interface PullCommand {
  readonly type: 'inspect' | 'list-tags';
  /** With its digest, where that is known. */
  readonly reference: string;
  readonly platform: string | undefined;
  /** Digests that need not be read. */
  readonly known: readonly string[];
  /** Docker configurations, in the order in which they are tried; those of pull secrets first. */
  readonly logins: readonly Uint8Array[];
  readonly registry: RegistrySettings;
  readonly trust: readonly TrustSource[];
  readonly proxies: { readonly httpsProxy: string; readonly httpProxy: string; readonly noProxy: string };
  readonly cacheDir: string;
}

export type PullProgress = { readonly type: 'progress' } & ScanProgress;

export type PullAnswer =
  | { readonly type: 'inspected'; readonly digest: string; readonly output: string; readonly content: string; readonly catalogers: string }
  | { readonly type: 'same'; readonly digest: string }
  | { readonly type: 'tags'; readonly tags: readonly string[] }
  | { readonly type: 'failure'; readonly failure: ScanFailure };
