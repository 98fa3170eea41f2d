import type { question as access } from './questions/access.ts';
import type { question as attackPaths } from './questions/attack-paths.ts';
import type { question as attackWhatIf } from './questions/attack-what-if.ts';
import type { question as baselinePolicies } from './questions/baseline-policies.ts';
import type { question as connections } from './questions/connections.ts';
import type { question as explain } from './questions/explain.ts';
import type { question as flows } from './questions/flows.ts';
import type { question as generate } from './questions/generate.ts';
import type { question as graph } from './questions/graph.ts';
import type { question as observed } from './questions/observed.ts';
import type { question as owners } from './questions/owners.ts';
import type { question as preview } from './questions/preview.ts';
import type { question as proposals } from './questions/proposals.ts';
import type { question as secrets } from './questions/secrets.ts';
import type { question as usage } from './questions/usage.ts';
import type { Weaknesses } from './store.ts';

/** Everything that may be asked about a cluster. */
export interface Questions {
  readonly access: typeof access;
  readonly 'attack-paths': typeof attackPaths;
  readonly 'attack-what-if': typeof attackWhatIf;
  readonly 'baseline-policies': typeof baselinePolicies;
  readonly connections: typeof connections;
  readonly explain: typeof explain;
  readonly flows: typeof flows;
  readonly generate: typeof generate;
  readonly graph: typeof graph;
  readonly observed: typeof observed;
  readonly owners: typeof owners;
  readonly preview: typeof preview;
  readonly proposals: typeof proposals;
  readonly secrets: typeof secrets;
  readonly usage: typeof usage;
}

export type Input<K extends keyof Questions> = Parameters<Questions[K]['answer']>[1];
export type Output<K extends keyof Questions> = Copy<ReturnType<Questions[K]['answer']>>;

/** What crosses to another thread is copied: it belongs to whoever receives it. */
type Copy<T> = T extends readonly (infer E)[] ? Copy<E>[] : T extends object ? { -readonly [K in keyof T]: Copy<T[K]> } : T;

/** A cluster as it was at some moment. */
export interface Snapshot {
  readonly cluster: string;
  /** Another text whenever an object has come, changed or gone, or an image was matched again. */
  readonly state: string;
}

export type Command =
  /** Objects as JSON, for the load that follows; not answered. */
  | { readonly type: 'objects'; readonly texts: readonly string[] }
  /** What was sent is the cluster that is asked about from now on; not answered. */
  | ({ readonly type: 'load'; readonly kubeMinor: number; readonly complete: boolean; readonly weaknesses?: Weaknesses } & Snapshot)
  /** Answered `absent` when another cluster or moment was loaded. */
  | { readonly type: 'ask'; readonly of: Snapshot; readonly question: keyof Questions; readonly input: unknown };

export type Answer =
  | { readonly type: 'answer'; readonly value: unknown }
  | { readonly type: 'absent' }
  /** What was asked makes no sense for this cluster. */
  | { readonly type: 'fault'; readonly message: string }
  | { readonly type: 'failure'; readonly message: string };
