import type { CustomWorkload } from '@breakwater/inventory';
import type { Authorization } from '@breakwater/kube';
import type { Event, Problem } from '@breakwater/model';
import type { NativePlan } from '@breakwater/policy';
import type { BaselineChange, BaselineOutcome, EnforcementState, ImageFacts, ItemType, PolicySet } from '@breakwater/protocol';
import type { DecidedResponse } from '../evaluation/decide-responses.ts';

/** One item as it goes to disk and to the server; the body is JSON, made once. */
export type ItemChange =
  | { readonly action: 'put'; readonly type: ItemType; readonly key: string; readonly hash: string; readonly body: string }
  | { readonly action: 'delete'; readonly type: ItemType; readonly key: string };

/** What the thread watches. */
export type ThreadSource =
  | {
      readonly type: 'cluster';
      readonly server: string;
      readonly context: string;
      readonly proxy: string;
      /** Resources of which only metadata is read, as `secrets`. */
      readonly metadataOnly: readonly string[];
    }
  | { readonly type: 'folder'; readonly paths: readonly string[] };

export interface ThreadOptions {
  readonly source: ThreadSource;
  readonly cluster: string;
  /** Minor version of Kubernetes; undefined for the newest that is known. */
  readonly kubeMinor: number | undefined;
  readonly policies: PolicySet | undefined;
  /** What is known of images. */
  readonly images: readonly ImageFacts[];
  /** Kinds that make pods beside the known ones. */
  readonly customWorkloads: readonly CustomWorkload[];
  /** Namespaces in which the API server is never asked to refuse anything. */
  readonly exempt: readonly string[];
  /** Where baselines of what containers do are kept; undefined where no agent can tell of it. */
  readonly behaviorFolder: string | undefined;
  /** Whether what admission decides by is made. */
  readonly makesBundle: boolean;
}

/** What the API server is to enforce by itself, by the ids of the policies. */
export type NativePlans = ReadonlyMap<string, NativePlan>;

/** To the thread. */
export type Command =
  /** A policy set to decide by from now on. */
  | { readonly type: 'policies'; readonly set: PolicySet }
  /** What is known of images has changed. */
  | { readonly type: 'images'; readonly entries: readonly ImageFacts[]; readonly gone: readonly string[] }
  /** How policies are enforced, and what went wrong with it; in the place of what was said before. */
  | { readonly type: 'enforcement'; readonly states: ReadonlyMap<string, EnforcementState>; readonly problems: readonly Problem[] }
  /** What agents saw, to be joined with what is known of their pods; answered under the same id. */
  | { readonly type: 'events'; readonly id: number; readonly events: readonly Event[] }
  /** What is wrong with agents; in the place of what was said before. */
  | { readonly type: 'agent-problems'; readonly problems: readonly Problem[] }
  /** What people want of baselines. */
  | { readonly type: 'baseline-changes'; readonly changes: readonly BaselineChange[] }
  /** A batch was written; another may come. */
  | { readonly type: 'taken' }
  /** The end: what is not on disk yet is to be written, and the thread to end itself. */
  | { readonly type: 'close' }
  /** Everything is to be told again, since the server lacks some of it. */
  | { readonly type: 'retell' }
  | { readonly type: 'authorization'; readonly id: number; readonly authorization?: Authorization; readonly failure?: string };

/** From the thread. */
export type Report =
  | { readonly type: 'items'; readonly items: readonly ItemChange[] }
  /** Everything that there is was told, once or once more. */
  | { readonly type: 'complete' }
  | { readonly type: 'native-plans'; readonly revision: number; readonly plans: NativePlans }
  /** What admission decides by is another one. */
  | { readonly type: 'bundle'; readonly etag: string; readonly bytes: Uint8Array }
  /** Policies want something done; the same is told again. */
  | { readonly type: 'decided'; readonly decided: DecidedResponse }
  /** Events of agents, with their pods and workloads. */
  | { readonly type: 'events'; readonly id: number; readonly events: readonly Event[] }
  /** What came of changes of baselines. */
  | { readonly type: 'baseline-outcomes'; readonly outcomes: readonly BaselineOutcome[] }
  | { readonly type: 'counts'; readonly objects: number; readonly pending: number }
  | { readonly type: 'authorize'; readonly id: number; readonly renew: boolean };
