import type { BehaviorSubject, Event, EventContext } from '@breakwater/model';
import type { Sighting } from '../sighting.ts';

export const TIME = '2026-12-01T10:00:00.000000000Z';
export const SUBJECT: BehaviorSubject = { cluster: 'c', namespace: 'shop', workload: 'Deployment/web', version: 'v1', container: 'app' };

const START = {
  id: 'n/b/1',
  time: TIME,
  cluster: 'c',
  node: 'n',
  namespace: 'shop',
  pod: 'web-1',
  podUid: 'u1',
  workload: 'Deployment/web',
  container: 'app',
} as const;
const LOCAL = { address: '10.1.0.5', port: 40_000 } as const;

type Peer = EventContext['peer'];
type Change = Omit<Partial<Event>, 'process'> & { readonly process?: Partial<NonNullable<Event['process']>> };

export function buildExec(argv: readonly string[], { process, ...change }: Change = {}): Sighting {
  const exe = argv[0]?.startsWith('/') === true ? argv[0] : `/usr/bin/${argv[0]}`;
  const ancestors = [{ id: 'p0', exe: '/usr/bin/tini', argv: ['tini'], uid: 0 }];
  const own = { id: 'p1', exe, argv: [...argv], argvTruncated: false, uid: 1000, entry: 'init' as const, ancestors, ...process };
  return { event: { ...START, type: 'process-exec', process: own, ...change } as Event };
}

export function buildConnect(
  address: string,
  port: number,
  peer?: Peer,
  change: Partial<Event> & { readonly result?: string } = {},
): Sighting {
  const { result = 'started', ...rest } = change;
  const event: Event = {
    ...START,
    type: 'connect',
    connect: { protocol: 'tcp', local: LOCAL, remote: { address, port }, result },
    ...rest,
  };
  return { event, ...(peer === undefined ? {} : { peer }) };
}

export function buildAccept(address: string, port: number, peer?: Peer): Sighting {
  const accept = { protocol: 'tcp', local: { address: '10.1.0.5', port }, remote: { address, port: 50_000 } };
  return { event: { ...START, type: 'accept', accept }, ...(peer === undefined ? {} : { peer }) };
}

export function buildListen(port: number): Sighting {
  return { event: { ...START, type: 'listen', listen: { protocol: 'tcp', local: { address: '0.0.0.0', port } } } };
}

export function buildFile(
  path: string,
  operation: NonNullable<Event['file']>['operation'] = 'read',
  change: Partial<Event> = {},
): Sighting {
  return { event: { ...START, type: 'file-open', file: { path, operation, flags: [] }, ...change } };
}

export function buildDns(
  query: string,
  code = 'NOERROR',
  change: Partial<Event> & { readonly answers?: string[]; readonly qtype?: string } = {},
): Sighting {
  const { answers = [], qtype = 'A', ...rest } = change;
  return { event: { ...START, type: 'dns', dns: { query, type: qtype, answers, code }, ...rest } };
}

/** An event at a time of its own, in milliseconds after the usual one. */
export function at(sighting: Sighting, ms: number): Sighting {
  const time = new Date(Date.parse('2026-12-01T10:00:00.000Z') + ms).toISOString().replace('Z', '000000Z');
  return { ...sighting, event: { ...sighting.event, time } };
}

/** A call of the API server that was refused, unless it is `allowed`. */
export function buildCall(verb: string, resource: string, namespace?: string, call: Partial<NonNullable<Event['audit']>> = {}): Sighting {
  const audit = { user: 'ann', groups: [], verb, resource, allowed: true, code: 200, sourceIps: [], ...call };
  return {
    event: {
      id: START.id,
      time: TIME,
      cluster: 'c',
      node: '',
      type: 'kube-audit',
      audit,
      ...(namespace === undefined ? {} : { namespace }),
    },
  };
}
