import { matchSelector, toRecord } from '@breakwater/inventory';
import type { RbacFault } from './faults.ts';
import type { Role } from './role.ts';
import type { PolicyRule } from './rule.ts';

/** Rules that all aggregated roles of one set may have together: roles that aggregate each other multiply. */
const MAX_RULES = 1_000_000;

/** A role with the rules that it really has. */
export interface ResolvedRole {
  readonly role: Role;
  readonly rules: readonly PolicyRule[];
}

export interface Aggregation {
  readonly roles: readonly ResolvedRole[];
  readonly faults: readonly RbacFault[];
}

/**
 * Gives every role that is made of others the union of their rules, as the controller does, which overwrites what is written there; parts may be
 * made of others in turn, also of each other. Where no role of the set is selected, what is written was made from roles that are not in
 * the set, and stays. https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles
 */
export function aggregateRoles(roles: readonly Role[]): Aggregation {
  const finder = new PartFinder(roles);
  const faults: RbacFault[] = [];
  let left = MAX_RULES;
  const resolved = roles.map(role => {
    if (role.aggregates === undefined) return { role, rules: role.rules };
    const rules = finder.listRules(role, left);
    if (rules === undefined) {
      faults.push({ index: role.index, path: 'aggregationRule', message: `aggregated roles have more than ${MAX_RULES} rules together` });
      return { role, rules: role.rules };
    }
    left -= rules.length;
    return { role, rules };
  });
  return { roles: resolved, faults };
}

class PartFinder {
  readonly #clusterRoles: readonly Role[];
  /** ClusterRoles by `key=value` of a label, since nearly all selectors name one. */
  readonly #byLabel: ReadonlyMap<string, readonly Role[]>;
  readonly #parts = new Map<Role, readonly Role[]>();

  constructor(roles: readonly Role[]) {
    this.#clusterRoles = roles.filter(role => role.kind === 'ClusterRole').toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const pairs = this.#clusterRoles.flatMap(role => Object.entries(role.labels).map(([key, value]) => [`${key}=${value}`, role] as const));
    this.#byLabel = new Map([...Map.groupBy(pairs, ([pair]) => pair)].map(([pair, group]) => [pair, group.map(([, role]) => role)]));
  }

  /** Rules of everything that a role is made of, each once; undefined beyond `most`. */
  listRules(whole: Role, most: number): readonly PolicyRule[] | undefined {
    const reached = new Set(this.#listParts(whole));
    if (reached.size === 0) return whole.rules;
    for (const part of reached) for (const next of this.#listParts(part)) reached.add(next);
    reached.delete(whole);
    const rules = new Map<string, PolicyRule>();
    for (const part of reached) {
      if (this.#listParts(part).length > 0) continue;
      for (const rule of part.rules) rules.set(JSON.stringify(rule), rule);
      if (rules.size > most) return undefined;
    }
    return [...rules.values()];
  }

  #listParts(role: Role): readonly Role[] {
    const known = this.#parts.get(role);
    if (known !== undefined) return known;
    const selectors = role.aggregates ?? [];
    const parts = [...new Set(selectors.flatMap(selector => this.#select(selector)))].filter(part => part !== role);
    this.#parts.set(role, parts);
    return parts;
  }

  #select(selector: unknown): readonly Role[] {
    const [label] = Object.entries(toRecord(toRecord(selector)['matchLabels']));
    const candidates = label === undefined ? this.#clusterRoles : (this.#byLabel.get(`${label[0]}=${label[1]}`) ?? []);
    return candidates.filter(part => matchSelector(selector, part.labels));
  }
}
