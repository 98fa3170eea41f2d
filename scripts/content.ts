import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest } from '@breakwater/manifest';
import { listUnits, toUnitName } from './files.ts';

/** One document of content/: a policy or a standard. */
export interface ContentDocument {
  readonly id: string;
  readonly path: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/**
 * Every document below content/<kind>, sorted by id. What is in it is the packages' business; here it only has to be readable.
 *
 * @throws Error naming file and place when one is not exactly one mapping whose id is the file's name
 */
export function readDocuments(root: string, kind: string): ContentDocument[] {
  return listUnits(root, `content/${kind}`, '.yaml').map(path => readDocument(root, path));
}

function readDocument(root: string, path: string): ContentDocument {
  const { documents, problems } = readManifest(readFileSync(join(root, path)), { source: path });
  const [problem] = problems;
  if (problem !== undefined) throw new Error(`${path}:${problem.location?.line ?? 1}: ${problem.message}`);
  const [document, second] = documents;
  const value = document?.value;
  if (second !== undefined || typeof value !== 'object' || value === null) throw new Error(`${path}: exactly one mapping is expected`);
  const id = toUnitName(path);
  if (!('id' in value) || value.id !== id) throw new Error(`${path}: the id has to be the file's name, '${id}'`);
  return { id, path, value: value as Record<string, unknown> };
}
