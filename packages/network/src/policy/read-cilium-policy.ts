import { isRecord, type Raw, toList, toRecord } from '@breakwater/inventory';
import { PROTOCOLS } from '../world.ts';
import type { Direction, Peer, Policy, PolicySource, PortMatch, Rule } from './normal-form.ts';
import { isPort } from './read-network-policy.ts';
import { type Requirement, type Selector, toSelector } from './selector.ts';

/** What a NetworkPolicy could say as well. Whatever else stands in a policy, as layer 7, names, entities or denials, is not read. */
const SPEC_FIELDS = new Set(['endpointSelector', 'ingress', 'egress', 'description', 'labels']);
const PEER_FIELDS: Readonly<Record<Direction, string>> = { ingress: 'fromEndpoints', egress: 'toEndpoints' };
const PORT_FIELDS = new Set(['port', 'endPort', 'protocol']);

const NAMESPACE = 'io.kubernetes.pod.namespace';
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';
/** Labels that Cilium does not know a pod by unless it is told to. https://docs.cilium.io/en/stable/operations/performance/scalability/identity-relevant-labels/ */
const IRRELEVANT =
  /^(?:io\.|kubernetes\.io|k8s\.io|.*beta\.kubernetes\.io|pod-template-|controller-revision-hash|annotation|etcd_node|statefulset\.kubernetes\.io|apps\.kubernetes\.io|batch\.kubernetes\.io)/;

/** A policy is read as a whole or not at all: the rest might allow or deny what is read. */
class Unread extends Error {}

/**
 * A CiliumNetworkPolicy that says nothing but what a NetworkPolicy can say: pods by labels, and ports. Its rules add to those of NetworkPolicies. Undefined
 * for any other one. https://docs.cilium.io/en/stable/security/policy/language/
 */
export function readCiliumPolicy(raw: Raw, source: PolicySource): Policy | undefined {
  try {
    return toPolicy(raw, source);
  } catch (cause) {
    if (cause instanceof Unread) return undefined;
    throw cause;
  }
}

function toPolicy(raw: Raw, source: PolicySource): Policy {
  const spec = toMap(raw['spec']);
  if (raw['specs'] !== undefined) throw new Unread();
  allowOnly(spec, SPEC_FIELDS);
  const subject = readSelector(spec['endpointSelector']);
  if (subject.namespaces.length > 0) throw new Unread();
  return {
    source,
    tier: 'NetworkPolicy',
    priority: 0,
    subject: { namespace: source.namespace, pods: subject.pods },
    ingress: readRules(spec['ingress'], 'ingress', source.namespace),
    egress: readRules(spec['egress'], 'egress', source.namespace),
  };
}

/** A list without entries does not isolate; a rule without fields isolates and allows nothing. */
function readRules(value: unknown, direction: Direction, namespace: string): readonly Rule[] | undefined {
  const entries = toMaps(value);
  if (entries.length === 0) return undefined;
  const field = PEER_FIELDS[direction];
  return entries.flatMap((entry, index): readonly Rule[] => {
    allowOnly(entry, new Set([field, 'toPorts']));
    const ports = toMaps(entry['toPorts']).flatMap(readPorts);
    const peers = entry[field] === undefined ? undefined : toMaps(entry[field]).map(peer => readPeer(peer, namespace));
    // What an empty list of peers means has changed between versions.
    if (peers?.length === 0) throw new Unread();
    if (peers === undefined && ports.length === 0) return [];
    return [{ index, action: 'Allow', peers, ports: ports.length === 0 ? undefined : ports }];
  });
}

/** Pods of the policy's own namespace, unless the selector says of which. */
function readPeer(value: Raw, namespace: string): Peer {
  const { pods, namespaces } = readSelector(value);
  return { kind: 'pods', selection: namespaces.length === 0 ? { namespace, pods } : { namespaces: toSelector(namespaces), pods } };
}

function readPorts(entry: Raw): readonly PortMatch[] {
  allowOnly(entry, new Set(['ports']));
  const ports = toMaps(entry['ports']);
  if (ports.length === 0) throw new Unread();
  return ports.flatMap(readPort);
}

function readPort(entry: Raw): readonly PortMatch[] {
  allowOnly(entry, PORT_FIELDS);
  const { port, endPort = 0, protocol = 'ANY' } = entry as { port?: unknown; endPort?: unknown; protocol?: unknown };
  const protocols = PROTOCOLS.filter(known => protocol === 'ANY' || protocol === known);
  if (protocols.length === 0 || typeof port !== 'string') throw new Unread();
  if (/[a-z]/.test(port)) return protocols.map(known => ({ kind: 'named', protocol: known, name: port }));
  const from = Number(port);
  const to = endPort === 0 ? from : endPort;
  if (!isPort(from) || !isPort(to) || to < from) throw new Unread();
  return protocols.map(known => ({ kind: 'range', protocol: known, from, to }));
}

interface SplitSelector {
  readonly pods: Selector;
  /** About names of namespaces. */
  readonly namespaces: readonly Requirement[];
}

function readSelector(value: unknown): SplitSelector {
  const selector = toMap(value);
  allowOnly(selector, new Set(['matchLabels', 'matchExpressions']));
  const labels = Object.entries(selector['matchLabels'] === undefined ? {} : toMap(selector['matchLabels'])).map(
    ([key, text]): Requirement => toRequirement(key, 'In', [text]),
  );
  const terms = toMaps(selector['matchExpressions']).map(({ key, operator, values }) => toRequirement(key, operator, toList(values)));
  const all = [...labels, ...terms];
  const isOfNamespace = ({ key }: Requirement): boolean => key === NAMESPACE_NAME;
  return { pods: toSelector(all.filter(each => !isOfNamespace(each))), namespaces: all.filter(isOfNamespace) };
}

/** Keys may name where a label comes from; labels of other sources than Kubernetes are not read. */
function toRequirement(given: unknown, operator: unknown, values: readonly unknown[]): Requirement {
  if (typeof given !== 'string' || !values.every(value => typeof value === 'string')) throw new Unread();
  const key = given.replace(/^(?:k8s|any):/, '');
  const wantsValues = operator === 'In' || operator === 'NotIn';
  const isKnown = wantsValues || operator === 'Exists' || operator === 'DoesNotExist';
  if (!isKnown || wantsValues !== values.length > 0 || key.includes(':')) throw new Unread();
  if (key !== NAMESPACE && IRRELEVANT.test(key)) throw new Unread();
  return { key: key === NAMESPACE ? NAMESPACE_NAME : key, operator, values };
}

function allowOnly(value: Raw, fields: ReadonlySet<string>): void {
  if (Object.keys(value).some(key => !fields.has(key))) throw new Unread();
}

function toMap(value: unknown): Raw {
  if (!isRecord(value)) throw new Unread();
  return toRecord(value);
}

function toMaps(value: unknown): readonly Raw[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || !value.every(isRecord)) throw new Unread();
  return value;
}
