import type { RiskInput, Strength } from './risk-input.ts';

/** By what the power leads to; names as in the facts of bindings. Others weigh as much as reading. */
const POWERS: Readonly<Record<string, number>> = {
  administrative: 0.7,
  escalate: 0.5,
  bind: 0.5,
  'rbac-write': 0.45,
  impersonate: 0.5,
  'token-create': 0.4,
  'admission-write': 0.4,
  'certificate-sign': 0.4,
  'node-proxy': 0.4,
  'pod-exec': 0.3,
  'pod-attach': 0.3,
  'ephemeral-container': 0.3,
  'workload-create': 0.3,
  'secrets-read': 0.3,
  'secrets-write': 0.25,
  'volume-create': 0.2,
  'network-write': 0.15,
  destroy: 0.12,
};

const OTHER = 0.08;
/** A power over one namespace is a part of the same over all. */
const NAMESPACED = 0.4;

export function ratePermissions(powers: RiskInput['powers']): readonly Strength[] {
  const widest = new Map<string, boolean>();
  for (const { power, clusterWide } of powers) widest.set(power, clusterWide || (widest.get(power) ?? false));
  return [...widest].map(([power, clusterWide]) => {
    const full = Object.hasOwn(POWERS, power) ? (POWERS[power] ?? OTHER) : OTHER;
    const detail = clusterWide ? `${power} in every namespace` : `${power} in its namespace`;
    return { factor: 'permissions' as const, strength: clusterWide ? full : full * NAMESPACED, detail };
  });
}
