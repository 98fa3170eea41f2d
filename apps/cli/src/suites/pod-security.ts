import { Inventory } from '@breakwater/inventory';
import { createPodSecurity, NEWEST_MINOR, type PodSecurityLevel, parseMinor } from '@breakwater/policy';
import { builtInPolicies, findStandard } from '../catalogue.ts';
import type { Suite } from '../suite.ts';

/** Made when first asked for: no other command pays for it. */
let podSecurity: ReturnType<typeof createPodSecurity> | undefined;

export const suite: Suite = {
  name: 'pod-security',
  doc: '`level`, `versions[]` and `pod` → for each version the checks of the Pod Security Standards that it violates',
  run: input => {
    podSecurity ??= createPodSecurity(findStandard('pod-security'), builtInPolicies);
    const versions = Array.isArray(input['versions']) ? input['versions'].map(String) : [`v1.${NEWEST_MINOR}`];
    return versions.map(version => ({ version, violates: listViolations(input['pod'], input['level'], version) }));
  },
};

function listViolations(pod: unknown, level: unknown, version: string): readonly string[] {
  if (level !== 'baseline' && level !== 'restricted') throw new TypeError(`level is baseline or restricted, not ${JSON.stringify(level)}`);
  if (typeof pod !== 'object' || pod === null || Array.isArray(pod))
    throw new TypeError("a case of suite pod-security has an object 'pod'");
  const value = pod as Record<string, unknown>;
  const inventory = new Inventory([{ value }], { cluster: 'file:eval', kubeMinor: readMinor(version), complete: true, namespace: '' });
  return inventory.workloads.flatMap(workload => podSecurity?.listViolations(inventory, workload, level satisfies PodSecurityLevel) ?? []);
}

/** `latest`, and a version above the newest known one, are judged as the newest. */
function readMinor(version: string): number {
  if (version === 'latest') return NEWEST_MINOR;
  const minor = parseMinor(version);
  if (Number.isNaN(minor)) throw new TypeError(`'${version}' is no Kubernetes version`);
  return Math.min(minor, NEWEST_MINOR);
}
