import { findTarget, type Target } from '@breakwater/inventory';
import type { PolicyDefinition, ResponseAction } from '@breakwater/model';
import { CompiledPolicy } from '@breakwater/policy';
import type { Focus } from './focus.ts';

/** A policy that judges what is in focus. */
export class JudgedPolicy extends CompiledPolicy {
  override readonly target: Target;
  /** What is to be done about what violates it, beside telling. */
  readonly response: ResponseAction | undefined;

  /** Throws PolicyError when the target is unknown. */
  constructor(
    definition: PolicyDefinition,
    params: Readonly<Record<string, unknown>>,
    focus: Focus,
    narrow: (target: Target) => Target,
    response?: ResponseAction,
  ) {
    super(definition, params);
    this.response = response;
    this.target = narrow(focus.narrow(resolveTarget(definition.target)));
  }
}

function resolveTarget(name: string): Target {
  const target = findTarget(name);
  // The constructor of a policy refuses a target that does not exist.
  if (target === undefined) throw new TypeError(`no target ${name}`);
  return target;
}
