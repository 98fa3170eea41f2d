import type { Event, EventContext } from '@breakwater/model';
import type { Signal } from '../detector.ts';
import type { Sighting } from '../sighting.ts';
import { at, buildCall, buildConnect, buildDns, buildExec, buildFile } from './build-sighting.ts';

export interface DetectorCase {
  /** How the baseline takes each event. */
  readonly baseline?: EventContext['baseline'];
  readonly sees: readonly Sighting[];
  readonly says: readonly Omit<Signal, 'detector'>[];
  /** Nothing is said of these, each list by itself. */
  readonly misses: readonly (readonly Sighting[])[];
}

const range = (count: number) => Array.from({ length: count }, (_, index) => index);
const letters = (index: number) => [...String(index)].map(digit => 'abcdefghij'[Number(digit)]).join('');
const refused = (address: string, port: number) => buildConnect(address, port, undefined, { result: 'ECONNREFUSED' });
const audit = (name: string, allowed = false, subresource = 'exec'): Sighting =>
  buildCall('create', 'pods', 'shop', { subresource, name, allowed, code: 403 });
const ofPod = (index: number, argv: readonly string[], change: Partial<Event> = {}): Sighting => {
  const { event } = buildExec(argv);
  return { event: { ...event, pod: `web-${index}`, podUid: `u${index}`, ...change }, startedAt: '2026-12-01T08:00:00Z' };
};

export const DETECTOR_CASES: Readonly<Record<string, DetectorCase>> = {
  'port-scan': {
    sees: [...range(14), 14].map(index => at(buildConnect('10.0.0.9', 100 + index), index * 1000)),
    says: [{ detail: '15 ports of 10.0.0.9 within a minute', count: 15 }],
    misses: [
      range(14).map(index => buildConnect('10.0.0.9', 100 + index)),
      range(100).map(index => buildConnect('10.0.0.9', 40_000 + index)),
      range(100).map(index => buildConnect(`10.0.0.${index}`, 9100)),
      range(40).map(index => at(buildConnect('10.0.0.9', 100 + index), index * 10_000)),
      range(14).map(index => refused(`10.0.0.${index}`, 22)),
    ],
  },
  'failed-connects': {
    sees: range(25).map(index => refused(`10.0.0.${index}`, 1000 + index)),
    says: [{ detail: 'connections to 25 places failed within a minute', count: 25 }],
    misses: [range(500).map(() => refused('10.0.0.1', 5432)), range(500).map(index => buildConnect(`10.0.0.${index}`, 443))],
  },
  'dns-tunnel': {
    sees: range(30).map(index => buildDns(`${'x'.repeat(39)}${letters(index)}.t.example.com`)),
    says: [{ detail: '30 long names below example.com within five minutes', count: 30 }],
    misses: [
      range(100).map(index => buildDns(`${letters(index)}.cdn.example.com`)),
      range(100).map(() => buildDns(`${'x'.repeat(60)}.example.com`)),
      range(100).map(index => buildDns(`${'x'.repeat(60)}${index}.shop.svc.cluster.local`)),
      range(100).map(index => buildDns(`${'x'.repeat(60)}${index}.e${letters(index)}.com`)),
    ],
  },
  'dns-generated': {
    sees: range(15).map(index => buildDns(`qx${letters(index)}.example`, 'NXDOMAIN')),
    says: [{ detail: '15 domains that do not exist, as qxbe.example, within five minutes', count: 15 }],
    misses: [
      range(100).map(index => buildDns(`${letters(index)}.example.com.shop.svc.cluster.local`, 'NXDOMAIN')),
      range(100).map(index => buildDns(`${letters(index)}.example`)),
      range(100).map(index => buildDns(`${letters(index)}`, 'NXDOMAIN')),
    ],
  },
  'mass-file-change': {
    sees: range(50).map(index => buildFile(`/etc/${letters(index)}`, 'write')),
    says: [{ detail: 'a program changed 50 files within a minute', count: 50 }],
    misses: [range(500).map(index => buildFile(`/etc/${letters(index)}`)), range(500).map(() => buildFile('/etc/hosts', 'write'))],
  },
  'exec-refused': {
    sees: range(5).map(index => audit(`web-${index}`)),
    says: [{ detail: 'ann was refused to get into 5 pods within five minutes', count: 5 }],
    misses: [
      range(50).map(index => audit(`web-${index}`, true)),
      range(50).map(() => audit('web-0')),
      range(50).map(index => audit(`web-${index}`, false, 'status')),
    ],
  },
  beacon: {
    baseline: { state: 'locked', coverage: 'full', verdict: 'new-peer' },
    sees: range(12).map(index => at(buildConnect('203.0.113.9', 443), index * 60_000 + (index % 2) * 1000)),
    says: [{ detail: '203.0.113.9:443 every 60 s, 12 times', count: 12 }],
    misses: [
      range(50).map(index => at(buildConnect('203.0.113.9', 443), index * 60_000 + (index % 3) * 20_000)),
      range(50).map(index => at(buildConnect('203.0.113.9', 443), index * 100)),
      range(50).map(index => at(buildConnect('10.0.0.9', 443, { kind: 'service', name: 'db' }), index * 60_000)),
    ],
  },
  'replica-outlier': {
    baseline: { state: 'learning', coverage: 'full', verdict: 'new-path' },
    sees: [ofPod(1, ['app']), ofPod(2, ['app']), ofPod(3, ['app']), ofPod(2, ['nc', '-l']), ofPod(2, ['nc', '-l'])],
    says: [{ detail: 'web-2 does what none of 2 other replicas of its age does: /usr/bin/nc -l', count: 1 }],
    misses: [
      [ofPod(1, ['app']), ofPod(2, ['app']), ofPod(2, ['nc', '-l'])],
      [ofPod(1, ['nc', '-l']), ofPod(2, ['nc', '-l']), ofPod(3, ['nc', '-l'])],
      [ofPod(1, ['app']), ofPod(2, ['app']), ofPod(3, ['app']), { ...ofPod(4, ['nc']), startedAt: '2026-12-01T09:59:00Z' }],
    ],
  },
};
