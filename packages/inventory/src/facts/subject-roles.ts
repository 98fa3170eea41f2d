import { defineFacts } from '../fact.ts';
import type { Inventory } from '../inventory.ts';
import type { Account } from '../joins/accounts.ts';
import { listBindings, type Subject } from '../joins/rbac.ts';
import { toRecords, toText } from '../raw.ts';

function toKey({ kind, namespace, name }: Subject): string {
  return `${kind}/${namespace}/${name}`;
}

/** Distinct roles by subject, counted once for the set. */
function countRoles(subject: Subject, inventory: Inventory): number {
  const counts = inventory.join('roles-of-subjects', () => {
    const roles = new Map<string, Set<string>>();
    for (const binding of listBindings(inventory)) {
      const role = `${binding.roleKind}/${binding.roleKind === 'Role' ? binding.object.namespace : ''}/${binding.roleName}`;
      for (const member of binding.subjects) roles.set(toKey(member), (roles.get(toKey(member)) ?? new Set()).add(role));
    }
    return roles;
  });
  return counts.get(toKey(subject))?.size ?? 0;
}

const ofSubject = defineFacts<Subject>('Subject', {
  roleCount: { type: 'int', doc: 'Distinct roles that bindings of the set give it', source: 'roleRef of all bindings', get: countRoles },
});

const ofAccount = defineFacts<Account>('ServiceAccount', {
  pullSecrets: {
    type: 'list(string)',
    doc: 'Names of its pull secrets',
    source: 'imagePullSecrets',
    get: a => toRecords(a.object?.raw['imagePullSecrets']).map(entry => toText(entry['name'])),
  },
});

export const facts = [...ofSubject, ...ofAccount];
