import type { Event, EventContext } from '@breakwater/model';

type Given = Readonly<Record<string, unknown>>;

const PROCESS = { id: 'node-1/boot/7', pid: 7, argvTruncated: false, uid: 1000, layer: 'lower', entry: 'init', capabilities: [] };

const EVENT = {
  id: 'node-1/boot/1',
  time: '2026-12-01T00:00:00.000000000Z',
  cluster: '',
  node: 'node-1',
  namespace: 'shop',
  pod: 'web-1',
  workload: 'Deployment/web',
  container: 'app',
  containerId: 'b4a6c6d8',
  image: 'registry.example.com/shop/web:1',
};

const ENDS = { protocol: 'tcp', local: { address: '10.0.0.1', port: 40_000 } };

/** What each part of an event says where an example does not. */
const PARTS: Readonly<Record<string, Given>> = {
  connect: { ...ENDS, result: 'started' },
  accept: ENDS,
  listen: { protocol: 'tcp' },
  dns: { type: 'A', answers: [] },
  file: { operation: 'read', flags: [] },
  privilege: { detail: {} },
  audit: { user: 'ann', groups: [], allowed: true, code: 200, sourceIps: [], stage: 'ResponseComplete' },
};

/** The event of an example: what it does not say is harmless; of an audit event there is neither process nor pod. */
export function toExampleEvent(given: Given): Event {
  const parts = Object.entries(PARTS).flatMap(([part, plain]) =>
    isGiven(given[part]) ? [[part, { ...plain, ...given[part] }] as const] : [],
  );
  if (given['type'] === 'kube-audit') {
    const { id, time, cluster } = EVENT;
    return { id, time, cluster, node: '', source: 'kube-audit', ...given, ...Object.fromEntries(parts) } as unknown as Event;
  }
  return {
    ...EVENT,
    ...given,
    process: toProcess(isGiven(given['process']) ? given['process'] : {}),
    ...Object.fromEntries(parts),
  } as unknown as Event;
}

function toProcess(given: Given): Given {
  const { exe = '/app/server', ancestors = [] } = given as { readonly exe?: string; readonly ancestors?: readonly Given[] };
  return { ...PROCESS, exe, argv: [toName(exe)], ...given, ancestors: ancestors.map(toAncestor) };
}

function toAncestor(given: Given, index: number): Given {
  const { exe = '/app/server' } = given as { readonly exe?: string };
  return { id: `node-1/boot/${6 - index}`, exe, argv: [toName(exe)], uid: 1000, ...given };
}

function toName(exe: string): string {
  return exe.slice(exe.lastIndexOf('/') + 1);
}

function isGiven(value: unknown): value is Given {
  return typeof value === 'object' && value !== null;
}

/** The context of an example; of a baseline that is named all is known. */
export function toExampleContext(given: Given): EventContext {
  const { baseline } = given;
  return {
    ...given,
    ...(isGiven(baseline) ? { baseline: { state: 'locked', coverage: 'full', verdict: 'known', ...baseline } } : {}),
  } as EventContext;
}
