import { containsRange, coverRange, type IpRange, intersectRanges, parseIpRange } from '../ip-range.ts';
import type { InventoryObject } from '../model/object.ts';
import { isRecord, type Path, type Raw, readPath, toList, toRecord, toRecords, toText, toTexts } from '../raw.ts';
import { isEmptySelector } from '../selector.ts';
import { listPolicyTypes } from './network-policies.ts';

export type Direction = 'ingress' | 'egress';

/** One rule of a NetworkPolicy, in the direction it speaks of. */
export interface NetworkRule {
  readonly direction: Direction;
  readonly raw: Raw;
  readonly path: Path;
}

/** Rules of a direction that the policy isolates; written rules of another direction have no effect. */
export function listRules(policy: InventoryObject, direction: Direction): readonly NetworkRule[] {
  const type = direction === 'ingress' ? 'Ingress' : 'Egress';
  if (!listPolicyTypes(policy).includes(type)) return [];
  return toList(policy.spec[direction]).flatMap((raw, index) =>
    isRecord(raw) ? [{ direction, raw, path: ['spec', direction, index] }] : [],
  );
}

export function listPeers(rule: Pick<NetworkRule, 'direction' | 'raw'>): readonly unknown[] {
  return toList(rule.raw[rule.direction === 'ingress' ? 'from' : 'to']);
}

function hasPorts(rule: NetworkRule): boolean {
  return toList(rule.raw['ports']).length > 0;
}

const EVERYTHING = ['0.0.0.0/0', '::/0'].flatMap(text => parseIpRange(text) ?? []);

/** Whether a range takes every address of its family. */
export function isEverything(text: string): boolean {
  const range = parseIpRange(text);
  return range !== undefined && EVERYTHING.some(all => containsRange(range, all));
}

/** Whether a rule takes all peers on all ports: no peers are written, or a block of one whole family without exceptions is. */
export function allowsAll(rule: NetworkRule): boolean {
  const peers = listPeers(rule);
  if (hasPorts(rule)) return false;
  return peers.length === 0 || (rule.direction === 'egress' && peers.some(peer => isWholeFamily(readPath(peer, 'ipBlock'))));
}

function isWholeFamily(block: unknown): boolean {
  return isEverything(toText(readPath(block, 'cidr'))) && toList(readPath(block, 'except')).length === 0;
}

/**
 * Whether an egress rule names no destination that narrows it: no peers, an empty peer, an empty selector, or a block of one whole
 * address family, exceptions or not.
 */
export function isOpenEgressRule(raw: Raw): boolean {
  const peers = listPeers({ direction: 'egress', raw });
  return peers.length === 0 || peers.some(peer => isOpenPeer(toRecord(peer)));
}

function isOpenPeer(peer: Raw): boolean {
  const { ipBlock, podSelector, namespaceSelector } = peer;
  if (ipBlock !== undefined) return toText(readPath(ipBlock, 'cidr')) === '' || isEverything(toText(readPath(ipBlock, 'cidr')));
  return [podSelector, namespaceSelector].every(selector => selector === undefined || isEmptySelector(selector));
}

/**
 * Paths of the egress rules that let traffic of a protocol out to some address of the ranges, on one of the ports.
 * Pod and namespace selectors never take addresses of nodes; named ports are those of pods.
 * https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
 */
export function listEgressTo(
  policy: InventoryObject,
  ranges: readonly string[],
  protocol: string,
  ports: readonly number[],
): readonly Path[] {
  const wanted = ranges.flatMap(text => parseIpRange(text) ?? []);
  return listRules(policy, 'egress')
    .filter(rule => reachesPort(rule, protocol, ports) && reachesRange(rule, wanted))
    .map(rule => rule.path);
}

function reachesPort(rule: NetworkRule, protocol: string, ports: readonly number[]): boolean {
  return !hasPorts(rule) || toRecords(rule.raw['ports']).some(entry => takesPort(entry, protocol, ports));
}

function takesPort(entry: Raw, protocol: string, ports: readonly number[]): boolean {
  if ((toText(entry['protocol']) || 'TCP') !== protocol) return false;
  const first = entry['port'];
  if (first === undefined) return true;
  const last = typeof entry['endPort'] === 'number' ? entry['endPort'] : first;
  return ports.some(port => typeof first === 'number' && typeof last === 'number' && first <= port && port <= last);
}

function reachesRange(rule: NetworkRule, wanted: readonly IpRange[]): boolean {
  const peers = listPeers(rule);
  if (peers.length === 0) return true;
  const blocks = peers.map(peer => toRecord(readPath(peer, 'ipBlock')));
  return blocks.some(block => wanted.some(range => blockTakes(block, range)));
}

function blockTakes(block: Raw, wanted: IpRange): boolean {
  const cidr = parseIpRange(toText(block['cidr']));
  const shared = cidr === undefined ? undefined : intersectRanges(cidr, wanted);
  return (
    shared !== undefined &&
    !coverRange(
      toTexts(block['except']).flatMap(text => parseIpRange(text) ?? []),
      shared,
    )
  );
}
