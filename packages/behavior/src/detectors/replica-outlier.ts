import type { Detector } from '../detector.ts';
import { ReplicaBook } from '../replicas/replica-book.ts';

/** The same is told of one replica once, as long as so much is remembered. */
const MAX_TOLD = 5000;

export const detector: Detector = {
  name: 'replica-outlier',
  doc: 'One replica of three or more of about the same age does what none of the others does, and its workload never did',
  watches: ['process-exec', 'connect', 'accept', 'listen', 'dns', 'file-open'],
  create: () => {
    const book = new ReplicaBook();
    const told = new Set<string>();
    return {
      get size() {
        return book.size + told.size;
      },
      notice: noticed => {
        const { event } = noticed;
        const behavior = book.note(noticed);
        const key = `${event.podUid} ${event.container} ${behavior}`;
        if (behavior === undefined || told.has(key)) return undefined;
        const others = book.countWithout(noticed, behavior);
        if (others === undefined) return undefined;
        if (told.size >= MAX_TOLD) told.clear();
        told.add(key);
        return { detail: `${event.pod ?? event.podUid} does what none of ${others} other replicas of its age does: ${behavior}`, count: 1 };
      },
    };
  },
};
