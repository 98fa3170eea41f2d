import type { Severity } from '@breakwater/model';
import type { SeverityCount, Strength } from './risk-input.ts';

/** Strength of the first violation of a severity. */
const FIRST: Readonly<Record<Severity, number>> = { critical: 0.5, high: 0.2, medium: 0.05, low: 0.012, info: 0 };

/** What somebody accepted with a reason is known, and still there. */
const ACCEPTED = 0.1;

/** More of one severity count less each, and yet always more: n violations weigh 1 + ½ + ⅓ + … times the first. */
export function rateViolations(counts: readonly SeverityCount[]): readonly Strength[] {
  return counts.flatMap(({ severity, open, accepted }) => [
    { factor: 'violations' as const, strength: FIRST[severity] * harmonic(open), detail: `${open} ${severity}` },
    {
      factor: 'violations' as const,
      strength: ACCEPTED * FIRST[severity] * harmonic(accepted),
      detail: `${accepted} ${severity}, accepted`,
    },
  ]);
}

/** Exact where it matters; ln n + γ + 1/2n is within 1/12n² of the sum. https://en.wikipedia.org/wiki/Harmonic_number */
function harmonic(count: number): number {
  if (count > 20) return Math.log(count) + 0.577_215_664_9 + 1 / (2 * count);
  let total = 0;
  for (let term = 1; term <= count; term++) total += 1 / term;
  return total;
}
