import type { ResolvedRole } from './aggregate.ts';
import { type AccessRequest, isUrlRequest } from './request.ts';
import { toRoleKey } from './role.ts';
import { allowsRequest, listMatchingPatterns, type PolicyRule } from './rule.ts';

interface Entry {
  readonly key: string;
  readonly rule: PolicyRule;
}

/** Rules by what they write as resource: which roles allow a request is asked of few of them. */
export class RuleIndex {
  readonly #byResource = new Map<string, Entry[]>();
  readonly #ofPaths: Entry[] = [];

  constructor(roles: Iterable<ResolvedRole>) {
    for (const { role, rules } of roles) {
      const key = toRoleKey(role.kind, role.namespace, role.name);
      for (const rule of rules) this.#add({ key, rule });
    }
  }

  /** Roles with a rule that allows the request, with the first such rule. */
  find(request: AccessRequest): ReadonlyMap<string, PolicyRule> {
    const found = new Map<string, PolicyRule>();
    for (const entries of this.#listCandidates(request)) {
      for (const { key, rule } of entries) if (allowsRequest(rule, request) && !found.has(key)) found.set(key, rule);
    }
    return found;
  }

  #add(entry: Entry): void {
    if (entry.rule.nonResourceURLs.length > 0) this.#ofPaths.push(entry);
    for (const resource of new Set(entry.rule.resources)) {
      const entries = this.#byResource.get(resource);
      if (entries === undefined) this.#byResource.set(resource, [entry]);
      else entries.push(entry);
    }
  }

  #listCandidates(request: AccessRequest): readonly (readonly Entry[])[] {
    if (isUrlRequest(request)) return [this.#ofPaths];
    return listMatchingPatterns(request).map(pattern => this.#byResource.get(pattern) ?? []);
  }
}
