import { parseIpRange } from '@breakwater/inventory';
import {
  type ContainerPort,
  decide,
  type End,
  type Node,
  type Pod,
  type Policy,
  type PortQuery,
  PROTOCOLS,
  type Rules,
  readPolicies,
  sortTiers,
  toNamespaceLabels,
  type World,
} from '@breakwater/network';
import type { Suite } from '../suite.ts';

type Raw = Readonly<Record<string, unknown>>;

export const suite: Suite = {
  name: 'network-probes',
  doc: '`namespaces[]`, `pods[]`, `nodes[]?`, `policies[]`, `probes[]` → `[{allowed, ingress, egress}]` in order, by the upstream reading',
  run: input => {
    const { world, policies, probes } = readProbes(input);
    const rules = { world, tiers: sortTiers(policies) };
    return probes.map(probe => answer(rules, probe));
  },
};

/** One connection that somebody tried. */
interface Probe {
  readonly source: End;
  readonly destination: End;
  readonly query: PortQuery;
}

export interface ProbeCase {
  readonly pods: readonly Pod[];
  readonly world: World;
  readonly policies: readonly Policy[];
  readonly probes: readonly Probe[];
}

/** The cluster of a case, and what is tried in it. Throws TypeError. */
export function readProbes(input: Raw): ProbeCase {
  const pods = new Map(readList(input, 'pods').map(raw => [`${readText(raw, 'namespace')}/${readText(raw, 'name')}`, readPod(raw)]));
  const { policies, problems } = readPolicies(readList(input, 'policies'));
  if (problems.length > 0) throw new TypeError(problems.map(({ source, message }) => `${source}: ${message}`).join('\n'));
  const world = readWorld(input);
  const probes = readList(input, 'probes').map(
    (raw): Probe => ({
      source: findEnd(readText(raw, 'from'), pods, world),
      destination: findEnd(readText(raw, 'to'), pods, world),
      query: { protocol: readText(raw, 'protocol') || PROTOCOLS[0], port: Number(raw['port']) },
    }),
  );
  return { pods: [...pods.values()], world, policies, probes };
}

function answer(rules: Rules, { source, destination, query }: Probe): Raw {
  const { upstream, ingress, egress } = decide(rules, source, destination, query);
  return { allowed: upstream === 'allowed', ingress: ingress?.allowed ?? true, egress: egress?.allowed ?? true };
}

/** A pod by namespace and name, a node by name, or an address. */
function findEnd(text: string, pods: ReadonlyMap<string, Pod>, { nodes }: World): End {
  const end = pods.get(text) ?? nodes.find(({ name }) => name === text);
  if (end !== undefined) return end;
  const range = parseIpRange(text);
  if (range === undefined) throw new TypeError(`a probe names '${text}', which is no pod, node or address of the case`);
  return { kind: 'outside', range };
}

function readWorld(input: Raw): World {
  return {
    namespaces: new Map(
      readList(input, 'namespaces').map(raw => [readText(raw, 'name'), toNamespaceLabels(readText(raw, 'name'), readLabels(raw))]),
    ),
    nodes: (input['nodes'] === undefined ? [] : readList(input, 'nodes')).map(
      (raw): Node => ({ kind: 'node', name: readText(raw, 'name'), labels: readLabels(raw), addresses: readAddresses(raw) }),
    ),
  };
}

function readPod(raw: Raw): Pod {
  return {
    kind: 'pod',
    namespace: readText(raw, 'namespace'),
    name: readText(raw, 'name'),
    labels: readLabels(raw),
    addresses: readAddresses(raw),
    ports: (raw['ports'] === undefined ? [] : readList(raw, 'ports')).map(readPort),
    hostNetwork: raw['hostNetwork'] === true,
  };
}

function readPort(raw: Raw): ContainerPort {
  const protocol = PROTOCOLS.find(known => known === (readText(raw, 'protocol') || PROTOCOLS[0]));
  if (protocol === undefined) throw new TypeError(`a port has a protocol of ${PROTOCOLS.join(', ')}`);
  return { name: readText(raw, 'name'), number: Number(raw['containerPort']), protocol };
}

function readAddresses(raw: Raw): Pod['addresses'] {
  const text = readText(raw, 'ip');
  const range = text === '' ? undefined : parseIpRange(text);
  return range === undefined ? [] : [range];
}

function readLabels(raw: Raw): Readonly<Record<string, string>> {
  return (raw['labels'] ?? {}) as Readonly<Record<string, string>>;
}

function readText(raw: Raw, field: string): string {
  const value = raw[field] ?? '';
  if (typeof value !== 'string') throw new TypeError(`'${field}' is a text`);
  return value;
}

function readList(raw: Raw, field: string): readonly Raw[] {
  const value = raw[field];
  if (Array.isArray(value)) return value as readonly Raw[];
  throw new TypeError(`a case of suite network-probes has a list '${field}'`);
}
