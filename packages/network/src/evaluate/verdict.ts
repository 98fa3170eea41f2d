import { type End, type Pod, type PortQuery, PROTOCOLS, type World } from '../world.ts';
import { type Assumptions, DOUBTS, type Doubt, UPSTREAM } from './assumptions.ts';
import { decideSide, type Side, type Tiers } from './side.ts';

/** Whether a connection is possible, as both ends say. */
export interface Verdict {
  /** `implementation-defined`: the specification leaves it to the network plug-in, or something that decides is not known; see `doubts`. */
  readonly verdict: 'allowed' | 'denied' | 'implementation-defined';
  /** What the upstream reading of the specification gives. */
  readonly upstream: 'allowed' | 'denied';
  readonly doubts: readonly Doubt[];
  /** Undefined for an end that has no policies of its own: nodes, and what is outside of the cluster. */
  readonly egress: Side | undefined;
  readonly ingress: Side | undefined;
}

/** Everything that decides about connections. */
export interface Rules {
  readonly world: World;
  readonly tiers: Tiers;
}

/** Asks both ends. A pod always reaches itself, and is always reached from its own node. */
export function decide(rules: Rules, source: End, destination: End, query: PortQuery, assumptions: Assumptions = UPSTREAM): Verdict {
  const sides = askBoth(rules, source, destination, query, assumptions);
  const allowed = isAllowed(sides);
  const doubts: Doubt[] = Object.entries(DOUBTS)
    .filter(([, changes]) =>
      changes.some(change => isAllowed(askBoth(rules, source, destination, query, { ...assumptions, ...change })) !== allowed),
    )
    .map(([doubt]) => doubt as Doubt);
  if (!(PROTOCOLS as readonly string[]).includes(query.protocol)) doubts.push('other-protocol');
  if (isTouched(rules.world, source, destination)) doubts.push('policy-unsupported');
  const upstream = allowed ? 'allowed' : 'denied';
  return { verdict: doubts.length === 0 ? upstream : 'implementation-defined', upstream, doubts, ...sides };
}

/** Whether policies that are not read may decide about a connection between two ends that are not one. */
export function isTouched({ isTouched: ask }: World, source: End, destination: End): boolean {
  if (ask === undefined || source === destination) return false;
  return (source.kind === 'pod' && ask(source, 'egress')) || (destination.kind === 'pod' && ask(destination, 'ingress'));
}

type Sides = Pick<Verdict, 'egress' | 'ingress'>;

function isAllowed({ egress, ingress }: Sides): boolean {
  return egress?.allowed !== false && ingress?.allowed !== false;
}

const ITSELF: Side = { allowed: true, decidedBy: 'itself', steps: [] };
const LOCAL_NODE: Side = { allowed: true, decidedBy: 'local-node', steps: [] };

function askBoth({ world, tiers }: Rules, source: End, destination: End, query: PortQuery, assumptions: Assumptions): Sides {
  if (source === destination && source.kind === 'pod') return { egress: ITSELF, ingress: ITSELF };
  const shared = { world, destination, query, assumptions };
  return {
    egress: source.kind === 'pod' ? decideSide(tiers, 'egress', { ...shared, subject: source, peer: destination }) : undefined,
    ingress: destination.kind === 'pod' ? askIngress({ ...shared, subject: destination, peer: source }, tiers) : undefined,
  };
}

function askIngress(question: Parameters<typeof decideSide>[2], tiers: Tiers): Side {
  const { peer, subject } = question;
  return isLocal(peer, subject) ? LOCAL_NODE : decideSide(tiers, 'ingress', question);
}

/** The node of a pod, or a pod that uses the network of that node and so has its address. */
function isLocal(peer: End, { node }: Pod): boolean {
  if (node === undefined) return false;
  return peer.kind === 'node' ? peer.name === node : peer.kind === 'pod' && peer.hostNetwork && peer.node === node;
}
