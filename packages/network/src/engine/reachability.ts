import { type Assumptions, UPSTREAM } from '../evaluate/assumptions.ts';
import { sortTiers, type Tiers } from '../evaluate/side.ts';
import { type Direction, type Policy, TIERS } from '../policy/normal-form.ts';
import type { End, Pod, World } from '../world.ts';
import { listAddressAtoms } from './address-atoms.ts';
import {
  addBit,
  areEqual,
  type Bitset,
  createBitset,
  forEachBit,
  fullBitset,
  hasBit,
  intersectWith,
  removeBit,
  uniteWith,
} from './bitset.ts';
import { classifyPods, type PodClass } from './classes.ts';
import { PeerIndex } from './peer-index.ts';
import { cutAtoms, listPortAtoms, type PortAtom } from './port-atoms.ts';
import { isAllowedBy, RowBuilder, type RowContext, type Rows } from './rows.ts';
import { SelectionIndex } from './selection-index.ts';
import { Told } from './told.ts';

/** Ends that cannot be told apart: a class of pods, a node, or a part of the world outside. */
export interface EndClass {
  readonly end: End;
  /** Empty for what is no pod. */
  readonly members: readonly Pod[];
}

/**
 * Who reaches whom on which ports, for all pods at once: computed for classes of pods and port atoms, as `decide` answers for two of their
 * members. What holds of two single ends is not told apart here: a pod always reaches itself, and its own node always reaches it.
 */
export class Reachability {
  readonly classes: readonly EndClass[];
  #atoms: readonly PortAtom[];
  readonly #told: Told;
  #builder: RowBuilder;
  readonly #context: Omit<RowContext, 'atoms'>;
  readonly #selections: SelectionIndex;
  readonly #rows: Readonly<Record<Direction, Rows[]>>;
  readonly #podClasses: readonly PodClass[];
  /** For each class of pods the policies that select it, in the order in which they are asked. */
  readonly #selecting: Tiers[];

  /** `told` are the policies whose labels, ports and ranges make the classes and atoms: more than `policies`, to compare with others. */
  constructor(pods: readonly Pod[], policies: readonly Policy[], world: World, assumptions: Assumptions = UPSTREAM, told = policies) {
    const podClasses = classifyPods(pods, told);
    const others: readonly End[] = [...world.nodes, ...listAddressAtoms(told)];
    this.classes = [...podClasses.map(toEndClass), ...others.map(end => ({ end, members: [] }))];
    this.#atoms = listPortAtoms(told, pods);
    this.#told = new Told(told);
    this.#podClasses = podClasses;
    const ends = this.classes.map(({ end }) => end);
    this.#selections = new SelectionIndex(
      podClasses.map(({ pod }) => pod),
      world,
      ends.length,
    );
    const peers = new PeerIndex(ends, world, this.#selections, assumptions);
    this.#context = { ends, peers, assumptions };
    this.#builder = new RowBuilder({ ...this.#context, atoms: this.#atoms });
    this.#selecting = this.#listSelecting(sortTiers(policies));
    this.#rows = { ingress: [], egress: [] };
    for (const index of podClasses.keys()) this.#setRows(index);
  }

  /** Ports that no policy tells apart; an update may cut them further. */
  get atoms(): readonly PortAtom[] {
    return this.#atoms;
  }

  /**
   * Replaces one policy by another, adds one, or takes one out: only the rows of the classes that either selects are computed anew. False,
   * and nothing is done, when the new policy asks for labels, port names or ranges that the classes do not tell apart.
   */
  update(old: Policy | undefined, next: Policy | undefined): boolean {
    if (next !== undefined) {
      if (!this.#told.holds(next)) return false;
      this.#cutAtoms(next);
    }
    for (const index of this.#listAffected(old, next)) {
      this.#selecting[index] = this.#select(index, old, next);
      this.#setRows(index);
    }
    return true;
  }

  /** Whether anything would be allowed or denied that is not now. `next` may not tell apart more than `old`, as a part of it does. */
  wouldChange(old: Policy, next: Policy | undefined): boolean {
    return this.#listAffected(old, next).some(index => {
      const selecting = this.#select(index, old, next);
      const { pod } = this.#podClasses[index] as PodClass;
      return DIRECTIONS.some(
        direction => !areEqualRows(this.#rows[direction][index], this.#builder.build(pod, direction, selecting), this.classes.length),
      );
    });
  }

