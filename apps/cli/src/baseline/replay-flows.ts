import { Behavior, createBaseline } from '@breakwater/behavior';
import type { BehaviorBaseline, Event } from '@breakwater/model';

/** One end of a flow of the truth data. */
interface FlowEnd {
  readonly type: string;
  readonly id: string;
  readonly discovered?: boolean;
}

interface CaseFlow {
  readonly src: FlowEnd;
  readonly dst: FlowEnd;
  readonly protocol: string;
  readonly port: number;
}

/** What the truth data call a baseline. */
interface CaseBaseline {
  readonly deployment: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly locked: boolean;
  readonly peers: readonly { readonly entity: object; readonly properties: readonly object[] }[];
  readonly forbidden: readonly unknown[];
}

export interface FlowOperation {
  readonly op: string;
  readonly ids?: readonly string[];
  readonly baselines?: readonly CaseBaseline[];
  readonly duringObservation?: readonly CaseFlow[];
  readonly afterObservation?: readonly CaseFlow[];
}

const HOUR = 3_600_000;
const MINUTE = 60_000;
/** When every deployment of a case is made. */
const START = Date.parse('2026-01-01T00:00:00Z');

/** Replays the operations of a case over our baselines, and gives the baselines of each place where some are expected, by deployment. */
export function replayFlows(operations: readonly FlowOperation[]): readonly (readonly CaseBaseline[])[] {
  const behaviors = new Map<string, Behavior>();
  const found: (readonly CaseBaseline[])[] = [];
  for (const { op, ids = [], baselines = [], duringObservation = [], afterObservation = [] } of operations) {
    for (const id of ids) if (!behaviors.has(id)) behaviors.set(id, create(id));
    if (op === 'restart') restart(behaviors, baselines);
    for (const flow of duringObservation) observe(behaviors, flow, START + HOUR - MINUTE);
    for (const flow of afterObservation) observe(behaviors, flow, START + HOUR + MINUTE);
    if (op === 'expectBaselines') found.push([...behaviors].map(([id, behavior]) => toCase(id, behavior.toBaseline())));
  }
  return found;
}

function create(id: string): Behavior {
  return new Behavior(createBaseline({ cluster: '', namespace: '', workload: id, version: '', container: '' }, toTime(START)));
}

/** What was stored is read again, in our shape. */
function restart(behaviors: Map<string, Behavior>, baselines: readonly CaseBaseline[]): void {
  behaviors.clear();
  for (const { deployment, peers } of baselines) {
    const learned = peers.flatMap(({ entity, properties }) =>
      properties.map(property => {
        const { ingress, port, protocol } = property as { readonly ingress: boolean; readonly port: number; readonly protocol: string };
        const direction = ingress ? ('ingress' as const) : ('egress' as const);
        return {
          direction,
          protocol,
          port: String(port),
          kind: 'workload' as const,
          peer: JSON.stringify(entity),
          firstSeen: toTime(START),
        };
      }),
    );
    const stored = create(deployment).toBaseline();
    behaviors.set(deployment, new Behavior({ ...stored, peers: [...stored.peers, ...learned] }));
  }
}

/** Both sides learn a flow as long as one of them still learns; one with a side that nobody knows is learned by none. */
function observe(behaviors: ReadonlyMap<string, Behavior>, { src, dst, protocol, port }: CaseFlow, now: number): void {
  const [from, to] = [toEntity(src), toEntity(dst)];
  if (from === undefined || to === undefined) return;
  const sides = [src, dst].flatMap(({ type, id }) => (type === 'DEPLOYMENT' ? [behaviors.get(id)] : []));
  if (sides.includes(undefined)) return;
  if (!sides.some(behavior => behavior !== undefined && now < Date.parse(behavior.toBaseline().since) + HOUR)) return;
  const ends = { protocol, local: { address: '', port }, remote: { address: '', port } };
  const start = { id: '', time: toTime(now), cluster: '', node: '' };
  const sent: Event = { ...start, type: 'connect', connect: { ...ends, result: 'started' } };
  const received: Event = { ...start, type: 'accept', accept: ends };
  if (src.type === 'DEPLOYMENT') behaviors.get(src.id)?.learn({ event: sent, peer: { kind: 'workload', name: to } });
  if (dst.type === 'DEPLOYMENT') behaviors.get(dst.id)?.learn({ event: received, peer: { kind: 'workload', name: from } });
}

/** The other end as a name; undefined for what is no end that anybody learns. */
function toEntity({ type, id, discovered }: FlowEnd): string | undefined {
  if (type === 'LISTEN_ENDPOINT' || id === '') return undefined;
  return JSON.stringify(discovered === true ? { type: 'INTERNET', id: 'INTERNET' } : { type, id });
}

function toCase(id: string, { state, peers, removed }: BehaviorBaseline): CaseBaseline {
  const number = String(Number(/\d+$/.exec(id)?.[0] ?? 0));
  const byEntity = Map.groupBy(peers, ({ peer }) => peer);
  return {
    deployment: id,
    cluster: `CLUSTER${number}`,
    namespace: `NS${number}`,
    locked: state === 'locked',
    peers: [...byEntity].map(([entity, ports]) => ({
      entity: JSON.parse(entity) as object,
      properties: ports.map(({ direction, port, protocol }) => ({ ingress: direction === 'ingress', port: Number(port), protocol })),
    })),
    forbidden: removed,
  };
}

function toTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
