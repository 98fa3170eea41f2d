import type { Assumptions } from '../evaluate/assumptions.ts';
import type { Tiers } from '../evaluate/side.ts';
import type { Direction, Policy, PortMatch, Rule } from '../policy/normal-form.ts';
import type { End, Pod } from '../world.ts';
import { addBit, type Bitset, createBitset, hasBit, intersectWith, subtractFrom, uniteComplement, uniteWith } from './bitset.ts';
import type { PeerIndex } from './peer-index.ts';
import { coversAtom, type PortAtom } from './port-atoms.ts';

/** For one class and direction: the ends that are allowed, for each port atom; undefined where everything is. Atoms may share a set. */
export type Rows = readonly Bitset[] | undefined;

export interface RowContext {
  readonly ends: readonly End[];
  readonly atoms: readonly PortAtom[];
  readonly peers: PeerIndex;
  readonly assumptions: Assumptions;
}

/** What a rule means at one port atom. The set is shared. */
interface Match {
  readonly atom: number;
  readonly peers: Bitset;
}

/** Computes rows of one class from the policies that select it. */
export class RowBuilder {
  readonly #context: RowContext;
  readonly #nothing: Bitset;
  /** By rule; rules of policies that are replaced go with them. */
  readonly #matches = new WeakMap<Rule, readonly Match[]>();

  constructor(context: RowContext) {
    this.#context = context;
    this.#nothing = createBitset(context.ends.length);
  }

  /** `selecting` holds the policies that select the class, in their order. */
  build(subject: Pod, direction: Direction, selecting: Tiers): Rows {
    const { assumptions } = this.#context;
    if (subject.hostNetwork && !assumptions.hostNetworkIsOrdinary) return undefined;
    const isolating = selecting.NetworkPolicy.filter(policy => policy[direction] !== undefined);
    const isTiered = [selecting.Admin, selecting.Baseline].some(tier => tier.some(policy => (policy[direction]?.length ?? 0) > 0));
    if (isolating.length === 0 && !isTiered) return undefined;
    const rows = new GrowingRows(this.#nothing, this.#context.atoms.length);
    this.#applyTier(selecting.Admin, subject, direction, rows);
    if (isolating.length > 0) this.#applyUnion(isolating, subject, direction, rows);
    else {
      const isFinal = assumptions.networkPolicyIsFinal && selecting.NetworkPolicy.length > 0;
      if (!isFinal) this.#applyTier(selecting.Baseline, subject, direction, rows);
      rows.allowUndecided(this.#context.ends.length);
    }
    return rows.allowed;
  }

  /** Whatever any rule allows, unless an earlier tier has decided. */
  #applyUnion(policies: readonly Policy[], subject: Pod, direction: Direction, rows: GrowingRows): void {
    for (const policy of policies) {
      for (const rule of policy[direction] ?? []) {
        for (const { atom, peers } of this.#match(rule, subject, direction)) rows.allow(atom, peers);
      }
    }
  }

  /** The first rule that matches decides, or leaves the tier. */
  #applyTier(policies: readonly Policy[], subject: Pod, direction: Direction, rows: GrowingRows): void {
    const passed = new Map<number, Bitset>();
    const { amongEquals } = this.#context.assumptions;
    for (const [index, policy] of policies.entries()) {
      const isFirstOfEquals = policies[index - 1]?.priority !== policy.priority;
      if (amongEquals !== 'first' && isFirstOfEquals) this.#applyPreferred(policies, policy.priority, subject, direction, rows, passed);
      for (const rule of policy[direction] ?? []) {
        for (const { atom, peers } of this.#match(rule, subject, direction)) applyRule(rule.action, atom, peers.slice(), rows, passed);
      }
    }
  }

  /** What any of the policies of one priority decides by itself as is preferred, before the first by name counts. */
  #applyPreferred(
    policies: readonly Policy[],
    priority: number,
    subject: Pod,
    direction: Direction,
    rows: GrowingRows,
    passed: Map<number, Bitset>,
  ): void {
    const preferred = this.#context.assumptions.amongEquals;
    for (const policy of policies) {
      if (policy.priority !== priority) continue;
      const seen = new GrowingRows(this.#nothing, this.#context.atoms.length);
      for (const rule of policy[direction] ?? []) {
        for (const { atom, peers } of this.#match(rule, subject, direction)) {
          const fresh = seen.subtractDecided(atom, peers.slice());
          if (rule.action === preferred) applyRule(rule.action, atom, fresh.slice(), rows, passed);
          seen.decide(atom, fresh, false);
        }
      }
    }
  }

  #match(rule: Rule, subject: Pod, direction: Direction): readonly Match[] {
    const isOwn = isComparing(rule) || (direction === 'ingress' && (rule.ports ?? []).some(({ kind }) => kind === 'named'));
    const known = isOwn ? undefined : this.#matches.get(rule);
    if (known !== undefined) return known;
    const found = this.#findMatches(rule, subject, direction);
    if (!isOwn) this.#matches.set(rule, found);
    return found;
  }

  #findMatches({ peers: given, ports }: Rule, subject: Pod, direction: Direction): readonly Match[] {
    const { atoms, peers: index } = this.#context;
    const peers = index.find(given, subject);
    const named = (ports ?? []).filter(port => port.kind === 'named');
    return atoms.flatMap((at, atom): readonly Match[] => {
      if (ports === undefined || ports.some(port => coversAtom(port, at))) return [{ atom, peers }];
      // A port that a name stands for is an atom of its own.
      if (named.length === 0 || at.from !== at.to) return [];
      if (direction === 'ingress') return named.some(port => hasNamedPort(subject, port, at)) ? [{ atom, peers }] : [];
      const destinations = this.#findNamed(named, at);
      intersectWith(destinations, peers);
      return [{ atom, peers: destinations }];
    });
  }

