import { subtractRanges } from '../addresses.ts';
import type { Cluster, NetworkWorkload } from '../cluster/read-cluster.ts';
import type { AddressAtom } from '../engine/address-atoms.ts';
import { isTouched } from '../evaluate/verdict.ts';
import { listEntrances } from '../exposure/entrances.ts';
import type { Policy } from '../policy/normal-form.ts';
import type { End, Protocol } from '../world.ts';
import { type Connection, type ConnectionEnd, describeConnection, mergeRows } from './connection.ts';
import { INGRESS_CONTROLLER } from './outside.ts';
import { formatPorts } from './port-sets.ts';
import { type AtomVerdict, VerdictMatrix } from './verdict-matrix.ts';

/** More is no answer that anybody reads: 400 workloads without policies have 480,000. */
const MAX_CONNECTIONS = 500_000;

export interface ListOptions {
  /** Whether an end is asked about; without it every one is. */
  readonly isSource?: (end: ListedEnd) => boolean;
  readonly isDestination?: (end: ListedEnd) => boolean;
  /** Policies that make classes and atoms beside those of the cluster, so that rows of two answers are about the same ends. */
  readonly told?: readonly Policy[];
  /** Rows about addresses that touch stay apart. */
  readonly keepAtoms?: boolean;
}

/** Something that may be at the end of a connection, with the name that rows give it. */
export interface ListedEnd {
  readonly end: End;
  readonly name: ConnectionEnd;
  readonly workload?: NetworkWorkload;
}

export interface Connections {
  readonly connections: readonly Connection[];
  readonly isTruncated: boolean;
}

/** Who may connect to whom: workloads, addresses outside of the cluster, and the ingress controller, which is asked for what its routes name. */
export function listConnections(cluster: Cluster, options: ListOptions = {}): Connections {
  const { isSource = () => true, isDestination = () => true, told = cluster.policies } = options;
  const ends = new EndList(cluster, told);
  const rows: Connection[] = [];
  for (const source of ends.list()) {
    if (!isSource(source)) continue;
    for (const destination of ends.list()) {
      if (!isPair(source, destination) || !isDestination(destination)) continue;
      if (rows.length >= MAX_CONNECTIONS) return { connections: finish(rows, options), isTruncated: true };
      rows.push(...ends.describe(source, destination));
    }
  }
  return { connections: finish(rows, options), isTruncated: false };
}

function finish(rows: readonly Connection[], { keepAtoms = false }: ListOptions): readonly Connection[] {
  return keepAtoms ? rows : mergeRows(rows, describeConnection);
}

/** A workload is not compared with itself, and what is outside not with what is outside. */
function isPair(source: ListedEnd, destination: ListedEnd): boolean {
  if (destination.end === INGRESS_CONTROLLER) return false;
  return source !== destination && (source.workload !== undefined || destination.workload !== undefined);
}

interface ClassedEnd extends ListedEnd {
  readonly class: number;
}

class EndList {
  readonly #cluster: Cluster;
  readonly #matrix: VerdictMatrix;
  readonly #ends: readonly ClassedEnd[];
  /** What routes of the ingress controller lead to, by pod. */
  readonly #routed: ReadonlyMap<End, readonly { readonly protocol: Protocol; readonly port: number }[]>;
  readonly #known = new Map<number, readonly Omit<Connection, 'src' | 'dst'>[]>();

  constructor(cluster: Cluster, told: readonly Policy[]) {
    this.#cluster = cluster;
    const routes = listEntrances(cluster).filter(({ from }) => from === 'ingress-controller');
    this.#routed = Map.groupBy(routes, ({ workload }) => workload.pod as End);
    const strangers = routes.length === 0 ? [] : [INGRESS_CONTROLLER];
    const pods = [...cluster.workloads.map(({ pod }) => pod), ...strangers];
    this.#matrix = new VerdictMatrix(pods, cluster.policies, cluster.world, told);
    this.#ends = [
      ...cluster.workloads.map(workload => this.#toEnd(workload)),
      ...strangers.map(end => ({ end, name: end.name, class: this.#matrix.findClass(end) })),
      ...this.#matrix.classes.flatMap(({ end }, index) => (end.kind === 'outside' ? toOutside(end as AddressAtom, index) : [])),
    ];
  }

  list(): readonly ClassedEnd[] {
    return this.#ends;
  }

  describe(source: ListedEnd, destination: ListedEnd): readonly Connection[] {
    const [from, to] = [source as ClassedEnd, destination as ClassedEnd];
    const isAsked = isTouched(this.#cluster.world, from.end, to.end);
    if (from.end === INGRESS_CONTROLLER) {
      const asked = this.#routed.get(to.end) ?? [];
      const verdicts = this.#matrix.list(from.class, to.class).flatMap(verdict => narrow(verdict, asked));
      return toRows(verdicts, isAsked).map(row => ({ src: from.name, dst: to.name, ...row }));
    }
    const key = (from.class * this.#matrix.classes.length + to.class) * 2 + Number(isAsked);
    const known = this.#known.get(key) ?? toRows(this.#matrix.list(from.class, to.class), isAsked);
    this.#known.set(key, known);
    return known.map(row => ({ src: from.name, dst: to.name, ...row }));
  }

  #toEnd(workload: NetworkWorkload): ClassedEnd {
    return { end: workload.pod, name: workload.name, workload, class: this.#matrix.findClass(workload.pod) };
  }
}

function toOutside(end: AddressAtom, index: number): readonly ClassedEnd[] {
  return subtractRanges(end.range, end.without).map(name => ({ end, name, class: index }));
}

/** Of an atom the ports that a route leads to. */
function narrow(verdict: AtomVerdict, asked: readonly { readonly protocol: Protocol; readonly port: number }[]): readonly AtomVerdict[] {
  const { protocol, from, to } = verdict.atom;
  const ports = asked.filter(({ protocol: wanted, port }) => wanted === protocol && from <= port && port <= to).map(({ port }) => port);
  return [...new Set(ports)].toSorted((a, b) => a - b).map(port => ({ ...verdict, atom: { protocol, from: port, to: port } }));
}

/** One row for each protocol and each way to be sure or not. */
function toRows(verdicts: readonly AtomVerdict[], isAsked: boolean): readonly Omit<Connection, 'src' | 'dst'>[] {
  if (verdicts.length === 0) return [];
  const groups = Map.groupBy(verdicts, ({ atom, isAllowed, doubts }) => `${atom.protocol} ${isAllowed} ${doubts.join()}`);
  return [...groups.values()].flatMap(group => {
    const [first] = group;
    if (first === undefined) return [];
    const doubts = isAsked ? [...first.doubts, 'policy-unsupported' as const] : first.doubts;
    const upstream = first.isAllowed ? 'allowed' : 'denied';
    return [
      {
        protocol: first.atom.protocol,
        ports: formatPorts(group.map(({ atom }) => atom)),
        verdict: doubts.length === 0 ? upstream : 'implementation-defined',
        upstream,
        doubts,
      },
    ];
  });
}
