import type { FlowEnd, ResolvedFlow } from '../flows/resolve-flows.ts';
import type { Need, NeedPeer } from './need.ts';

/** What was seen to come through has to stay possible. */
export function toFlowNeeds(flows: readonly ResolvedFlow[]): readonly Need[] {
  return flows.flatMap(({ flow, source, destination }) => {
    const [from, to] = [toPeers(source), toPeers(destination)];
    if (!flow.wasAllowed || (source.workload === undefined && destination.workload === undefined)) return [];
    const because = `${flow.count} ${flow.count === 1 ? 'flow' : 'flows'}, ${flow.firstSeen || 'time unknown'} to ${flow.lastSeen || 'time unknown'}`;
    return from.flatMap(src => to.map(dst => ({ source: src, destination: dst, protocol: flow.protocol, port: flow.port, because })));
  });
}

function toPeers({ end, workload }: FlowEnd): readonly NeedPeer[] {
  if (workload !== undefined) return [{ kind: 'workload', workload }];
  if (end.kind === 'pod') return [{ kind: 'namespace', namespace: end.namespace }];
  return end.kind === 'outside' ? [{ kind: 'address', range: end.range }] : end.addresses.map(range => ({ kind: 'address', range }));
}
