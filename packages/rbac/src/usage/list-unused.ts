import type { Authorizer } from '../authorizer.ts';
import type { RbacSet } from '../read-rbac.ts';
import { type AccessRequest, isUrlRequest, toResourcePath } from '../request.ts';
import type { Binding } from '../role.ts';
import type { PolicyRule } from '../rule.ts';
import type { Usage } from './usage-log.ts';

/** A permission that nobody used in the window of the log. */
export interface UnusedPermission {
  readonly name: 'unused-binding' | 'unused-rule' | 'unused-verbs' | 'unused-resources' | 'wide-wildcard';
  readonly binding: Binding;
  /** Place of the rule in the role, from 0; -1 for the whole binding. */
  readonly rule: number;
  /** What of the rule was not used; for a wildcard what was. */
  readonly words: readonly string[];
  readonly because: string;
  /** When something of the rule, or of the binding, was last used; empty for never. */
  readonly lastUse: string;
}

interface RuleUse {
  readonly verbs: Set<string>;
  readonly resources: Set<string>;
  lastUse: string;
}

/** What bindings give and nobody used, by the log of a time; what an audit policy leaves out is not known to be unused. */
export function listUnused(
  set: Pick<RbacSet, 'bindings'>,
  authorizer: Authorizer,
  { uses }: Pick<Usage, 'uses'>,
  isExpected: (binding: Binding) => boolean,
): readonly UnusedPermission[] {
  const used = new Map<Binding, Map<PolicyRule, RuleUse>>();
  for (const { user, request, time } of uses) {
    for (const { binding, rule } of authorizer.listGrants(user, request)) {
      const rules = used.get(binding) ?? new Map<PolicyRule, RuleUse>();
      used.set(binding, rules);
      const use = rules.get(rule) ?? { verbs: new Set(), resources: new Set(), lastUse: '' };
      rules.set(rule, use);
      note(use, request, time);
    }
  }
  return set.bindings
    .filter(binding => !isExpected(binding))
    .flatMap(binding => judge(binding, authorizer.findRole(binding)?.rules ?? [], used.get(binding) ?? new Map()));
}

function note(use: RuleUse, request: AccessRequest, time: string): void {
  use.verbs.add(request.verb);
  use.resources.add(isUrlRequest(request) ? request.url : toResourcePath(request));
  if (time > use.lastUse) use.lastUse = time;
}

function judge(binding: Binding, rules: readonly PolicyRule[], used: ReadonlyMap<PolicyRule, RuleUse>): readonly UnusedPermission[] {
  if (rules.length === 0) return [];
  const lastUse =
    [...used.values()]
      .map(use => use.lastUse)
      .toSorted()
      .at(-1) ?? '';
  if (used.size === 0)
    return [{ name: 'unused-binding', binding, rule: -1, words: [], because: 'none of its subjects used any of it', lastUse }];
  return rules.flatMap((rule, index) => judgeRule(binding, rule, index, used.get(rule)));
}

function judgeRule(binding: Binding, rule: PolicyRule, index: number, use: RuleUse | undefined): readonly UnusedPermission[] {
  const tell = (name: UnusedPermission['name'], words: readonly string[], because: string): UnusedPermission => ({
    name,
    binding,
    rule: index,
    words,
    because,
    lastUse: use?.lastUse ?? '',
  });
  if (use === undefined) return [tell('unused-rule', [], 'none of its subjects used it')];
  const verbs = rule.verbs.filter(verb => verb !== '*' && !use.verbs.has(verb));
  const resources = rule.resources.filter(resource => !resource.includes('*') && !use.resources.has(resource));
  const isWide = rule.verbs.includes('*') || rule.resources.includes('*');
  const words = [...use.verbs].toSorted().join(',');
  return [
    ...(verbs.length > 0 && !rule.verbs.includes('*') ? [tell('unused-verbs', verbs, `verbs ${verbs.join(', ')} were not used`)] : []),
    ...(resources.length > 0 && !rule.resources.includes('*')
      ? [tell('unused-resources', resources, `resources ${resources.join(', ')} were not used`)]
      : []),
    ...(isWide
      ? [tell('wide-wildcard', [...use.resources].toSorted(), `of * only ${words} of ${[...use.resources].toSorted().join(', ')} was used`)]
      : []),
  ];
}
