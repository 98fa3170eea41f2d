import { defineFacts } from '../fact.ts';
import type { Inventory } from '../inventory.ts';
import type { NamespaceUse } from '../model/namespace-use.ts';
import type { InventoryObject } from '../model/object.ts';
import { readPath, toTexts } from '../raw.ts';

/** Velero takes every namespace unless told otherwise; Kasten takes what its selector names. */
function covers(plan: InventoryObject, namespace: string): boolean {
  if (plan.kind === 'Policy') return JSON.stringify(plan.spec['selector'] ?? '').includes(`"${namespace}"`);
  const included = toTexts(readPath(plan.spec, 'template', 'includedNamespaces'));
  const excluded = toTexts(readPath(plan.spec, 'template', 'excludedNamespaces'));
  return !excluded.includes(namespace) && (included.length === 0 || included.includes('*') || included.includes(namespace));
}

function listBackups({ name }: NamespaceUse, inventory: Inventory): readonly string[] {
  return inventory
    .listKind('Schedule.velero.io', 'Policy.config.kio.kasten.io')
    .filter(plan => covers(plan, name))
    .map(plan => plan.name);
}

export const facts = defineFacts<NamespaceUse>('Namespace', {
  backups: {
    type: 'list(string)',
    doc: 'Backup plans that take it: Schedules of Velero, Policies of Kasten',
    source: 'includedNamespaces, excludedNamespaces, selector',
    get: listBackups,
  },
});
