import { formatPath } from '@breakwater/manifest';
import type { Inventory } from '../inventory.ts';
import type { InventoryObject } from '../model/object.ts';
import type { Container } from '../model/pod.ts';
import { readPath, toList, toRecord, toText } from '../raw.ts';

/** A Secret or ConfigMap, or one key of it, that the environment of a container comes from. */
export interface EnvReference {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly name: string;
  /** Empty for all keys. */
  readonly key: string;
  readonly optional: boolean;
  /** Field path from the container. */
  readonly path: string;
  readonly container: Container;
}

const KINDS = [
  ['Secret', 'secretKeyRef', 'secretRef'],
  ['ConfigMap', 'configMapKeyRef', 'configMapRef'],
] as const;

export function listEnvReferences(container: Container): readonly EnvReference[] {
  return KINDS.flatMap(([kind, one, all]) => [
    ...listOf(container, kind, 'env', ['valueFrom', one]),
    ...listOf(container, kind, 'envFrom', [all]),
  ]);
}

function listOf(container: Container, kind: EnvReference['kind'], list: string, steps: readonly string[]): readonly EnvReference[] {
  return toList(container.raw[list]).flatMap((entry, index) => {
    const reference = toRecord(readPath(entry, ...steps));
    const name = toText(reference['name']);
    if (name === '') return [];
    const path = formatPath([list, index, ...steps]);
    return [{ kind, name, key: toText(reference['key']), optional: reference['optional'] === true, path, container }];
  });
}

/** What is not there: the object, its key, or nothing. */
export function findMissing(inventory: Inventory, { kind, name, key, container }: EnvReference): 'object' | 'key' | '' {
  const { namespace } = container.pod.object;
  const object = inventory.find(kind, namespace, name);
  if (object === undefined) return isMade(inventory, kind, namespace, name) ? '' : 'object';
  const keys = listKeys(object);
  return key === '' || keys === undefined || keys.includes(key) ? '' : 'key';
}

/** Keys of an object; undefined when a controller fills it later. */
function listKeys(object: InventoryObject): readonly string[] | undefined {
  const fields = ['data', 'stringData', 'binaryData'].filter(field => object.raw[field] !== undefined);
  const filledLater = object.kind === 'Secret' && (fields.length === 0 || object.raw['type'] === 'kubernetes.io/service-account-token');
  return filledLater ? undefined : fields.flatMap(field => Object.keys(toRecord(object.raw[field])));
}

/** Custom resources whose controllers make a Secret, and the name that they give it. */
const MAKERS: Readonly<Record<string, (object: InventoryObject) => unknown>> = {
  'Certificate.cert-manager.io': object => object.spec['secretName'],
  'ExternalSecret.external-secrets.io': object => readPath(object.spec, 'target', 'name') ?? object.name,
  'SealedSecret.bitnami.com': object => object.name,
};

/** Every namespace has kube-root-ca.crt; Secrets may be made by what stands in the set. */
function isMade(inventory: Inventory, kind: string, namespace: string, name: string): boolean {
  if (kind === 'ConfigMap') return name === 'kube-root-ca.crt';
  const made = inventory.join(
    'made-secrets',
    () => new Set(Object.entries(MAKERS).flatMap(([maker, nameOf]) => listMade(inventory, maker, nameOf))),
  );
  return made.has(`${namespace}/${name}`);
}

function listMade(inventory: Inventory, maker: string, nameOf: (object: InventoryObject) => unknown): readonly string[] {
  return inventory.listKind(maker).map(object => `${object.namespace}/${toText(nameOf(object))}`);
}
