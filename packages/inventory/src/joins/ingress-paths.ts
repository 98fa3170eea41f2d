import type { Inventory } from '../inventory.ts';
import type { InventoryObject } from '../model/object.ts';
import { isRecord, type Path, readPath, toList, toText } from '../raw.ts';
import { readClassName } from './ingress-classes.ts';

/** One host and path that an Ingress serves. */
export interface IngressPath {
  readonly ingress: InventoryObject;
  readonly host: string;
  readonly path: string;
  readonly pathType: string;
  readonly steps: Path;
}

export function listIngressPaths(ingress: InventoryObject): readonly IngressPath[] {
  return toList(ingress.spec['rules']).flatMap((rule, ruleIndex) =>
    toList(readPath(rule, 'http', 'paths')).flatMap((raw, index) => {
      if (!isRecord(raw)) return [];
      return [
        {
          ingress,
          host: toText(readPath(rule, 'host')).toLowerCase(),
          path: toText(raw['path']) || '/',
          pathType: toText(raw['pathType']) || 'ImplementationSpecific',
          steps: ['spec', 'rules', ruleIndex, 'http', 'paths', index],
        },
      ];
    }),
  );
}

/** An entry and another Ingress with the same one. */
export interface PathClash {
  readonly entry: IngressPath;
  readonly other: InventoryObject;
}

/** Entries of an Ingress that another Ingress of the same class has too. A canary shares them on purpose. */
export function listPathClashes(inventory: Inventory, ingress: InventoryObject): readonly PathClash[] {
  if (isCanary(ingress)) return [];
  const owners = inventory.join('ingress-paths', () => groupOwners(inventory));
  return listIngressPaths(ingress).flatMap(entry => {
    const other = owners.get(toKey(inventory, entry))?.find(owner => owner !== ingress);
    return other === undefined ? [] : [{ entry, other }];
  });
}

/** The first two owners of each entry are enough to name another one. */
function groupOwners(inventory: Inventory): ReadonlyMap<string, readonly InventoryObject[]> {
  const owners = new Map<string, InventoryObject[]>();
  for (const ingress of inventory.listKind('Ingress').filter(object => !isCanary(object))) {
    for (const entry of listIngressPaths(ingress)) {
      const key = toKey(inventory, entry);
      const known = owners.get(key);
      if (known === undefined) owners.set(key, [ingress]);
      else if (known.length < 2 && known[0] !== ingress) known.push(ingress);
    }
  }
  return owners;
}

function isCanary(ingress: InventoryObject): boolean {
  return ingress.annotations['nginx.ingress.kubernetes.io/canary'] === 'true';
}

function toKey(inventory: Inventory, { ingress, host, path, pathType }: IngressPath): string {
  return [readClassName(inventory, ingress), host, path, pathType].join('\n');
}
