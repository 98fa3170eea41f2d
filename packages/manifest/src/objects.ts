import type { Location, Problem } from '@breakwater/model';
import type { ManifestDocument } from './document.ts';
import type { ManifestErrorCode } from './errors.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import { isMapping, type JsonObject } from './mapping.ts';
import { repairMetadata } from './metadata.ts';
import type { Path } from './path.ts';
import type { ManifestFile } from './read-manifest.ts';

/** A Kubernetes object and where it stands. */
export interface ManifestObject {
  readonly value: KubernetesObject;
  readonly document: ManifestDocument;
  /** Steps from the document's root to the object; not empty for items of a List. */
  readonly pathPrefix: Path;
  /** Where a field of the object stands, or its nearest ancestor. */
  locate(path: Path): Location;
}

/** The objects of a file, and a hint for each value that is none. */
export interface FoundObjects {
  objects: ManifestObject[];
  /** `not-a-kubernetes-object` (a hint: other YAML lies beside manifests) and `malformed-object` (the API server would refuse it). */
  problems: Problem[];
}

/** Kubernetes objects of a file in their order; lists (kind List, or a kind ending in List with `items`) are replaced by their items. */
export function toObjects(file: ManifestFile): FoundObjects {
  const found: FoundObjects = { objects: [], problems: [] };
  for (const document of file.documents) collect(found, document, document.value, []);
  return found;
}

function collect(found: FoundObjects, document: ManifestDocument, value: unknown, prefix: Path): void {
  const missing = findMissing(value);
  if (missing !== undefined) {
    addProblem(found, document, prefix, 'not-a-kubernetes-object', missing);
    return;
  }
  const object = value as JsonObject & { apiVersion: string; kind: string };
  if (isList(object)) collectItems(found, document, object, prefix);
  else addObject(found, document, object, prefix);
}

function findMissing(value: unknown): string | undefined {
  if (!isMapping(value)) return 'this is not a Kubernetes object: it is not a mapping';
  const missing = ['apiVersion', 'kind'].filter(key => typeof value[key] !== 'string' || value[key] === '');
  return missing.length === 0 ? undefined : `this is not a Kubernetes object: it has no ${missing.join(' and no ')}`;
}

function isList(object: JsonObject & { kind: string }): boolean {
  return object.kind === 'List' || (object.kind.endsWith('List') && Array.isArray(object['items']));
}

function collectItems(
  found: FoundObjects,
  document: ManifestDocument,
  list: JsonObject & { apiVersion: string; kind: string },
  prefix: Path,
): void {
  if (!Array.isArray(list['items'])) return;
  const kind = list.kind.slice(0, -'List'.length);
  for (const [index, item] of list['items'].entries()) {
    // The API server leaves apiVersion and kind out of the items of a typed list.
    const isBare = kind !== '' && isMapping(item) && item['apiVersion'] === undefined && item['kind'] === undefined;
    collect(found, document, isBare ? { apiVersion: list.apiVersion, kind, ...item } : item, [...prefix, 'items', index]);
  }
}

function addObject(found: FoundObjects, document: ManifestDocument, object: JsonObject, prefix: Path): void {
  const { value, malformed, fatal } = repairMetadata(object);
  for (const { path, message } of malformed) addProblem(found, document, [...prefix, ...path], 'malformed-object', message);
  if (!fatal) found.objects.push(new LocatedObject(value, document, prefix));
}

function addProblem(found: FoundObjects, document: ManifestDocument, path: Path, code: ManifestErrorCode, message: string): void {
  const { line, column } = document.locate(path);
  found.problems.push({ code, message, source: document.source, location: { file: document.source, line, column } });
}

class LocatedObject implements ManifestObject {
  readonly value: KubernetesObject;
  readonly document: ManifestDocument;
  readonly pathPrefix: Path;

  constructor(value: KubernetesObject, document: ManifestDocument, pathPrefix: Path) {
    this.value = value;
    this.document = document;
    this.pathPrefix = pathPrefix;
  }

  locate(path: Path): Location {
    const { line, column } = this.document.locate([...this.pathPrefix, ...path]);
    return { file: this.document.source, line, column };
  }
}
