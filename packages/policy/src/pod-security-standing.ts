import type { Inventory, Workload } from '@breakwater/inventory';
import type { PodSecurity } from './pod-security.ts';

/** From the one that admits everything to the strictest. */
export const STANDARD_LEVELS = ['privileged', 'baseline', 'restricted'] as const;
export type StandardLevel = (typeof STANDARD_LEVELS)[number];

/** What a workload satisfies at the Kubernetes version of its set, and the checks that it breaks on above. */
export interface Standing {
  readonly level: StandardLevel;
  readonly breaksBaseline: readonly string[];
  readonly breaksRestricted: readonly string[];
}

export function judgeLevel(podSecurity: PodSecurity, inventory: Inventory, workload: Workload): Standing {
  const breaksBaseline = podSecurity.listViolations(inventory, workload, 'baseline');
  const breaksRestricted = podSecurity.listViolations(inventory, workload, 'restricted');
  return { level: toLevel(breaksBaseline, breaksRestricted), breaksBaseline, breaksRestricted };
}

function toLevel(baseline: readonly string[], restricted: readonly string[]): StandardLevel {
  if (restricted.length === 0) return 'restricted';
  return baseline.length === 0 ? 'baseline' : 'privileged';
}

export const ENFORCE_LABEL = 'pod-security.kubernetes.io/enforce';

/** What the label of a namespace enforces; undefined without one. A label that is no level enforces the strictest one, as Kubernetes has it. */
export function readEnforcedLevel(labels: Readonly<Record<string, unknown>>): StandardLevel | undefined {
  const label = labels[ENFORCE_LABEL];
  return label === undefined ? undefined : (STANDARD_LEVELS.find(level => level === label) ?? 'restricted');
}
