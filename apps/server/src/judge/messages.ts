import type { Exception } from '@breakwater/model';
import type { Comparison, PolicyCheck, Regime } from '@breakwater/policy';
import type { Language } from '../catalogue/catalogue.ts';

/** A regime as it crosses to another thread. */
export type PlainRegime = Omit<Regime, 'selection'> & {
  readonly selection: { readonly ids: readonly string[]; readonly params: Regime['selection']['params'] };
  readonly exceptions: readonly Exception[];
};

/** One cluster, judged twice over the objects that were sent before. */
export interface CompareCommand {
  readonly type: 'compare';
  readonly cluster: string;
  readonly kubeMinor: number;
  readonly complete: boolean;
  readonly before: PlainRegime;
  readonly after: PlainRegime;
  readonly language: Language;
  /** Time that judging may take, in milliseconds; what is left then is not judged. */
  readonly milliseconds: number;
}

/** Requests of one cluster, each judged by itself as it came; the objects that were sent before are what was asked for. */
export interface ReviewCommand {
  readonly type: 'review';
  readonly cluster: string;
  readonly kubeMinor: number;
  readonly regime: PlainRegime;
  /** Namespaces as JSON: what policies may ask of the one that a request is about. */
  readonly namespaces: readonly string[];
  readonly language: Language;
  readonly milliseconds: number;
}

/** What came of reviews, by their positions. */
export interface ReviewOutcome {
  readonly refused: readonly { readonly index: number; readonly message: string }[];
  readonly judged: number;
  /** Those that could not be decided from what was kept. */
  readonly undecided: number;
}

export type Command =
  | { readonly type: 'check'; readonly text: string }
  /** Objects as JSON, for the comparison that follows; not answered. */
  | { readonly type: 'objects'; readonly texts: readonly string[] }
  | CompareCommand
  | ReviewCommand;

/** Answer to everything but objects. */
export type Answer =
  | { readonly type: 'check'; readonly check: PolicyCheck }
  | { readonly type: 'compare'; readonly comparison: Comparison }
  | { readonly type: 'review'; readonly outcome: ReviewOutcome }
  | { readonly type: 'failure'; readonly message: string };
