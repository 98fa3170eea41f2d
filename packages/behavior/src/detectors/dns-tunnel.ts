import { isInternalName, toDomain, toSubject } from '../detection/subject.ts';
import { Surge } from '../detection/surge.ts';
import type { Detector } from '../detector.ts';

/** A name below a domain that is so long carries something; host names are shorter. */
const LONG = 40;
const CARRIERS = new Set(['TXT', 'NULL', 'CNAME', 'MX']);
const LONG_ENOUGH = 16;

export const detector: Detector = {
  name: 'dns-tunnel',
  doc: 'One container asks for many different long names below one domain, as who carries data in them does',
  watches: ['dns'],
  create: () => {
    const names = new Surge({ windowMs: 300_000, threshold: 30 });
    return {
      get size() {
        return names.size;
      },
      notice: ({ event, now }) => {
        const { dns } = event;
        if (dns === undefined || isInternalName(dns.query)) return undefined;
        const { domain, below } = toDomain(dns.query);
        if (below.length < (CARRIERS.has(dns.type) ? LONG_ENOUGH : LONG)) return undefined;
        const count = names.add(`${toSubject(event)} ${domain}`, below, now);
        return count === undefined ? undefined : { detail: `${count} long names below ${domain} within five minutes`, count };
      },
    };
  },
};
