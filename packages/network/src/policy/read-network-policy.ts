import { isRecord, type Raw, toRecord, toText } from '@breakwater/inventory';
import { PROTOCOLS, type Protocol } from '../world.ts';
import type { Faults } from './faults.ts';
import type { Direction, Peer, Policy, PolicySource, PortMatch, Rule } from './normal-form.ts';
import { readExcept, readRange } from './ranges.ts';
import { readSelector } from './selector.ts';

/** networking.k8s.io/v1. https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/ */
export function readNetworkPolicy(raw: Raw, source: PolicySource, faults: Faults): Policy {
  const spec = toRecord(raw['spec']);
  const { namespace } = source;
  const types = readTypes(spec, faults);
  const readDirection = (direction: Direction, type: string): readonly Rule[] | undefined =>
    types.has(type) ? readRules(spec[direction], direction, namespace, faults) : undefined;
  return {
    source,
    tier: 'NetworkPolicy',
    priority: 0,
    subject: { namespace, pods: readSelector(spec['podSelector'], 'spec.podSelector', faults) },
    ingress: readDirection('ingress', 'Ingress'),
    egress: readDirection('egress', 'Egress'),
  };
}

/** Without types a policy isolates for ingress, and for egress only when it has a rule for it. */
function readTypes(spec: Raw, faults: Faults): ReadonlySet<string> {
  const given = spec['policyTypes'] ?? [];
  if (!Array.isArray(given) || given.length > 2 || !given.every(type => type === 'Ingress' || type === 'Egress')) {
    faults.refuse('spec.policyTypes', 'is a list of Ingress and Egress');
    return new Set(['Ingress', 'Egress']);
  }
  if (given.length > 0) return new Set(given);
  const { egress } = spec as { egress?: unknown };
  return new Set(Array.isArray(egress) && egress.length > 0 ? ['Ingress', 'Egress'] : ['Ingress']);
}

function readRules(value: unknown, direction: Direction, namespace: string, faults: Faults): readonly Rule[] {
  const peerField = direction === 'ingress' ? 'from' : 'to';
  return readList(value, `spec.${direction}`, faults).map((entry, index): Rule => {
    const rule = toRecord(entry);
    const path = `spec.${direction}[${index}]`;
    return {
      index,
      action: 'Allow',
      peers: orAnything(readList(rule[peerField], `${path}.${peerField}`, faults), (peer, position) =>
        readPeer(peer, namespace, `${path}.${peerField}[${position}]`, faults),
      ),
      ports: orAnything(readList(rule['ports'], `${path}.ports`, faults), (port, position) =>
        readPort(port, `${path}.ports[${position}]`, faults),
      ),
    };
  });
}

/** A list without entries is no restriction. */
function orAnything<T>(entries: readonly Raw[], read: (entry: Raw, index: number) => T | undefined): readonly T[] | undefined {
  if (entries.length === 0) return undefined;
  return entries.flatMap((entry, index) => read(entry, index) ?? []);
}

export function readList(value: unknown, path: string, faults: Faults): readonly Raw[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && value.every(isRecord)) return value;
  faults.refuse(path, 'must be a list of maps');
  return [];
}

function readPeer(peer: Raw, namespace: string, path: string, faults: Faults): Peer | undefined {
  const { podSelector, namespaceSelector, ipBlock } = peer as { podSelector?: unknown; namespaceSelector?: unknown; ipBlock?: unknown };
  const hasSelector = isRecord(podSelector) || isRecord(namespaceSelector);
  if (isRecord(ipBlock)) {
    if (hasSelector) faults.refuse(path, 'ipBlock cannot stand beside selectors');
    const range = readRange(ipBlock['cidr'], `${path}.ipBlock.cidr`, faults);
    return range === undefined
      ? undefined
      : { kind: 'block', range, except: readExcept(ipBlock['except'], range, `${path}.ipBlock.except`, faults) };
  }
  if (!hasSelector) {
    faults.refuse(path, 'names nobody: podSelector, namespaceSelector or ipBlock is required');
    return undefined;
  }
  const pods = readSelector(podSelector, `${path}.podSelector`, faults);
  if (!isRecord(namespaceSelector)) return { kind: 'pods', selection: { namespace, pods } };
  return { kind: 'pods', selection: { namespaces: readSelector(namespaceSelector, `${path}.namespaceSelector`, faults), pods } };
}

function readPort(entry: Raw, path: string, faults: Faults): PortMatch | undefined {
  const protocol = readProtocol(entry['protocol'] ?? 'TCP', `${path}.protocol`, faults);
  const { port, endPort } = entry as { port?: unknown; endPort?: unknown };
  if (protocol === undefined) return undefined;
  if (typeof port === 'string') {
    if (endPort !== undefined) faults.refuse(`${path}.endPort`, 'needs a port that is a number');
    return readPortName(port, `${path}.port`, faults) ? { kind: 'named', protocol, name: port } : undefined;
  }
  if (port === undefined || port === null) {
    if (endPort !== undefined) faults.refuse(`${path}.endPort`, 'needs a port that is a number');
    return { kind: 'range', protocol, from: 0, to: LAST_PORT };
  }
  return readPortRange(protocol, port, endPort ?? port, path, faults);
}

export const LAST_PORT = 65_535;

function readPortRange(protocol: Protocol, from: unknown, to: unknown, path: string, faults: Faults): PortMatch | undefined {
  if (!isPort(from)) {
    faults.refuse(`${path}.port`, 'is a number from 1 to 65535, or a name');
    return undefined;
  }
  if (!isPort(to) || to < from) {
    faults.refuse(`${path}.endPort`, 'is a number from port to 65535');
    return undefined;
  }
  return { kind: 'range', protocol, from, to };
}

export function isPort(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= LAST_PORT;
}

/** IANA service names: https://www.rfc-editor.org/rfc/rfc6335#section-5.1 */
function readPortName(name: string, path: string, faults: Faults): boolean {
  if (/^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name)) return true;
  faults.refuse(path, `'${name.slice(0, 64)}' is no port name: at most 15 small letters, digits and single dashes, one of them a letter`);
  return false;
}

export function readProtocol(value: unknown, path: string, faults: Faults): Protocol | undefined {
  const protocol = PROTOCOLS.find(known => known === toText(value));
  if (protocol === undefined) faults.refuse(path, `is one of ${PROTOCOLS.join(', ')}`);
  return protocol;
}
