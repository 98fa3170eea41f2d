import type { Bindings } from '@breakwater/cel';
import type { Target, TargetInstance } from '@breakwater/inventory';
import type { CompiledPolicy } from './compiled-policy.ts';

/** Facts that are the same for all objects of one API version and kind, and what is the same for all objects. */
const OF_KIND = /^(?:resource\.(?:kind|group|version)|workload\.(?:kind|group)|params(?:\..*)?)$/;

/** Kinds may be anything that a cluster defines. */
const MAX_KINDS = 500;

/** Policies over a target, by whether the kind of an object lets them apply. */
export interface Group {
  readonly applicable: readonly CompiledPolicy[];
  readonly ruledOut: readonly CompiledPolicy[];
}

/** Policies by target, and of these the ones that may apply to objects of a kind: what their kind rules out is not even asked. */
export class Plan {
  readonly targets: readonly Target[];
  readonly #byTarget: ReadonlyMap<Target, readonly CompiledPolicy[]>;
  readonly #byKind = new Map<Target, Map<string, Group>>();

  constructor(policies: readonly CompiledPolicy[]) {
    this.#byTarget = Map.groupBy(policies, policy => policy.target);
    this.targets = [...this.#byTarget.keys()];
  }

  /** All policies over a target. */
  list(target: Target): readonly CompiledPolicy[] {
    return this.#byTarget.get(target) ?? [];
  }

  /** Those that the kind of the object rules out are not applicable. */
  group(target: Target, { object }: TargetInstance, shared: Bindings): Group {
    const byKind = this.#byKind.get(target) ?? new Map<string, Group>();
    this.#byKind.set(target, byKind);
    const kind = `${object.apiVersion}/${object.kind}`;
    const known = byKind.get(kind);
    if (known !== undefined) return known;
    const { true: ruledOut = [], false: applicable = [] } = Object.groupBy(this.list(target), policy => `${isRuledOut(policy, shared)}`);
    const group = { applicable, ruledOut };
    if (byKind.size >= MAX_KINDS) byKind.clear();
    byKind.set(kind, group);
    return group;
  }
}

const plans = new WeakMap<readonly CompiledPolicy[], Plan>();

/** The plan of a list of policies, which is made once. */
export function findPlan(policies: readonly CompiledPolicy[]): Plan {
  const plan = plans.get(policies) ?? new Plan(policies);
  plans.set(policies, plan);
  return plan;
}

/** Whether a condition that reads nothing but the kind does not hold, before any that reads more. What fails is left to judging. */
function isRuledOut(policy: CompiledPolicy, shared: Bindings): boolean {
  try {
    const bindings = policy.bind(shared);
    for (const condition of policy.conditions) {
      if (!condition.references.every(reference => OF_KIND.test(reference))) return false;
      if (condition.evaluate(bindings) !== true) return true;
    }
  } catch {
    // It says so where it is judged.
  }
  return false;
}
