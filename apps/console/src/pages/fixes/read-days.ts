import type { Answer, fixPlan } from '@breakwater/api';

type Days = Answer<typeof fixPlan.endpoints.settings>;

export const LEVELS = ['critical', 'high', 'medium', 'low'] as const;
const MOST = 3650;

/** The days as numbers; undefined while one of them is none. */
export function readDays(texts: Readonly<Record<(typeof LEVELS)[number], string>>): Days | undefined {
  const { critical, high, medium, low } = texts;
  const days = { critical: Number(critical), high: Number(high), medium: Number(medium), low: Number(low) };
  return Object.values(days).every(count => Number.isInteger(count) && count >= 1 && count <= MOST) ? days : undefined;
}
