import type { ResponderEdge, Step, StepOf, StepResult } from '../contract.ts';
import type { EvidenceStore } from '../evidence/evidence-store.ts';

/** What a step runs with. */
export interface StepContext {
  /** Of the response. */
  readonly id: string;
  readonly action: string;
  readonly edge: ResponderEdge;
  readonly evidence: EvidenceStore;
  /** Result of the step when it is taken back. */
  readonly result?: StepResult | undefined;
  readonly pause: (milliseconds: number) => Promise<void>;
}

/**
 * How one type of step is done and taken back. Both find out first whether that has happened, and may be called again after an end at any point;
 * only what throws has not happened.
 */
export interface StepRunner<T extends Step['type']> {
  readonly apply: (step: StepOf<T>, context: StepContext) => Promise<StepResult>;
  /** Undefined for what cannot be taken back; what changes nothing has nothing to take back. */
  readonly undo: ((step: StepOf<T>, context: StepContext) => Promise<string>) | undefined;
}
