import type { Assumptions } from '../evaluate/assumptions.ts';
import { coversUnknown, matchesPeer } from '../evaluate/match.ts';
import type { Peer } from '../policy/normal-form.ts';
import type { End, Pod, World } from '../world.ts';
import { nameRange } from './address-atoms.ts';
import { addBit, type Bitset, createBitset, fullBitset, intersectWith, removeBit, uniteWith } from './bitset.ts';
import type { SelectionIndex } from './selection-index.ts';

/** Answers peers of rules with sets of ends. */
export class PeerIndex {
  readonly #ends: readonly End[];
  readonly #world: World;
  readonly #selections: SelectionIndex;
  readonly #assumptions: Assumptions;
  /** Pods that selectors reach. */
  readonly #selectable: Bitset;
  /** Pods whose labels are not known. */
  readonly #unknown: number[] = [];
  readonly #known = new Map<string, Bitset>();

  constructor(ends: readonly End[], world: World, selections: SelectionIndex, assumptions: Assumptions) {
    this.#ends = ends;
    this.#world = world;
    this.#selections = selections;
    this.#assumptions = assumptions;
    this.#selectable = createBitset(ends.length);
    for (const [index, end] of ends.entries()) {
      if (end.kind === 'pod' && end.isUnknown === true) this.#unknown.push(index);
      if (end.kind === 'pod' && (!end.hostNetwork || assumptions.hostNetworkIsOrdinary)) addBit(this.#selectable, index);
    }
  }

  /** The ends that any of a rule's peers means; all of them without peers. The set is shared: it is not to be changed. */
  find(peers: readonly Peer[] | undefined, subject: Pod): Bitset {
    if (peers === undefined) return this.#remember('', () => fullBitset(this.#ends.length));
    const [only] = peers;
    if (only !== undefined && peers.length === 1) return this.#findOne(only, subject);
    const found = createBitset(this.#ends.length);
    for (const peer of peers) uniteWith(found, this.#findOne(peer, subject));
    return found;
  }

  #findOne(peer: Peer, subject: Pod): Bitset {
    if (peer.kind !== 'pods') return this.#remember(describePeer(peer), () => this.#ask(peer, subject));
    const { namespace, namespaces, pods, sameLabels, notSameLabels } = peer.selection;
    const compared = sameLabels ?? notSameLabels;
    const key = JSON.stringify([
      namespace,
      namespaces?.key,
      pods?.key,
      sameLabels,
      notSameLabels,
      compared === undefined ? null : subject.namespace,
    ]);
    return this.#remember(key, () => {
      const found = this.#selections.find(peer.selection, subject.namespace);
      intersectWith(found, this.#selectable);
      const mark = coversUnknown(peer.selection, this.#assumptions) ? addBit : removeBit;
      for (const index of this.#unknown) mark(found, index);
      return found;
    });
  }

  /** Ranges, nodes and domains are few: each end is asked. */
  #ask(peer: Peer, subject: Pod): Bitset {
    const found = createBitset(this.#ends.length);
    for (const [index, end] of this.#ends.entries()) {
      const question = { world: this.#world, subject, peer: end, destination: end, query: ANY_PORT, assumptions: this.#assumptions };
      if (matchesPeer(peer, question)) addBit(found, index);
    }
    return found;
  }

  #remember(key: string, find: () => Bitset): Bitset {
    const known = this.#known.get(key) ?? find();
    this.#known.set(key, known);
    return known;
  }
}

/** Peers do not ask for the port. */
const ANY_PORT = { protocol: 'TCP', port: 1 };

function describePeer(peer: Exclude<Peer, { readonly kind: 'pods' }>): string {
  switch (peer.kind) {
    case 'block':
      return `block ${nameRange(peer.range)} ${peer.except.map(nameRange).join(' ')}`;
    case 'networks':
      return `networks ${peer.ranges.map(nameRange).join(' ')}`;
    case 'nodes':
      return `nodes ${peer.selector.key}`;
    case 'domains':
      return `domains ${peer.names.join(' ')}`;
  }
}
