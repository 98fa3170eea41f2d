import { containsRange, type IpRange } from '@breakwater/inventory';
import type { Peer, PodSelection, PortMatch } from '../policy/normal-form.ts';
import { selects } from '../policy/selector.ts';
import type { End, Labels, Pod, PortQuery, World } from '../world.ts';
import type { Assumptions } from './assumptions.ts';

const NO_LABELS: Labels = {};

/** Whether a pod is one of a selection. `subject` is the pod whose policy asks, for what is compared with its namespace. */
export function isSelected(pod: Pod, selection: PodSelection, world: World, subject?: Pod): boolean {
  if (selection.namespace !== undefined && selection.namespace !== pod.namespace) return false;
  const labels = world.namespaces.get(pod.namespace) ?? NO_LABELS;
  if (selection.namespaces !== undefined && !selects(selection.namespaces, labels)) return false;
  if (selection.pods !== undefined && !selects(selection.pods, pod.labels)) return false;
  const own = subject === undefined ? NO_LABELS : (world.namespaces.get(subject.namespace) ?? NO_LABELS);
  const areComparable = (key: string): boolean => Object.hasOwn(labels, key) && Object.hasOwn(own, key);
  return (
    (selection.sameLabels ?? []).every(key => areComparable(key) && labels[key] === own[key]) &&
    (selection.notSameLabels ?? []).every(key => areComparable(key) && labels[key] !== own[key])
  );
}

/** What a question is about, from the side of one pod. */
export interface Question {
  readonly world: World;
  /** The pod whose policies are asked. */
  readonly subject: Pod;
  /** The other end. */
  readonly peer: End;
  /** The end that is connected to. */
  readonly destination: End;
  readonly query: PortQuery;
  readonly assumptions: Assumptions;
}

export function matchesPeer(peer: Peer, { world, subject, peer: end, assumptions }: Question): boolean {
  switch (peer.kind) {
    case 'pods':
      if (!isReachedBySelectors(end, assumptions)) return false;
      return end.isUnknown === true ? coversUnknown(peer.selection, assumptions) : isSelected(end, peer.selection, world, subject);
    case 'block':
      if (end.kind === 'pod' && !end.hostNetwork && !assumptions.blocksCoverPods) return false;
      return coversEnd(
        end,
        assumptions,
        range => containsRange(peer.range, range) && !peer.except.some(part => containsRange(part, range)),
      );
    case 'networks':
      return coversEnd(end, assumptions, range => peer.ranges.some(whole => containsRange(whole, range)));
    case 'nodes':
      return world.nodes.some(node => isAtNode(end, node) && selects(peer.selector, node.labels));
    case 'domains':
      return (
        end.kind === 'outside' &&
        (end.domain === undefined ? assumptions.domainsMatch : peer.names.some(name => isNamed(end.domain ?? '', name)))
      );
  }
}

/** Whether a selection takes a pod of which nothing is known. */
export function coversUnknown(
  { namespace, namespaces, pods, sameLabels, notSameLabels }: PodSelection,
  { selectorsCoverUnknown }: Assumptions,
): boolean {
  const conditions = [...(namespaces?.requirements ?? []), ...(pods?.requirements ?? []), ...(sameLabels ?? []), ...(notSameLabels ?? [])];
  return (namespace === undefined && conditions.length === 0) || selectorsCoverUnknown;
}

function isReachedBySelectors(end: End, { hostNetworkIsOrdinary }: Assumptions): end is Pod {
  return end.kind === 'pod' && (!end.hostNetwork || hostNetworkIsOrdinary);
}

function coversEnd(end: End, { rangesCoverUnknown }: Assumptions, covers: (range: IpRange) => boolean): boolean {
  if (end.kind === 'outside') return covers(end.range);
  return end.addresses.length === 0 ? rangesCoverUnknown : end.addresses.some(covers);
}

function isAtNode(end: End, node: World['nodes'][number]): boolean {
  if (end.kind === 'node') return end.name === node.name;
  if (end.kind !== 'pod' || !end.hostNetwork) return false;
  return end.node === node.name || end.addresses.some(address => node.addresses.some(other => containsRange(other, address)));
}

/** `*.example.org` stands for one or more labels before it. */
function isNamed(domain: string, pattern: string): boolean {
  return pattern.startsWith('*.') ? domain.endsWith(pattern.slice(1)) && domain.length > pattern.length - 1 : domain === pattern;
}

export function matchesPort(port: PortMatch, { destination, query }: Question): boolean {
  if (port.kind === 'range') return port.protocol === query.protocol && port.from <= query.port && query.port <= port.to;
  if (destination.kind !== 'pod') return false;
  return destination.ports.some(
    ({ name, number, protocol }) =>
      name === port.name && number === query.port && protocol === query.protocol && (port.protocol ?? protocol) === protocol,
  );
}
