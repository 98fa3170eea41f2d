import type { Bindings } from '@breakwater/cel';
import { bindTarget, type Inventory, type Target, type Workload } from '@breakwater/inventory';
import type { Control, PolicyDefinition, Standard } from '@breakwater/model';
import { CompiledPolicy } from './compiled-policy.ts';

/** Newest Kubernetes minor version that the catalogue and the Pod Security Standards know. */
export const NEWEST_MINOR = 37;

export type PodSecurityLevel = 'baseline' | 'restricted';

/** Decides the checks of the Pod Security Standards by the policies that the standard names for them. */
export interface PodSecurity {
  /** Names of the checks that a workload of the set violates at a level, at the Kubernetes version of the set. */
  listViolations(inventory: Inventory, workload: Workload, level: PodSecurityLevel): readonly string[];
}

interface Check {
  readonly control: Control;
  readonly fromMinor: number;
  readonly policies: readonly CompiledPolicy[];
}

/** Binds the standard's controls to policies; a control that names a policy that does not exist is an error of the catalogue. */
export function createPodSecurity(standard: Standard, policies: readonly PolicyDefinition[]): PodSecurity {
  const definitions = new Map(policies.map(policy => [policy.id, policy]));
  const checks = standard.controls.map(control => toCheck(control, definitions));
  return {
    listViolations: (inventory, workload, level) => {
      const bindAll = createBinder(inventory, workload);
      return listActive(checks, level, inventory.options.kubeMinor)
        .filter(check => check.policies.some(policy => bindAll(policy.target).some(bindings => isViolated(policy, bindings))))
        .map(check => check.control.id);
    },
  };
}

function toCheck(control: Control, definitions: ReadonlyMap<string, PolicyDefinition>): Check {
  const policies = (control.policies ?? []).map(id => {
    const definition = definitions.get(id);
    if (definition === undefined) throw new TypeError(`control ${control.id} names policy ${id}, which does not exist`);
    return new CompiledPolicy(definition, control.params?.[id]);
  });
  return { control, fromMinor: parseMinor(control.from ?? '1.0'), policies };
}

/** Minor version of `1.34` or `v1.34`; NaN for anything else. */
export function parseMinor(version: string): number {
  return Number(/^v?1\.(\d{1,4})(?:\.\d+)?(?:[+-].*)?$/.exec(version)?.[1]);
}

/**
 * Restricted includes baseline. Where a restricted check is stricter about the same field than its baseline sibling, both
 * are named: that is how the reference data counts them.
 */
function listActive(checks: readonly Check[], level: PodSecurityLevel, minor: number): readonly Check[] {
  return checks.filter(check => (check.control.level === 'baseline' || check.control.level === level) && check.fromMinor <= minor);
}

/** The instances of a target in a workload, ready for policies: most checks share two targets. */
function createBinder(inventory: Inventory, workload: Workload): (target: Target) => readonly Bindings[] {
  const bound = new Map<Target, readonly Bindings[]>();
  return target => {
    const known = bound.get(target) ?? (target.listOf?.(workload) ?? []).map(instance => bindTarget(inventory, target, instance));
    bound.set(target, known);
    return known;
  };
}

function isViolated(policy: CompiledPolicy, shared: Bindings): boolean {
  const bindings = policy.bind(shared);
  return policy.conditions.every(condition => condition.evaluate(bindings) === true) && policy.expression.evaluate(bindings) !== true;
}
