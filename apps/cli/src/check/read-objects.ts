import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { SourceObject } from '@breakwater/inventory';
import { type ManifestObject, readManifest, toObjects } from '@breakwater/manifest';
import type { Problem } from '@breakwater/model';
import { explain } from './find-files.ts';

/** As large as a manifest may be; larger ones are data. */
const MAX_BYTES = 50 * 1024 * 1024;

export interface ReadSet {
  readonly objects: readonly SourceObject[];
  readonly problems: readonly Problem[];
  readonly documents: number;
}

/** Reads files one after the other, so that only what is kept of them is in memory. */
export async function readObjects(files: readonly string[], stdin: Readable, report: (done: number) => void): Promise<ReadSet> {
  const objects: SourceObject[] = [];
  const problems: Problem[] = [];
  let documents = 0;
  for (const [index, file] of files.entries()) {
    const input = await readInput(file, stdin);
    if (input instanceof Uint8Array) {
      const manifest = readManifest(input, { source: file });
      const read = toObjects(manifest);
      documents += manifest.documents.length;
      objects.push(...read.objects.map(toSourceObject));
      problems.push(...manifest.problems, ...read.problems.filter(problem => problem.code !== 'not-a-kubernetes-object'));
    } else problems.push(input);
    report(index + 1);
  }
  return { objects, problems, documents };
}

function toSourceObject(object: ManifestObject): SourceObject {
  return { value: object.value, locate: path => object.locate(path) };
}

async function readInput(file: string, stdin: Readable): Promise<Uint8Array | Problem> {
  try {
    return file === '-' ? await readStream(stdin) : await readFile(file);
  } catch (cause) {
    if (cause instanceof TooLarge)
      return { code: 'file-too-large', message: `Larger than ${MAX_BYTES / 1024 / 1024} MiB: not read.`, source: file };
    return { code: 'unreadable-path', message: explain(cause), source: file };
  }
}

class TooLarge extends Error {}

async function readFile(file: string): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    const info = await handle.stat();
    if (info.size > MAX_BYTES) throw new TooLarge();
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

async function readStream(stream: Readable): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : (chunk as Uint8Array);
    size += bytes.length;
    if (size > MAX_BYTES) throw new TooLarge();
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
