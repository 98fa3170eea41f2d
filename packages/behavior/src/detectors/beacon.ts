import { keepNewest } from '@breakwater/model';
import { toSubject } from '../detection/subject.ts';
import type { Detector } from '../detector.ts';

/** Connections of which the times are kept, at least so far apart, and how much their distances may differ from their mean. */
const KEPT = 12;
const LEAST_MS = 5000;
const DEVIATION = 0.1;
const MAX_PLACES = 2000;

export const detector: Detector = {
  name: 'beacon',
  doc: 'A container connects at even distances to a place outside that its locked baseline does not know',
  watches: ['connect'],
  create: () => {
    const times = new Map<string, number[]>();
    return {
      get size() {
        return times.size * KEPT;
      },
      notice: ({ event, peer, baseline, now }) => {
        const { connect } = event;
        // What a workload always did is polled evenly, too.
        if (connect === undefined || baseline?.state !== 'locked' || baseline.verdict !== 'new-peer') return undefined;
        if (peer !== undefined && peer.kind !== 'external') return undefined;
        const { address, port } = connect.remote;
        const key = `${toSubject(event)} ${address} ${port}`;
        const seen = [...(times.get(key) ?? []), now].slice(-KEPT);
        keepNewest(times, key, seen, MAX_PLACES);
        const mean = seen.length < KEPT ? undefined : findEvenDistance(seen);
        if (mean === undefined) return undefined;
        times.delete(key);
        return { detail: `${address}:${port} every ${Math.round(mean / 1000)} s, ${KEPT} times`, count: KEPT };
      },
    };
  },
};

/** Mean distance in milliseconds, where all are nearly the same. */
function findEvenDistance(times: readonly number[]): number | undefined {
  const distances = times.slice(1).map((time, index) => time - (times[index] ?? time));
  const mean = distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
  const variance = distances.reduce((sum, distance) => sum + (distance - mean) ** 2, 0) / distances.length;
  return mean >= LEAST_MS && Math.sqrt(variance) <= mean * DEVIATION ? mean : undefined;
}
