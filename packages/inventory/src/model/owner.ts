import { toKindName } from '../kinds.ts';
import { toRecords, toText } from '../raw.ts';
import type { InventoryObject } from './object.ts';

export interface Owner {
  readonly kindName: string;
  readonly name: string;
  readonly controller: boolean;
}

/** Who owns an object, by its ownerReferences. */
export function listOwners(object: InventoryObject): readonly Owner[] {
  return toRecords(object.metadata['ownerReferences']).map(owner => {
    const apiVersion = toText(owner['apiVersion']);
    const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
    return { kindName: toKindName(group, toText(owner['kind'])), name: toText(owner['name']), controller: owner['controller'] === true };
  });
}
