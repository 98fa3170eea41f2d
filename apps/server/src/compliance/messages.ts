import type { ChainVerdict, Drift, Score } from '@breakwater/compliance';
import type { Attestation, ComplianceHead, Exception, Problem, RunScope } from '@breakwater/model';
import type { Language } from '../catalogue/catalogue.ts';

/** A cluster to be judged, whose objects and facts of nodes were sent before. */
export interface RunCommand {
  readonly type: 'run';
  readonly id: string;
  readonly cluster: string;
  readonly kubeMinor: number;
  /** Nothing that exists is missing. */
  readonly complete: boolean;
  readonly frameworks: readonly string[];
  readonly scope: RunScope;
  readonly language: Language;
  readonly requester: string;
  readonly startedAt: string;
  readonly exceptions: readonly Exception[];
  readonly attestations: readonly Attestation[];
  /** The record before it; undefined for the first of the cluster. */
  readonly before: string | undefined;
  /** Private key in PEM. */
  readonly key: string;
  readonly version: string;
}

export interface ReportCommand {
  readonly type: 'report';
  readonly record: string;
  readonly format: string;
  readonly language: Language;
}

export type Command =
  /** JSON of objects, or of facts of nodes, for the run that follows; not answered. */
  | { readonly type: 'objects' | 'facts'; readonly texts: readonly string[] }
  | RunCommand
  | ReportCommand
  | { readonly type: 'drift'; readonly from: string; readonly to: string }
  /** Records in order, some at a time; not answered. */
  | { readonly type: 'records'; readonly records: readonly string[] }
  /** Looks at the records that were sent before. */
  | { readonly type: 'verify'; readonly publicKey: string; readonly heads: readonly ComplianceHead[] };

/** A control as lists show it. */
export interface ControlSummary {
  readonly framework: string;
  readonly control: string;
  readonly title: string;
  readonly group: string;
  readonly level: string;
  readonly state: string;
  readonly reason: string;
  readonly objects: number;
  readonly failing: number;
}

/** A run that is over, ready to be stored. */
export interface RunOutcome {
  readonly sequence: number;
  readonly hash: string;
  readonly finishedAt: string;
  /** As it was hashed and signed. */
  readonly record: string;
  readonly scores: readonly Score[];
  readonly problems: readonly Problem[];
  /** Each with its items as JSON. */
  readonly controls: readonly { readonly summary: ControlSummary; readonly items: string }[];
}

export interface Report {
  readonly extension: string;
  readonly mediaType: string;
  /** In base64. */
  readonly content: string;
}

export type Answer =
  | { readonly type: 'run'; readonly outcome: RunOutcome }
  | { readonly type: 'report'; readonly report: Report }
  | { readonly type: 'drift'; readonly drift: Drift }
  | { readonly type: 'verify'; readonly verdict: ChainVerdict }
  | { readonly type: 'failure'; readonly message: string };
