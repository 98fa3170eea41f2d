import { readFileSync } from 'node:fs';
import { Inventory, type SourceObject } from '@breakwater/inventory';
import type { PolicyDefinition, Result } from '@breakwater/model';
import { CompiledPolicy, createPodSecurity, evaluate, NEWEST_MINOR, selectPreset } from '@breakwater/policy';
import { readStandard } from './read-standard.ts';

/** The compiled catalogue, as apps carry it. */
export function readCompiledPolicies(): readonly PolicyDefinition[] {
  return JSON.parse(readFileSync(new URL('../../content/policies.generated.json', import.meta.url), 'utf8'));
}

/** Violations, and policies that failed, of the default preset on a set of objects. */
export function judgeSet(objects: readonly SourceObject[], complete: boolean): readonly Result[] {
  const policies = readCompiledPolicies();
  const standard = readStandard('pod-security');
  const podSecurity = createPodSecurity(standard, policies);
  const inventory: Inventory = new Inventory(objects, {
    cluster: 'file:test',
    kubeMinor: NEWEST_MINOR,
    complete,
    namespace: '',
    listPodSecurityViolations: (workload, level) => podSecurity.listViolations(inventory, workload, level),
  });
  const { ids } = selectPreset('recommended', policies, standard);
  const compiled = policies.filter(policy => ids.has(policy.id)).map(policy => new CompiledPolicy(policy));
  return evaluate(inventory, compiled).results.filter(result => result.state === 'fail' || result.state === 'error');
}
