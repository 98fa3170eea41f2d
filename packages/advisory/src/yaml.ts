import { readManifest } from '@breakwater/manifest';
import { isObject, type Json } from './json.ts';

/** One file of a repository of advisories, by its path below the root. */
export interface YamlFile {
  readonly path: string;
  readonly document: Json;
}

const LIMITS = { maxBytes: 1024 * 1024, maxDepth: 20, maxExpandedNodes: 20_000, maxDocuments: 1, maxNodes: 20_000 };

/**
 * The first folder is that of the archive. Throws TypeError for what is no mapping.
 */
export function readYamlFile(name: string, bytes: Uint8Array): YamlFile {
  const { documents, problems } = readManifest(bytes, { source: name, limits: LIMITS });
  const [problem] = problems;
  if (problem !== undefined) throw new TypeError(`${name}: ${problem.message}`);
  const document = documents[0]?.value;
  if (!isObject(document)) throw new TypeError(`${name} is no mapping`);
  return { path: name.slice(name.indexOf('/') + 1), document };
}

/** @throws TypeError where a record is none */
export function toYamlFile(record: unknown): YamlFile {
  if (!isObject(record) || typeof record['path'] !== 'string' || !isObject(record['document']))
    throw new TypeError('it is no file of a repository');
  return { path: record['path'], document: record['document'] };
}
