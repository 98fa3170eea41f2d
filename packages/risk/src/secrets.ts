import type { Strength } from './risk-input.ts';

const FIRST = 0.04;

/** Secrets are what is lost with a workload; most have one or two. */
export function rateSecrets(secrets: readonly string[]): readonly Strength[] {
  if (secrets.length === 0) return [];
  const shown = secrets.slice(0, 3).join(', ');
  const detail = secrets.length > 3 ? `${shown} and ${secrets.length - 3} more` : shown;
  return [{ factor: 'secrets', strength: FIRST * Math.log2(1 + secrets.length), detail }];
}
