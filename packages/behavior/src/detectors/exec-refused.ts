import { Surge } from '../detection/surge.ts';
import type { Detector } from '../detector.ts';

const INTO_PODS = new Set(['exec', 'attach', 'portforward', 'proxy', 'ephemeralcontainers']);

export const detector: Detector = {
  name: 'exec-refused',
  doc: 'Somebody is refused again and again to get into pods, as who tries them one by one is',
  watches: ['kube-audit'],
  create: () => {
    const tries = new Surge({ windowMs: 300_000, threshold: 5 });
    return {
      get size() {
        return tries.size;
      },
      notice: ({ event, now }) => {
        const { audit } = event;
        if (audit === undefined || audit.allowed || !INTO_PODS.has(audit.subresource ?? '')) return undefined;
        const place = `${event.namespace ?? ''}/${audit.name ?? ''}`;
        const count = tries.add(audit.user, `${audit.resource} ${place} ${audit.subresource}`, now);
        return count === undefined
          ? undefined
          : { detail: `${audit.user} was refused to get into ${count} pods within five minutes`, count };
      },
    };
  },
};