  /** Ends on which any of some port names means the port of an atom. */
  #findNamed(ports: readonly NamedPort[], at: PortAtom): Bitset {
    const { ends } = this.#context;
    const found = createBitset(ends.length);
    for (const [index, end] of ends.entries()) {
      if (end.kind === 'pod' && ports.some(port => hasNamedPort(end, port, at))) addBit(found, index);
    }
    return found;
  }
}

/** `peers` is changed. */
function applyRule(action: Rule['action'], atom: number, peers: Bitset, rows: GrowingRows, passed: Map<number, Bitset>): void {
  const left = passed.get(atom);
  if (left !== undefined) subtractFrom(peers, left);
  if (action !== 'Pass') rows.decide(atom, peers, action === 'Allow');
  else if (left === undefined) passed.set(atom, rows.subtractDecided(atom, peers));
  else uniteWith(left, rows.subtractDecided(atom, peers));
}

/** Sets by port atom that stay shared until something is added to them. */
class GrowingRows {
  readonly allowed: Bitset[];
  readonly #decided: Bitset[];
  readonly #nothing: Bitset;

  constructor(nothing: Bitset, atoms: number) {
    this.#nothing = nothing;
    this.allowed = new Array<Bitset>(atoms).fill(nothing);
    this.#decided = new Array<Bitset>(atoms).fill(nothing);
  }

  /** Allows what is not decided yet. */
  allow(atom: number, peers: Bitset): void {
    const decided = this.#decided[atom] as Bitset;
    const fresh = decided === this.#nothing ? peers : this.subtractDecided(atom, peers.slice());
    uniteWith(this.#own(this.allowed, atom), fresh);
  }

  /** Decides what is not decided yet. `peers` is changed. */
  decide(atom: number, peers: Bitset, isAllowed: boolean): void {
    const fresh = this.subtractDecided(atom, peers);
    if (isAllowed) uniteWith(this.#own(this.allowed, atom), fresh);
    uniteWith(this.#own(this.#decided, atom), fresh);
  }

  /** `peers` is changed. */
  subtractDecided(atom: number, peers: Bitset): Bitset {
    subtractFrom(peers, this.#decided[atom] as Bitset);
    return peers;
  }

  allowUndecided(size: number): void {
    for (const [atom, decided] of this.#decided.entries()) uniteComplement(this.#own(this.allowed, atom), decided, size);
  }

  #own(sets: Bitset[], atom: number): Bitset {
    const set = sets[atom] as Bitset;
    if (set !== this.#nothing) return set;
    const own = set.slice();
    sets[atom] = own;
    return own;
  }
}

type NamedPort = Extract<PortMatch, { readonly kind: 'named' }>;

/** Each port that a name stands for is an atom of its own. */
function hasNamedPort(pod: Pod, port: NamedPort, at: PortAtom): boolean {
  return pod.ports.some(
    ({ name, number, protocol }) =>
      name === port.name && number === at.from && protocol === at.protocol && (port.protocol ?? protocol) === protocol,
  );
}

/** Whether a rule means other peers for each namespace of its subjects. */
function isComparing({ peers = [] }: Rule): boolean {
  return peers.some(peer => peer.kind === 'pods' && (peer.selection.sameLabels ?? peer.selection.notSameLabels) !== undefined);
}

export function isAllowedBy(rows: Rows, atom: number, end: number): boolean {
  const row = rows?.[atom];
  return row === undefined || hasBit(row, end);
}
