import type { KubernetesObject } from './kubernetes-object.ts';
import { isMapping, type JsonObject, setEntry } from './mapping.ts';
import type { Path } from './path.ts';

interface Malformed {
  path: Path;
  message: string;
}

export interface Repaired {
  /** The object itself, or a copy whose metadata has the promised types. */
  value: KubernetesObject;
  malformed: Malformed[];
  /** Whether nothing can be said about the object, because it has no identity. */
  fatal: boolean;
}

const NAMES = ['name', 'generateName', 'namespace'] as const;
const MAPS = ['labels', 'annotations'] as const;

/**
 * Holds an object to the types of ObjectMeta, so that nobody after this has to ask. Null means absent, as in the API. A name that is
 * no string is fatal; labels and annotations that are no strings (`version: 1`) are read as text, since the workload is worth
 * judging all the same.
 */
export function repairMetadata(object: JsonObject): Repaired {
  const metadata = object['metadata'];
  if (isMapping(metadata)) return repairFields(object, metadata);
  const { metadata: _, ...rest } = object;
  if (metadata === undefined || metadata === null)
    return { value: (metadata === null ? rest : object) as KubernetesObject, malformed: [], fatal: false };
  return { value: rest as KubernetesObject, malformed: [{ path: ['metadata'], message: 'metadata must be a mapping' }], fatal: true };
}

function repairFields(object: JsonObject, metadata: JsonObject): Repaired {
  const malformed: Malformed[] = [];
  const repaired: JsonObject = {};
  for (const key of NAMES) {
    const value = metadata[key];
    if (value === null) repaired[key] = undefined;
    else if (value !== undefined && typeof value !== 'string')
      malformed.push({ path: ['metadata', key], message: `metadata.${key} must be a string` });
  }
  const fatal = malformed.length > 0;
  for (const key of MAPS) {
    if (metadata[key] !== undefined && !isStringMap(metadata[key])) repaired[key] = repairMap(key, metadata[key], malformed);
  }
  if (Object.keys(repaired).length === 0) return { value: object as KubernetesObject, malformed, fatal };
  return { value: { ...object, metadata: dropUndefined({ ...metadata, ...repaired }) } as KubernetesObject, malformed, fatal };
}

function isStringMap(value: unknown): boolean {
  return isMapping(value) && Object.values(value).every(entry => typeof entry === 'string');
}

function repairMap(key: string, value: unknown, malformed: Malformed[]): JsonObject | undefined {
  if (value === null) return undefined;
  if (!isMapping(value)) {
    malformed.push({ path: ['metadata', key], message: `metadata.${key} must be a mapping` });
    return undefined;
  }
  const texts: JsonObject = {};
  for (const [name, entry] of Object.entries(value)) {
    if (typeof entry === 'object' && entry !== null)
      malformed.push({ path: ['metadata', key, name], message: `metadata.${key} may hold only strings` });
    else {
      if (typeof entry !== 'string' && entry !== null)
        malformed.push({ path: ['metadata', key, name], message: `metadata.${key} may hold only strings; put quotes around ${entry}` });
      setEntry(texts, name, entry === null ? '' : String(entry));
    }
  }
  return texts;
}

function dropUndefined(mapping: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(mapping).filter(([, value]) => value !== undefined));
}
