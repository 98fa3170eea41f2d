import type { Evidence, Severity, State } from '@breakwater/model';
import type { ClusterView } from '../cluster-view.ts';
import type { Subject } from '../evidence/component.ts';

/** A text in both languages. */
export interface Texts {
  readonly en: string;
  readonly ja: string;
}

/** What a check says about one thing. */
export interface CheckFinding {
  readonly subject: Subject;
  readonly state: State;
  /** What was found, as against what is wanted. */
  readonly message: Texts;
  readonly evidence: readonly Evidence[];
  /** The change that makes it right on this distribution; absent where nothing is wrong. */
  readonly remediation?: Texts;
}

/** A question about the cluster below the workloads. It only looks at what was collected; "could not look" is `not-evaluated`. */
export interface Check {
  /** Names what is wrong; the condition's name in the catalogue. */
  readonly id: string;
  readonly title: Texts;
  readonly severity: Severity;
  readonly decide: (view: ClusterView) => readonly CheckFinding[];
}

/** The subject of what is about no node in particular. */
export const CLUSTER: Subject = { kind: 'Cluster', name: 'cluster' };

/** A text that is the same in both languages. */
export const same = (text: string): Texts => ({ en: text, ja: text });
