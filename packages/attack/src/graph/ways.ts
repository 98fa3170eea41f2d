import { findHeld, type Held, type PolicyRule } from '@breakwater/rbac';
import type { PermissionEdge, Way } from '../edge.ts';
import { edges } from '../edges.generated.ts';

/** One way of one edge of permissions. */
export interface EdgeWay {
  readonly edge: PermissionEdge;
  readonly way: Way;
  /** Whether holders have to be asked, since several roles may meet it together. */
  readonly isOfHolder: boolean;
  /** One bit for each of its needs, where holders are asked. */
  readonly bits: readonly bigint[];
}

/** What the rules of one role do for a way: a rule for each need, or none. */
export interface Meeting {
  readonly way: EdgeWay;
  readonly held: readonly (Held | undefined)[];
  readonly isComplete: boolean;
}

/** The ways of all edges at a Kubernetes version, and what roles do for them, which is computed once for each list of rules. */
export class WayIndex {
  readonly #ways: readonly EdgeWay[];
  /** For each way of holders all of its bits. */
  readonly #whole: readonly bigint[];
  readonly #known = { cluster: new WeakMap<object, RoleMeetings>(), local: new WeakMap<object, RoleMeetings>() };

  constructor(kubeMinor: number) {
    let next = 0n;
    this.#ways = edges
      .filter((edge): edge is PermissionEdge => edge.kind === 'permission')
      .flatMap(edge => {
        const ways = typeof edge.ways === 'function' ? edge.ways(kubeMinor) : edge.ways;
        return ways.map((way): EdgeWay => {
          const isOfHolder = edge.ofHolder === true || way.length > 1;
          return { edge, way, isOfHolder, bits: isOfHolder ? way.map(() => 1n << next++) : [] };
        });
      });
    this.#whole = this.#ways.filter(({ isOfHolder }) => isOfHolder).map(({ bits }) => bits.reduce((sum, bit) => sum | bit, 0n));
  }

  /** Ways that rules meet, some of them in part, in one namespace or everywhere. */
  list(rules: readonly PolicyRule[], namespace: string): readonly Meeting[] {
    return this.#read(rules, namespace).meetings;
  }

  /** Needs of the ways of holders that rules meet, one bit each. */
  toMask(rules: readonly PolicyRule[], namespace: string): bigint {
    return this.#read(rules, namespace).mask;
  }

  /** Whether something leads to other roles, which may come and go: binding does. */
  leadsToRoles(rules: readonly PolicyRule[], namespace: string): boolean {
    return this.#read(rules, namespace).leadsToRoles;
  }

  /** Whether needs are all of some way. */
  mayComplete(mask: bigint): boolean {
    return mask !== 0n && this.#whole.some(whole => (mask & whole) === whole);
  }

  #read(rules: readonly PolicyRule[], namespace: string): RoleMeetings {
    const cache = namespace === '' ? this.#known.cluster : this.#known.local;
    const known = cache.get(rules);
    if (known !== undefined) return known;
    const meetings: Meeting[] = [];
    for (const way of this.#ways) {
      // Most roles meet few ways.
      if (!way.way.some(need => findHeld(rules, need, namespace) !== undefined)) continue;
      const held = way.way.map(need => findHeld(rules, need, namespace));
      meetings.push({ way, held, isComplete: held.every(each => each !== undefined) });
    }
    const bits = meetings.flatMap(({ way, held }) => way.bits.filter((_, need) => held[need] !== undefined));
    const leadsToRoles = meetings.some(({ way }) => way.edge.id === 'bind-role');
    const found = { meetings, mask: bits.reduce((sum, bit) => sum | bit, 0n), leadsToRoles };
    cache.set(rules, found);
    return found;
  }
}

interface RoleMeetings {
  readonly meetings: readonly Meeting[];
  readonly mask: bigint;
  readonly leadsToRoles: boolean;
}
