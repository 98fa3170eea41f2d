import { Unknown } from '@breakwater/cel';
import { defineFacts } from '../fact.ts';
import type { Inventory } from '../inventory.ts';
import { isAdministrative, listPowers } from '../joins/powers.ts';
import { type Binding, listPermissions, type Subject } from '../joins/rbac.ts';
import { givesShippedRole } from '../joins/shipped.ts';
import { nameObject } from '../model/name-object.ts';
import type { Rule } from '../model/rule.ts';

const NAMED = 5;

/** `User jane`, `ServiceAccount shop/ci`. A long list ends in the number of those left out. */
function listNames(subjects: readonly Subject[]): readonly string[] {
  const names = subjects.map(nameObject);
  return names.length > NAMED ? [...names.slice(0, NAMED), `+${names.length - NAMED}`] : names;
}

function judge<T>(binding: Binding, inventory: Inventory, read: (rules: readonly Rule[]) => T): T | Unknown {
  const rules = listPermissions(inventory, binding);
  return rules instanceof Unknown ? rules : read(rules);
}

export const facts = defineFacts<Binding>('Binding', {
  who: {
    type: 'list(string)',
    doc: 'Subjects for reading, as `User jane` and `ServiceAccount shop/ci`; at most five and how many more; empty when nobody is bound',
    source: 'subjects',
    get: b => listNames(b.subjects),
  },
  powers: {
    type: 'list(string)',
    doc: 'What it gives that leads further, not limited to names: secrets-read, secrets-write, workload-create, pod-exec, pod-attach, pod-port-forward, ephemeral-container, node-proxy, impersonate, bind, escalate, rbac-write, destroy, event-delete, config-map-write, network-write, service-status-write, admission-write, certificate-sign, token-create, volume-create',
    source: 'rules of the role',
    get: (b, inventory) => judge(b, inventory, rules => listPowers(rules.filter(rule => rule.resourceNames.length === 0))),
  },
  administrative: {
    type: 'bool',
    doc: 'Its rules together give every verb on every resource of every group',
    source: 'rules of the role',
    get: (b, inventory) => judge(b, inventory, isAdministrative),
  },
  roleShipped: {
    type: 'bool',
    doc: 'The role is one that Kubernetes ships, not altered as far as the set shows',
    source: 'roleRef, rules of the role',
    get: (b, inventory) => givesShippedRole(inventory, b),
  },
});
