import { type End, type PortQuery, PROTOCOLS, type World } from '../world.ts';
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
    .filter(([, change]) => isAllowed(askBoth(rules, source, destination, query, { ...assumptions, ...change })) !== allowed)
    .map(([doubt]) => doubt as Doubt);
  if (!(PROTOCOLS as readonly string[]).includes(query.protocol)) doubts.push('other-protocol');
  const upstream = allowed ? 'allowed' : 'denied';
  return { verdict: doubts.length === 0 ? upstream : 'implementation-defined', upstream, doubts, ...sides };
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
  const isLocal = peer.kind === 'node' && subject.node === peer.name;
  return isLocal ? LOCAL_NODE : decideSide(tiers, 'ingress', question);
}
