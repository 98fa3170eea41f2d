import { toSubject } from '../detection/subject.ts';
import { Surge } from '../detection/surge.ts';
import type { Detector } from '../detector.ts';

/** Ports that the kernel gives are not scanned, but used: FTP and RPC go through many of them. */
const FIRST_HIGH_PORT = 32_768;
const FAILED = new Set(['ECONNREFUSED', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH']);

export const detector: Detector = {
  name: 'port-scan',
  doc: 'One container tries many ports of one host, or one port of many hosts that refuse it or are not there',
  watches: ['connect'],
  create: () => {
    const ports = new Surge({ windowMs: 60_000, threshold: 15 });
    const hosts = new Surge({ windowMs: 60_000, threshold: 15 });
    return {
      get size() {
        return ports.size + hosts.size;
      },
      notice: ({ event, now }) => {
        const { connect } = event;
        if (connect === undefined || connect.protocol === 'unix') return undefined;
        const { address, port } = connect.remote;
        const who = toSubject(event);
        const down = port < FIRST_HIGH_PORT ? ports.add(`${who} ${address}`, String(port), now) : undefined;
        if (down !== undefined) return { detail: `${down} ports of ${address} within a minute`, count: down };
        const across = FAILED.has(connect.result) ? hosts.add(`${who} ${port}`, address, now) : undefined;
        return across === undefined
          ? undefined
          : { detail: `port ${port} of ${across} hosts that did not answer within a minute`, count: across };
      },
    };
  },
};
