import type { RiskInput, Strength } from './risk-input.ts';

const BASE = { external: 0.2, node: 0.12, cluster: 0.02, none: 0 } as const;
const WORDS = {
  external: 'reachable from outside the cluster',
  node: 'reachable on its nodes',
  cluster: 'reachable in the cluster',
  none: '',
} as const;

/** Being reachable is little by itself, and makes every weakness count more: up to as much again as the base times four. */
export function rateExposure(exposure: RiskInput['exposure'], exposedBy: readonly string[], weakness: number): readonly Strength[] {
  const strength = BASE[exposure] * (1 + 4 * (1 - Math.exp(-weakness)));
  const by = exposedBy.slice(0, 3).join(', ');
  return [{ factor: 'exposure', strength, detail: by === '' ? WORDS[exposure] : `${WORDS[exposure]}: ${by}` }];
}
