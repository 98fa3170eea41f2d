import type { PolicyDefinition } from '@breakwater/model';
import { CompiledPolicy, PolicyError, selectRuntimePreset } from '@breakwater/policy';
import { builtInPolicies } from '../catalogue.ts';
import { findPolicy } from '../check/judge.ts';

type Params = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface EventSelection {
  /** Only these policies, whatever the preset; empty for the preset. */
  readonly policies: readonly string[];
  readonly preset: string;
  /** Policies of the user; one with the same id replaces that of the catalogue. */
  readonly ownPolicies: readonly PolicyDefinition[];
  readonly params: Params;
}

/** Policies over events that were asked for. Own ones and those that somebody gave parameters take part in every preset. Throws PolicyError. */
export function selectEventPolicies({ policies, preset, ownPolicies, params }: EventSelection): readonly CompiledPolicy[] {
  const own = new Set(ownPolicies.map(({ id }) => id));
  const known = [...builtInPolicies.filter(({ id }) => !own.has(id)), ...ownPolicies];
  const compile = (policy: PolicyDefinition): CompiledPolicy => new CompiledPolicy(policy, params[policy.id]);
  if (policies.length > 0) return policies.map(id => compile(requireEvents(findPolicy(id, known))));
  const ids = selectRuntimePreset(preset, known);
  const isWanted = ({ id, target }: PolicyDefinition): boolean =>
    target === 'event' && (ids.has(id) || own.has(id) || Object.hasOwn(params, id));
  return known.filter(isWanted).map(compile);
}

function requireEvents(policy: PolicyDefinition): PolicyDefinition {
  if (policy.target === 'event') return policy;
  throw new PolicyError(
    'policy-unknown',
    `policy '${policy.id}' judges no events, but target ${policy.target}; \`breakwater check\` asks it`,
  );
}
