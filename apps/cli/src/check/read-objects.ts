import type { Readable } from 'node:stream';
import type { SourceObject } from '@breakwater/inventory';
import { type ManifestObject, type Remark, readManifest, toObjects } from '@breakwater/manifest';
import type { Problem } from '@breakwater/model';
import { explain } from './find-files.ts';
import { readPath, readStream, TooLarge } from './read-bytes.ts';

export interface ReadSet {
  readonly objects: readonly SourceObject[];
  readonly problems: readonly Problem[];
  readonly documents: number;
  /** Comments that are addressed to Breakwater. */
  readonly remarks: readonly Remark[];
}

/** Reads files one after the other, so that only what is kept of them is in memory. */
export async function readObjects(files: readonly string[], stdin: Readable, report: (done: number) => void): Promise<ReadSet> {
  const objects: SourceObject[] = [];
  const problems: Problem[] = [];
  const remarks: Remark[] = [];
  let documents = 0;
  for (const [index, file] of files.entries()) {
    const input = await readInput(file, stdin);
    if (input instanceof Uint8Array) {
      const manifest = readManifest(input, { source: file });
      const read = toObjects(manifest);
      documents += manifest.documents.length;
      for (const remark of manifest.remarks) remarks.push(remark);
      for (const object of read.objects) objects.push(toSourceObject(object));
      for (const problem of [...manifest.problems, ...read.problems]) {
        if (problem.code !== 'not-a-kubernetes-object') problems.push(problem);
      }
    } else problems.push(input);
    report(index + 1);
  }
  return { objects, problems, documents, remarks };
}

function toSourceObject(object: ManifestObject): SourceObject {
  return { value: object.value, locate: path => object.locate(path) };
}

async function readInput(file: string, stdin: Readable): Promise<Uint8Array | Problem> {
  try {
    return file === '-' ? await readStream(stdin) : await readPath(file);
  } catch (cause) {
    if (cause instanceof TooLarge) return { code: 'file-too-large', message: cause.message, source: file };
    return { code: 'unreadable-path', message: explain(cause), source: file };
  }
}
