import type { Authorizer } from '../authorizer.ts';
import { completeSubject } from '../list-subjects.ts';
import type { RbacSet } from '../read-rbac.ts';
import { type Binding, toRoleKey } from '../role.ts';

/** A binding to something that is not there, or that nobody uses (P47). */
export interface StaleBinding {
  readonly name: 'missing-role' | 'missing-account' | 'unused-account';
  readonly binding: Binding;
  readonly because: string;
}

/** What is known of service accounts, as `namespace/name`. */
export interface KnownAccounts {
  /** Those that exist, by namespace; of a namespace that is absent nothing is known. */
  readonly existing: ReadonlyMap<string, ReadonlySet<string>>;
  /** Those that a workload runs as, by namespace; of a namespace without workloads nothing is known. */
  readonly used: ReadonlyMap<string, ReadonlySet<string>>;
}

export function listStale(
  set: Pick<RbacSet, 'bindings'>,
  authorizer: Authorizer,
  { existing, used }: KnownAccounts,
  isExpected: (binding: Binding) => boolean,
): readonly StaleBinding[] {
  return set.bindings
    .filter(binding => !isExpected(binding))
    .flatMap(binding => {
      const missing = authorizer.findRole(binding) === undefined;
      const { roleKind, roleName, namespace } = binding;
      const role = `${roleKind} ${toRoleKey(roleKind, namespace, roleName)
        .split('/')
        .slice(1)
        .filter(part => part !== '')
        .join('/')}`;
      const accounts = binding.subjects.map(subject => completeSubject(subject, namespace)).filter(({ kind }) => kind === 'ServiceAccount');
      return [
        ...(missing ? [tell('missing-role', binding, `${role} does not exist: whoever creates it decides what is given`)] : []),
        ...accounts.flatMap(account => judgeAccount(binding, account, existing, used)),
      ];
    });
}

function judgeAccount(
  binding: Binding,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  existing: KnownAccounts['existing'],
  used: KnownAccounts['used'],
): readonly StaleBinding[] {
  if (name !== 'default' && existing.get(namespace)?.has(name) === false)
    return [tell('missing-account', binding, `ServiceAccount ${namespace}/${name} does not exist: whoever creates it has what is given`)];
  if (used.get(namespace)?.has(name) === false)
    return [tell('unused-account', binding, `no workload runs as ServiceAccount ${namespace}/${name}`)];
  return [];
}

function tell(name: StaleBinding['name'], binding: Binding, because: string): StaleBinding {
  return { name, binding, because };
}
