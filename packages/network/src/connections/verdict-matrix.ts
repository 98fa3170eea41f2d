import type { PortAtom } from '../engine/port-atoms.ts';
import { type EndClass, Reachability } from '../engine/reachability.ts';
import { type Assumptions, DOUBTS, type Doubt, UPSTREAM } from '../evaluate/assumptions.ts';
import type { Policy, Rule } from '../policy/normal-form.ts';
import type { Pod, World } from '../world.ts';

/** What two classes may do on the ports of one atom: upstream's answer, and the doubts that would turn it. */
export interface AtomVerdict {
  readonly atom: PortAtom;
  readonly isAllowed: boolean;
  readonly doubts: readonly Doubt[];
}

/** Verdicts of all classes: reachability by upstream's reading, and once more for each doubt that can arise at all. */
export class VerdictMatrix {
  readonly classes: readonly EndClass[];
  readonly #upstream: Reachability;
  readonly #variants: readonly (readonly [Doubt, Reachability])[];
  readonly #classOf: ReadonlyMap<Pod, number>;

  constructor(pods: readonly Pod[], policies: readonly Policy[], world: World, told: readonly Policy[] = policies) {
    this.#upstream = new Reachability(pods, policies, world, UPSTREAM, told);
    this.classes = this.#upstream.classes;
    this.#variants = listPossibleDoubts(pods, policies).flatMap(([doubt, changes]) =>
      changes.map(change => [doubt, new Reachability(pods, policies, world, { ...UPSTREAM, ...change }, told)] as const),
    );
    this.#classOf = new Map(this.classes.flatMap(({ members }, index) => members.map((pod): [Pod, number] => [pod, index])));
  }

  /** The class of a pod that the matrix was made of. */
  findClass(pod: Pod): number {
    const found = this.#classOf.get(pod);
    if (found === undefined) throw new RangeError(`${pod.namespace}/${pod.name} is no pod of this matrix`);
    return found;
  }

  /** Atoms in their order, those left out on which nothing is allowed and nothing doubtful. */
  list(source: number, destination: number): readonly AtomVerdict[] {
    const verdicts: AtomVerdict[] = [];
    for (const [index, atom] of this.#upstream.atoms.entries()) {
      const isAllowed = this.#upstream.reaches(source, destination, index);
      const doubts = this.#listDoubts(source, destination, index, isAllowed);
      if (isAllowed || doubts.length > 0) verdicts.push({ atom, isAllowed, doubts });
    }
    return verdicts;
  }

  #listDoubts(source: number, destination: number, atom: number, isAllowed: boolean): readonly Doubt[] {
    let doubts = NO_DOUBTS;
    for (const [doubt, variant] of this.#variants) {
      if (variant.reaches(source, destination, atom) !== isAllowed && !doubts.includes(doubt)) doubts = [...doubts, doubt];
    }
    return doubts;
  }
}

const NO_DOUBTS: readonly Doubt[] = [];

/** Most sets give no reason for most doubts, and each costs a computation of its own. */
function listPossibleDoubts(
  pods: readonly Pod[],
  policies: readonly Policy[],
): readonly (readonly [Doubt, readonly Partial<Assumptions>[]])[] {
  const kinds = new Set(listAllRules(policies).flatMap(({ peers = [] }) => peers.map(({ kind }) => kind)));
  const isPossible: Readonly<Record<keyof typeof DOUBTS, boolean>> = {
    'pod-by-ip-block': kinds.has('block') && pods.some(({ addresses }) => addresses.length > 0),
    'host-network': pods.some(({ hostNetwork }) => hostNetwork),
    'direction-of-network-policy': policies.some(({ tier }) => tier === 'Baseline') && policies.some(isOfNetworkPolicy),
    'domain-names': kinds.has('domains'),
    'address-unknown': (kinds.has('block') || kinds.has('networks')) && pods.some(({ addresses }) => addresses.length === 0),
    'labels-unknown': pods.some(({ isUnknown }) => isUnknown === true),
    'equal-priority': hasEquals(policies),
  };
  return Object.entries(DOUBTS)
    .map(([doubt, change]) => [doubt as keyof typeof DOUBTS, change] as const)
    .filter(([doubt]) => isPossible[doubt]);
}

function listAllRules(policies: readonly Policy[]): readonly Rule[] {
  return policies.flatMap(({ ingress, egress }) => [...(ingress ?? []), ...(egress ?? [])]);
}

function isOfNetworkPolicy({ tier }: Policy): boolean {
  return tier === 'NetworkPolicy';
}

function hasEquals(policies: readonly Policy[]): boolean {
  const places = policies.filter(policy => !isOfNetworkPolicy(policy)).map(({ tier, priority }) => `${tier} ${priority}`);
  return new Set(places).size < places.length;
}
