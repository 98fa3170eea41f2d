import type { Peer } from '@breakwater/behavior';
import { type CustomWorkload, Inventory } from '@breakwater/inventory';
import type { Event, EventContext } from '@breakwater/model';
import { decide, type NetworkWorkload, type Rules, readCluster, type Side, sortTiers } from '@breakwater/network';
import type { ObjectEntry } from '../thread/object-entry.ts';
import type { ObjectStore } from '../thread/object-store.ts';

export interface NetworkJudgeOptions {
  readonly store: Pick<ObjectStore, 'size' | 'listContext' | 'read'>;
  readonly cluster: string;
  readonly kubeMinor: number;
  readonly customWorkloads: readonly CustomWorkload[];
  /** Milliseconds that never jump. */
  readonly now?: () => number;
}

type Verdict = NonNullable<EventContext['network']>;

/** What policies say is looked at anew so often, when somebody asks. */
const FRESH_MS = 30_000;
/** To put the objects of larger clusters together takes too long beside everything else. */
const MAX_OBJECTS = 20_000;
const MAX_ASKED = 20_000;
/** Groups that say nothing of who may connect to whom. */
const OTHERS = new Set(['rbac.authorization.k8s.io', 'admissionregistration.k8s.io', 'apiextensions.k8s.io', 'storage.k8s.io']);

interface Model {
  readonly workloads: ReadonlyMap<string, NetworkWorkload>;
  readonly rules: Rules;
  readonly at: number;
  /** What was asked of it, by both ends and port. */
  readonly asked: Map<string, Verdict | undefined>;
}

/** Whether connections that came about are allowed by the network policies of the cluster. */
export class NetworkJudge {
  readonly #options: NetworkJudgeOptions;
  readonly #now: () => number;
  #current: Model | undefined;
  #before: Model | undefined;

  constructor(options: NetworkJudgeOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  /**
   * Says it of a connection between two workloads of the cluster; undefined for others, whose addresses may be those of something in between, and where it is not certain: a
   * policy that is new is not enforced at once, so that denied is only what an earlier look found denied, too.
   */
  judge({ accept, namespace, workload }: Event, peer: Peer): Verdict | undefined {
    if (accept === undefined || peer.kind !== 'workload' || workload === undefined) return undefined;
    const ends = [`${peer.namespace}/${peer.name}`, `${namespace}/${workload}`] as const;
    const query = { protocol: accept.protocol.toUpperCase(), port: accept.local.port };
    const now = this.#look();
    const verdict = now === undefined ? undefined : ask(now, ends, query);
    if (verdict?.verdict !== 'denied') return verdict;
    return this.#before !== undefined && ask(this.#before, ends, query)?.verdict === 'denied' ? verdict : undefined;
  }

  #look(): Model | undefined {
    const { store, cluster, kubeMinor, customWorkloads } = this.#options;
    if (this.#current !== undefined && this.#now() - this.#current.at < FRESH_MS) return this.#current;
    if (store.size > MAX_OBJECTS) return undefined;
    const sources = store
      .listContext(new Set())
      .filter(isOfNetwork)
      .map(entry => ({ value: store.read(entry) }));
    const read = readCluster(new Inventory(sources, { cluster, kubeMinor, complete: false, namespace: '', customWorkloads }));
    const workloads = new Map(
      read.workloads.map(one => [`${one.pod.namespace}/${one.workload.object.kind}/${one.workload.object.name}`, one]),
    );
    this.#before = this.#current;
    this.#current = { workloads, rules: { world: read.world, tiers: sortTiers(read.policies) }, at: this.#now(), asked: new Map() };
    return this.#current;
  }
}

function isOfNetwork({ group }: ObjectEntry): boolean {
  return !OTHERS.has(group);
}

function ask(
  { workloads, rules, asked }: Model,
  [from, to]: readonly [string, string],
  query: { readonly protocol: string; readonly port: number },
): Verdict | undefined {
  const key = `${from} ${to} ${query.protocol} ${query.port}`;
  if (asked.has(key)) return asked.get(key);
  const [source, destination] = [workloads.get(from), workloads.get(to)];
  const found =
    source === undefined || destination === undefined ? undefined : toVerdict(decide(rules, source.pod, destination.pod, query));
  if (asked.size >= MAX_ASKED) asked.clear();
  asked.set(key, found);
  return found;
}

/** What the specification leaves to the network plug-in is not certain. */
function toVerdict({ verdict, egress, ingress }: ReturnType<typeof decide>): Verdict | undefined {
  if (verdict === 'implementation-defined') return undefined;
  const sides = [egress, ingress].filter(side => side !== undefined && side.allowed === (verdict === 'allowed'));
  const by = [...new Set(sides.flatMap(side => listSources(side)))];
  return { verdict, ...(by.length === 0 ? {} : { by }) };
}

function listSources(side: Side | undefined): readonly string[] {
  return (side?.steps ?? []).map(({ source }) => `${source.kind} ${source.namespace === '' ? '' : `${source.namespace}/`}${source.name}`);
}
