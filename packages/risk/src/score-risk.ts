import { rateExposure } from './exposure.ts';
import { ratePermissions } from './permissions.ts';
import { ratePrivileges } from './privileges.ts';
import type { RiskInput, Strength } from './risk-input.ts';
import { rateSecrets } from './secrets.ts';
import { rateViolations } from './violations.ts';

export type { RiskFactor, RiskInput } from './risk-input.ts';

/** One reason of a score: how many of its points it gives, and what is meant. */
export interface RiskReason {
  readonly factor: string;
  readonly points: number;
  readonly detail: string;
}

/** 0 to 100; the points of the reasons add up to it. */
export interface RiskScore {
  readonly score: number;
  readonly reasons: readonly RiskReason[];
}

/**
 * One order of workloads, explained. Every reason has a strength; strengths add up, and the score is 100 · (1 − e^−sum): each further
 * reason always counts, the first never fills the scale, and no workload is so bad that a worse one could not be told from it. Each
 * reason gets its share of the points by its strength.
 */
export function scoreRisk(input: RiskInput): RiskScore {
  const own = [
    ...rateViolations(input.violations),
    ...ratePrivileges(input.privileges),
    ...ratePermissions(input.powers),
    ...rateSecrets(input.secrets),
  ];
  const further = input.further ?? [];
  const weakness = sum([...own, ...further]);
  const strengths = [...rateExposure(input.exposure, input.exposedBy, weakness), ...own, ...further].filter(({ strength }) => strength > 0);
  const total = sum(strengths);
  const tenths = Math.round(1000 * (1 - Math.exp(-total)));
  const points = shareTenths(
    tenths,
    strengths.map(({ strength }) => strength / total),
  );
  const reasons = strengths.map(({ factor, detail }, index) => ({ factor, points: (points[index] ?? 0) / 10, detail }));
  return { score: tenths / 10, reasons: reasons.sort((a, b) => b.points - a.points || (a.factor < b.factor ? -1 : 1)) };
}

function sum(strengths: readonly Strength[]): number {
  return strengths.reduce((total, { strength }) => total + strength, 0);
}

/** Whole tenths that add up, each next to its share: what rounding down leaves goes to those that lost most. */
function shareTenths(tenths: number, shares: readonly number[]): readonly number[] {
  const exact = shares.map(share => share * tenths);
  const points = exact.map(Math.floor);
  const lost = exact.map((value, index) => ({ index, lost: value - Math.floor(value) })).sort((a, b) => b.lost - a.lost);
  const left = tenths - points.reduce((total, value) => total + value, 0);
  for (const { index } of lost.slice(0, left)) points[index] = (points[index] ?? 0) + 1;
  return points;
}