  /** Whether a class reaches another on the ports of an atom. A class reaches itself as two of its members would. */
  reaches(source: number, destination: number, atom: number): boolean {
    if (!isAllowedBy(this.#rows.egress[source], atom, destination)) return false;
    return isAllowedBy(this.#rows.ingress[destination], atom, source);
  }

  /** The classes that a class reaches on the ports of an atom. */
  listReached(source: number, atom: number): Bitset {
    const egress = this.#rows.egress[source]?.[atom];
    const reached = egress === undefined ? fullBitset(this.classes.length) : egress.slice();
    for (let destination = 0; destination < this.#podClasses.length; destination++) {
      if (!isAllowedBy(this.#rows.ingress[destination], atom, source)) removeBit(reached, destination);
    }
    return reached;
  }

  /** Everything that each class of pods reaches, class after class: `visit(source, atom, reached)`. The sets are reused. */
  visitAll(visit: (source: number, atom: number, reached: Bitset) => void): void {
    for (let atom = 0; atom < this.#atoms.length; atom++) {
      const incoming = this.#transposeIngress(atom);
      for (let source = 0; source < this.classes.length; source++) {
        const egress = this.#rows.egress[source]?.[atom];
        const reached = incoming[source] as Bitset;
        if (egress !== undefined) intersectWith(reached, egress);
        visit(source, atom, reached);
      }
    }
  }

  /** For each source, the destinations whose ingress allows it. */
  #transposeIngress(atom: number): readonly Bitset[] {
    const size = this.classes.length;
    const open = fullBitset(size);
    const rows = this.#rows.ingress.map(ofClass => ofClass?.[atom]);
    for (const [destination, row] of rows.entries()) if (row !== undefined) removeBit(open, destination);
    const incoming = Array.from({ length: size }, () => open.slice());
    for (const [destination, row] of rows.entries()) {
      if (row !== undefined) forEachBit(row, source => addBit(incoming[source] as Bitset, destination));
    }
    return incoming;
  }

  #listSelecting(tiers: Tiers): Tiers[] {
    const selecting = this.#podClasses.map((): { [K in keyof Tiers]: Policy[] } => ({ Admin: [], NetworkPolicy: [], Baseline: [] }));
    for (const tier of TIERS) {
      for (const policy of tiers[tier]) {
        forEachBit(this.#selections.find(policy.subject), index => selecting[index]?.[tier].push(policy));
      }
    }
    return selecting;
  }

  #setRows(index: number): void {
    const { pod } = this.#podClasses[index] as PodClass;
    for (const direction of DIRECTIONS) {
      this.#rows[direction][index] = this.#builder.build(pod, direction, this.#selecting[index] as Tiers);
    }
  }

  #listAffected(...policies: readonly (Policy | undefined)[]): readonly number[] {
    const affected: number[] = [];
    const found = createBitset(this.classes.length);
    for (const policy of policies) if (policy !== undefined) uniteWith(found, this.#selections.find(policy.subject));
    forEachBit(found, index => affected.push(index));
    return affected;
  }

  /** The policies of a class after a change. */
  #select(index: number, old: Policy | undefined, next: Policy | undefined): Tiers {
    const { Admin, NetworkPolicy, Baseline } = this.#selecting[index] as Tiers;
    const kept = [...Admin, ...NetworkPolicy, ...Baseline].filter(policy => policy !== old);
    const isSelected = next !== undefined && hasBit(this.#selections.find(next.subject), index);
    return sortTiers(isSelected ? [...kept, next] : kept);
  }

  /** Rows of the parts of an atom are those of the whole: they are shared until one of them changes. */
  #cutAtoms(policy: Policy): void {
    const parts = cutAtoms(this.#atoms, policy);
    if (parts.length === this.#atoms.length) return;
    const wholes = parts.map(({ protocol, from }) => findAtom(this.#atoms, protocol, from));
    for (const direction of DIRECTIONS) {
      const rows = this.#rows[direction];
      for (const [index, row] of rows.entries()) if (row !== undefined) rows[index] = wholes.map(whole => row[whole] as Bitset);
    }
    this.#atoms = parts;
    this.#builder = new RowBuilder({ ...this.#context, atoms: parts });
  }
}

const DIRECTIONS = ['ingress', 'egress'] as const;

/** A class without rows is as one whose rows are full. */
function areEqualRows(a: Rows, b: Rows, size: number): boolean {
  if (a === b) return true;
  const full = fullBitset(size);
  return (a ?? b ?? []).every((_, atom) => areEqual(a?.[atom] ?? full, b?.[atom] ?? full));
}

function toEndClass({ pod, members }: PodClass): EndClass {
  return { end: pod, members };
}

/** The atom that holds a port. */
export function findAtom(atoms: readonly PortAtom[], protocol: string, port: number): number {
  return atoms.findIndex(atom => atom.protocol === protocol && atom.from <= port && port <= atom.to);
}
