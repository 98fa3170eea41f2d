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

export type Command =
  | { readonly type: 'check'; readonly text: string }
  /** Objects as JSON, for the comparison that follows; not answered. */
  | { readonly type: 'objects'; readonly texts: readonly string[] }
  | CompareCommand;

/** Answer to everything but objects. */
export type Answer =
  | { readonly type: 'check'; readonly check: PolicyCheck }
  | { readonly type: 'compare'; readonly comparison: Comparison }
  | { readonly type: 'failure'; readonly message: string };
