import type { InventoryObject } from '@breakwater/inventory';
import type { Cluster } from '../cluster/read-cluster.ts';
import type { VerdictMatrix } from '../connections/verdict-matrix.ts';
import type { Rules } from '../evaluate/verdict.ts';
import type { Policy } from '../policy/normal-form.ts';

/** What checks look at. */
export interface LintContext {
  readonly cluster: Cluster;
  readonly rules: Rules;
  readonly matrix: VerdictMatrix;
  /** Policies with the objects that they were read from. */
  readonly policies: readonly { readonly policy: Policy; readonly object: InventoryObject }[];
}

/** Something that is probably not what was meant. */
export interface LintFinding {
  /** `NetworkPolicy shop/web`, `shop/web[Deployment]`, `Namespace shop`. */
  readonly subject: string;
  /** The object and field that it stands in; undefined for what several objects make together. */
  readonly object?: InventoryObject;
  readonly path?: readonly (string | number)[];
  readonly message: string;
}

/** One check. Its id names what is wrong. */
export interface LintCheck {
  readonly id: string;
  /** `error`: it cannot be what was meant. `warning`: it weakens. `info`: worth knowing. */
  readonly level: 'error' | 'warning' | 'info';
  readonly run: (context: LintContext) => readonly LintFinding[];
}

/** What is too much to look at is told, since silence would mean that nothing was found. */
export function tooLarge(what: string): LintFinding {
  return { subject: 'cluster', message: `was not looked at, since ${what} are too many` };
}
