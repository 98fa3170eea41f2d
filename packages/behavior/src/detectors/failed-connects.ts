import { toSubject } from '../detection/subject.ts';
import { Surge } from '../detection/surge.ts';
import type { Detector } from '../detector.ts';

export const detector: Detector = {
  name: 'failed-connects',
  doc: 'One container fails to connect to many different places; one that is away, and asked again and again, counts once',
  watches: ['connect'],
  create: () => {
    const places = new Surge({ windowMs: 60_000, threshold: 25 });
    return {
      get size() {
        return places.size;
      },
      notice: ({ event, now }) => {
        const { connect } = event;
        if (connect === undefined || connect.result === 'started' || connect.protocol === 'unix') return undefined;
        const count = places.add(toSubject(event), `${connect.remote.address} ${connect.remote.port}`, now);
        return count === undefined ? undefined : { detail: `connections to ${count} places failed within a minute`, count };
      },
    };
  },
};
