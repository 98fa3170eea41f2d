import type { Severity } from '@breakwater/model';

/** What points are given for. Vulnerabilities and behaviour come with the analyzers that see them. */
export type RiskFactor = 'exposure' | 'privileges' | 'violations' | 'permissions' | 'secrets' | 'vulnerabilities' | 'behaviour';

/** How strongly something speaks for a workload being dangerous: 0.1 is a hint, 0.7 alone makes half of the scale. */
export interface Strength {
  readonly factor: RiskFactor;
  readonly strength: number;
  readonly detail: string;
}

export interface SeverityCount {
  readonly severity: Severity;
  readonly open: number;
  readonly accepted: number;
}

/** What the score of one workload is made of. */
export interface RiskInput {
  /** From where it can be reached, the widest. */
  readonly exposure: 'external' | 'node' | 'cluster' | 'none';
  /** What opens it, for reading. */
  readonly exposedBy: readonly string[];
  /** Rights that its containers and pods have beyond those of any container, as names of `PRIVILEGES`. */
  readonly privileges: readonly string[];
  readonly violations: readonly SeverityCount[];
  /** What its service account may do that leads further, as the fact `binding.powers` names it; empty when no token is mounted. */
  readonly powers: readonly { readonly power: string; readonly clusterWide: boolean }[];
  /** Names of the secrets that it holds. */
  readonly secrets: readonly string[];
  /** Strengths of analyzers beside these. */
  readonly further?: readonly Strength[];
}
