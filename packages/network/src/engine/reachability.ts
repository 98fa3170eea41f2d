import { type Assumptions, UPSTREAM } from '../evaluate/assumptions.ts';
import { orderEquals, sortTiers, type Tiers } from '../evaluate/side.ts';
import type { Direction, Policy } from '../policy/normal-form.ts';
import type { End, Pod, World } from '../world.ts';
import { listAddressAtoms } from './address-atoms.ts';
import { addBit, type Bitset, forEachBit, fullBitset, intersectWith, removeBit } from './bitset.ts';
import { classifyPods, type PodClass } from './classes.ts';
import { PeerIndex } from './peer-index.ts';
import { listPortAtoms, type PortAtom } from './port-atoms.ts';
import { isAllowedBy, RowBuilder, type Rows } from './rows.ts';
import { SelectionIndex } from './selection-index.ts';

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
  readonly atoms: readonly PortAtom[];
  readonly #tiers: Tiers;
  readonly #builder: RowBuilder;
  readonly #selections: SelectionIndex;
  readonly #rows: Readonly<Record<Direction, Rows[]>>;
  readonly #podClasses: number;

  constructor(pods: readonly Pod[], policies: readonly Policy[], world: World, assumptions: Assumptions = UPSTREAM) {
    const podClasses = classifyPods(pods, policies);
    const others: readonly End[] = [...world.nodes, ...listAddressAtoms(policies)];
    this.classes = [...podClasses.map(toEndClass), ...others.map(end => ({ end, members: [] }))];
    this.atoms = listPortAtoms(policies, pods);
    this.#podClasses = podClasses.length;
    this.#tiers = sortTiers(policies);
    const ends = this.classes.map(({ end }) => end);
    this.#selections = new SelectionIndex(
      podClasses.map(({ pod }) => pod),
      world,
      ends.length,
    );
    const peers = new PeerIndex(ends, world, this.#selections, assumptions);
    this.#builder = new RowBuilder({ ends, atoms: this.atoms, peers, assumptions });
    this.#rows = { ingress: [], egress: [] };
    this.#buildRows(podClasses, assumptions);
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
    for (let destination = 0; destination < this.#podClasses; destination++) {
      if (!isAllowedBy(this.#rows.ingress[destination], atom, source)) removeBit(reached, destination);
    }
    return reached;
  }

  /** Everything that each class of pods reaches, class after class: `visit(source, atom, reached)`. The sets are reused. */
  visitAll(visit: (source: number, atom: number, reached: Bitset) => void): void {
    for (let atom = 0; atom < this.atoms.length; atom++) {
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

  #buildRows(podClasses: readonly PodClass[], assumptions: Assumptions): void {
    const selecting = podClasses.map((): { [K in keyof Tiers]: Policy[] } => ({ Admin: [], NetworkPolicy: [], Baseline: [] }));
    for (const tier of ['Admin', 'NetworkPolicy', 'Baseline'] as const) {
      for (const policy of orderEquals(this.#tiers[tier], assumptions)) {
        forEachBit(this.#selections.find(policy.subject), index => selecting[index]?.[tier].push(policy));
      }
    }
    for (const [index, { pod }] of podClasses.entries()) {
      for (const direction of ['ingress', 'egress'] as const) {
        this.#rows[direction][index] = this.#builder.build(pod, direction, selecting[index] as Tiers);
      }
    }
  }
}

function toEndClass({ pod, members }: PodClass): EndClass {
  return { end: pod, members };
}

/** The atom that holds a port. */
export function findAtom(atoms: readonly PortAtom[], protocol: string, port: number): number {
  return atoms.findIndex(atom => atom.protocol === protocol && atom.from <= port && port <= atom.to);
}
