import { isInternalName, toDomain, toSubject } from '../detection/subject.ts';
import { Surge } from '../detection/surge.ts';
import type { Detector } from '../detector.ts';

export const detector: Detector = {
  name: 'dns-generated',
  doc: 'One container asks for many different domains that do not exist, as who looks for one of a generated list does',
  watches: ['dns'],
  create: () => {
    const domains = new Surge({ windowMs: 300_000, threshold: 15 });
    return {
      get size() {
        return domains.size;
      },
      notice: ({ event, now }) => {
        const { dns } = event;
        if (dns?.code !== 'NXDOMAIN' || isInternalName(dns.query)) return undefined;
        const { domain, below } = toDomain(dns.query);
        // Names without a dot are completed by whoever asks; what comes of that is no domain that anybody looked for.
        if (!domain.includes('.') || below.split('.').length > 2) return undefined;
        const count = domains.add(toSubject(event), domain, now);
        return count === undefined ? undefined : { detail: `${count} domains that do not exist, as ${domain}, within five minutes`, count };
      },
    };
  },
};
