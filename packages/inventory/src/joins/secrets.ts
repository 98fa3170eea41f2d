import { formatPath } from '@breakwater/manifest';
import type { Inventory } from '../inventory.ts';
import type { InventoryObject } from '../model/object.ts';
import type { Container, Workload } from '../model/pod.ts';
import { type Path, readPath, toList, toRecord, toText, toTextMap } from '../raw.ts';
import { findKeyFormat } from './key-formats.ts';
import { isSecretLiteral } from './secret-names.ts';
import { listSettings } from './structured-text.ts';
import { findObjectWorkload } from './workload-objects.ts';

/** A secret that is written out: what it is and where it stands, never its value. */
export interface SecretPlace {
  readonly name: string;
  /** Field path from the object, or from the container for its variables. */
  readonly path: string;
}

/** More places than these are not worth naming. */
const MOST = 10;

/** Variables of a container with a literal value under a name that says secret. */
export function listSecretVariables(container: Container): readonly SecretPlace[] {
  return toList(container.raw['env']).flatMap((entry, index) => {
    const { name, value, valueFrom } = toRecord(entry);
    if (valueFrom !== undefined || !isSecretLiteral(toText(name), toText(value))) return [];
    return [{ name: toText(name), path: formatPath(['env', index, 'value']) }];
  });
}

/** Literals of an object that have the format of a key: env, args and command of its pods, annotations, and data of a ConfigMap. */
export function listKeyLiterals(inventory: Inventory, object: InventoryObject): readonly SecretPlace[] {
  const found: SecretPlace[] = [];
  for (const { holder, texts } of listHolders(object, findObjectWorkload(inventory, object))) {
    for (const [steps, text] of texts) {
      const format = findKeyFormat(text);
      if (format !== undefined) found.push({ name: format, path: formatPath([...holder, ...steps]) });
      if (found.length === MOST) return found;
    }
  }
  return found;
}

/** Texts of one part of an object, with their places in it. */
interface Holder {
  readonly holder: Path;
  readonly texts: Iterable<readonly [steps: Path, text: string]>;
}

function* listHolders(object: InventoryObject, workload: Workload | undefined): Generator<Holder> {
  yield listAnnotations(object, []);
  if (workload !== undefined && workload.pod.path.length > 0) yield listAnnotations(object, workload.pod.path);
  for (const container of workload?.pod.containers ?? []) yield { holder: container.path, texts: listContainerTexts(container) };
  if (object.kindName === 'ConfigMap') yield { holder: [], texts: listData(object) };
}

/** kubectl's copy of the object repeats what is judged in its own place. */
const COPY = 'kubectl.kubernetes.io/last-applied-configuration';

function listAnnotations(object: InventoryObject, above: Path): Holder {
  const holder = [...above, 'metadata', 'annotations'];
  const annotations = Object.entries(toTextMap(readPath(object.raw, ...holder)));
  return { holder, texts: annotations.filter(([key]) => key !== COPY).map(([key, text]) => [[key], text]) };
}

function* listContainerTexts({ raw }: Container): Generator<readonly [Path, string]> {
  for (const [index, entry] of toList(raw['env']).entries()) {
    const value = toText(toRecord(entry)['value']);
    if (value !== '') yield [['env', index, 'value'], value];
  }
  for (const field of ['command', 'args']) {
    for (const [index, word] of toList(raw[field]).entries()) yield [[field, index], toText(word)];
  }
}

function listData(object: InventoryObject): readonly (readonly [Path, string])[] {
  return ['data', 'binaryData'].flatMap(field =>
    Object.entries(toTextMap(object.raw[field])).map(([key, text]) => [[field, key], text] as const),
  );
}

/** Entries of a ConfigMap that are secrets by their name, by a name inside the file that they are, or by their format. */
export function listSecretEntries(object: InventoryObject): readonly SecretPlace[] {
  if (object.kindName !== 'ConfigMap') return [];
  const found: SecretPlace[] = [];
  for (const [path, text] of listData(object)) {
    const name = describeEntry(String(path[1]), text);
    if (name !== undefined) found.push({ name, path: formatPath(path) });
    if (found.length === MOST) break;
  }
  return found;
}

function describeEntry(key: string, text: string): string | undefined {
  if (isSecretLiteral(key, text)) return key;
  const format = findKeyFormat(text);
  if (format !== undefined) return `${key} (${format})`;
  const setting = listSettings(key, text).find(([name, value]) => isSecretLiteral(name, value));
  return setting === undefined ? undefined : `${key} (${setting[0]})`;
}
