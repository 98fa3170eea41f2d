import { aggregateRoles, type ResolvedRole } from './aggregate.ts';
import type { RbacFault } from './faults.ts';
import type { RbacSet } from './read-rbac.ts';
import { type AccessRequest, toRequestNamespace } from './request.ts';
import { type Binding, type Role, toRoleKey } from './role.ts';
import { allowsRequest, type PolicyRule } from './rule.ts';
import { RuleIndex } from './rule-index.ts';
import { rankBindings, ScopedBindings } from './scoped-bindings.ts';
import { findSubject, listUserKeys, type Subject, toSubjectKey } from './subject.ts';
import { MASTERS, type User } from './user.ts';

/** A rule that the subjects of a binding have, and where from. */
export interface BoundRule {
  readonly binding: Binding;
  readonly role: Role;
  readonly rule: PolicyRule;
}

/** Why something is allowed: the chain that has to be cut to stop it. */
export interface Grant extends BoundRule {
  /** Subject of the binding that the user is. */
  readonly subject: Subject;
}

export interface Decision {
  readonly allowed: boolean;
  /** As the API server would say it; empty where it says nothing. */
  readonly reason: string;
  /** Undefined when not allowed, and for members of system:masters, whom no role concerns. */
  readonly grant: Grant | undefined;
  /** Bindings of the user whose role is not there: they give nothing. */
  readonly errors: readonly string[];
}

/**
 * Answers like the RBAC authorizer of the API server, over roles and bindings that do not change. What other authorizers (Node, webhooks)
 * allow or deny is not visible in RBAC objects. https://kubernetes.io/docs/reference/access-authn-authz/rbac/
 */
export class Authorizer {
  readonly faults: readonly RbacFault[];
  readonly #roles: ReadonlyMap<string, ResolvedRole>;
  readonly #bySubject = new ScopedBindings();
  readonly #byRole = new ScopedBindings();
  #ruleIndex: RuleIndex | undefined;

  constructor(set: RbacSet) {
    const { roles, faults } = aggregateRoles(set.roles);
    this.faults = [...set.faults, ...faults];
    this.#roles = new Map(roles.map(resolved => [toRoleKey(resolved.role.kind, resolved.role.namespace, resolved.role.name), resolved]));
    for (const ranked of rankBindings(set.bindings)) {
      const { binding } = ranked;
      this.#byRole.add(toBindingRoleKey(binding), ranked);
      for (const subject of binding.subjects) {
        const key = toSubjectKey(subject, binding.namespace);
        if (key !== undefined) this.#bySubject.add(key, ranked);
      }
    }
  }

  /** Whether a user may; its groups are those given, none is added. */
  authorize(user: User, request: AccessRequest): Decision {
    if (user.groups.includes(MASTERS)) return { allowed: true, reason: '', grant: undefined, errors: [] };
    const errors: string[] = [];
    for (const grant of this.#findGrants(user, request, errors)) return { allowed: true, reason: describeGrant(grant), grant, errors };
    return { allowed: false, reason: errors.length === 0 ? '' : `RBAC: ${errors.join(', ')}`, grant: undefined, errors };
  }

  /** Everything that lets a user do something, by binding: all of it has to be cut to stop it. Empty for members of system:masters. */
  listGrants(user: User, request: AccessRequest): readonly Grant[] {
    return user.groups.includes(MASTERS) ? [] : [...this.#findGrants(user, request, [])];
  }

  *#findGrants(user: User, request: AccessRequest, errors: string[]): Generator<Grant> {
    for (const binding of this.#listBindings(user, toRequestNamespace(request))) {
      const found = this.findRole(binding);
      if (found === undefined) {
        errors.push(describeMissingRole(binding));
        continue;
      }
      const rule = found.rules.find(each => allowsRequest(each, request));
      if (rule === undefined) continue;
      yield { binding, role: found.role, rule, subject: findSubject(binding.subjects, user, binding.namespace) as Subject };
    }
  }

  /** Every rule that a user has: cluster-wide ones, and those of a namespace unless it is empty. */
  listRules(user: User, namespace: string): readonly BoundRule[] {
    return this.#listBindings(user, namespace).flatMap(binding => {
      const found = this.findRole(binding);
      return found === undefined ? [] : found.rules.map(rule => ({ binding, role: found.role, rule }));
    });
  }

  /** Bindings that let their subjects do something, in the order in which the API server asks them. */
  whoCan(request: AccessRequest): readonly BoundRule[] {
    this.#ruleIndex ??= new RuleIndex(this.#roles.values());
    const rules = this.#ruleIndex.find(request);
    return this.#byRole.list(rules.keys(), toRequestNamespace(request)).map(binding => {
      const key = toBindingRoleKey(binding);
      return { binding, role: (this.#roles.get(key) as ResolvedRole).role, rule: rules.get(key) as PolicyRule };
    });
  }

  /** The role that a binding refers to, with its rules; undefined when it does not exist. */
  findRole(binding: Pick<Binding, 'kind' | 'roleKind' | 'roleName' | 'namespace'>): ResolvedRole | undefined {
    return this.#roles.get(toBindingRoleKey(binding));
  }

  #listBindings(user: User, namespace: string): readonly Binding[] {
    return this.#bySubject.list(listUserKeys(user), namespace);
  }
}

/** A ClusterRoleBinding that names a Role finds nothing. */
function toBindingRoleKey({ roleKind, roleName, namespace }: Pick<Binding, 'roleKind' | 'roleName' | 'namespace'>): string {
  return toRoleKey(roleKind, namespace, roleName);
}

function describeMissingRole({ roleKind, roleName }: Binding): string {
  return `${roleKind.toLowerCase()}.rbac.authorization.k8s.io "${roleName}" not found`;
}

function describeGrant({ binding, role, subject }: Grant): string {
  const place = binding.namespace === '' ? `"${binding.name}"` : `"${binding.name}/${binding.namespace}"`;
  const home = subject.namespace || binding.namespace;
  const who = subject.kind === 'ServiceAccount' ? `"${subject.name}/${home}"` : `"${subject.name}"`;
  return `RBAC: allowed by ${binding.kind} ${place} of ${role.kind} "${role.name}" to ${subject.kind} ${who}`;
}
