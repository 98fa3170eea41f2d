import { STALE_HOURS } from '@breakwater/api';

const HOUR_MS = 3_600_000;

interface Scanners {
  readonly connected: number;
  readonly advisories?: string | undefined;
}

export type Trouble = 'noScanner' | 'noAdvisories' | 'oldAdvisories';

/** What keeps images from being read or matched, the first of it; undefined while all is well. */
export function findTrouble({ connected, advisories }: Scanners, now: number): Trouble | undefined {
  if (connected === 0) return 'noScanner';
  if (advisories === undefined) return 'noAdvisories';
  return now - Date.parse(advisories) > STALE_HOURS * HOUR_MS ? 'oldAdvisories' : undefined;
}
