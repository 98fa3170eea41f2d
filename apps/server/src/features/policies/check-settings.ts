import { listSchemaIssues, type PolicyDefinition, Scope } from '@breakwater/model';
import { findParamFault } from '@breakwater/policy';
import type { PolicySetting } from '@breakwater/protocol';
import { RequestError } from '../../http/request-error.ts';

/** Parts of a scope that say what a policy is set for. */
const PARTS = new Set(['clusters', 'namespaces', 'workloads', 'labels']);

type Setting = Omit<PolicySetting, 'policy'>;

/**
 * Whether settings can be those of a policy.
 *
 * @throws RequestError `bad-request`
 */
export function checkSettings(policy: PolicyDefinition, settings: readonly Setting[]): void {
  const seen = new Set<string>();
  for (const [index, setting] of settings.entries()) {
    const fault = findFault(policy, setting) ?? (seen.has(toKey(setting)) ? 'the same scope stands there twice' : undefined);
    if (fault !== undefined) throw new RequestError('bad-request', `body.settings.${index}: ${fault}`);
    seen.add(toKey(setting));
  }
}

function findFault(policy: PolicyDefinition, { scope, enabled, params, enforcement = {} }: Setting): string | undefined {
  const [issue] = listSchemaIssues(Scope, scope);
  if (issue !== undefined) return `scope: ${issue.message}`;
  const part = Object.keys(scope).find(name => !PARTS.has(name));
  if (part !== undefined) return `a policy is set for ${[...PARTS].join(', ')}, not for ${part}`;
  const isSilent = enabled === undefined && params === undefined && Object.keys(enforcement).length === 0;
  if (isSilent) return 'it neither switches the policy nor sets a parameter or an enforcement';
  if (enforcement.build !== undefined && !policy.stages.includes('build')) return "the policy is not for stage 'build'";
  return params === undefined ? undefined : findParamFault(policy, params);
}

/** The same scope however it is written. */
function toKey({ scope }: Setting): string {
  return JSON.stringify(Object.entries(scope).sort(([a], [b]) => (a < b ? -1 : 1)));
}
