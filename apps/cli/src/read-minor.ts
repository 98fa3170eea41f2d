import { NEWEST_MINOR, parseMinor } from '@breakwater/policy';

/** The minor version that a case of `eval` names as `kubeVersion`; the newest when it names none. Throws TypeError. */
export function readMinor(value: unknown): number {
  if (value === undefined || value === null) return NEWEST_MINOR;
  const minor = typeof value === 'string' || typeof value === 'number' ? parseMinor(String(value)) : Number.NaN;
  if (Number.isNaN(minor)) throw new TypeError(`${JSON.stringify(value)} is no Kubernetes version`);
  return minor;
}
