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
  /** What the objects were read from, for another thread to read it again. */
  readonly sources: readonly Source[];
}

export interface Source {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** Reads files one after the other, so that a large set is seen to go on. */
export async function readObjects(files: readonly string[], stdin: Readable, report: (done: number) => void): Promise<ReadSet> {
  const reader = new ObjectReader();
  for (const [index, file] of files.entries()) {
    const input = await readInput(file, stdin);
    if (input instanceof Uint8Array) reader.read({ file, bytes: input });
    else reader.problems.push(input);
    report(index + 1);
  }
  return reader;
}

/** The same objects, in the same order, of what was read already. */
export function rereadObjects(sources: readonly Source[]): ReadSet {
  const reader = new ObjectReader();
  for (const source of sources) reader.read(source);
  return reader;
}

class ObjectReader implements ReadSet {
  readonly objects: SourceObject[] = [];
  readonly problems: Problem[] = [];
  readonly remarks: Remark[] = [];
  readonly sources: Source[] = [];
  documents = 0;

  read(source: Source): void {
    const manifest = readManifest(source.bytes, { source: source.file });
    const read = toObjects(manifest);
    this.documents += manifest.documents.length;
    this.sources.push(source);
    for (const remark of manifest.remarks) this.remarks.push(remark);
    for (const object of read.objects) this.objects.push(toSourceObject(object));
    for (const problem of [...manifest.problems, ...read.problems]) {
      if (problem.code !== 'not-a-kubernetes-object') this.problems.push(problem);
    }
  }
}

function toSourceObject(object: ManifestObject): SourceObject {
  return { value: object.value, locate: path => object.locate(path) };
}

/** Bytes of a file, or of standard input for `-`; a problem when it cannot be read, or is too large. */
export async function readInput(file: string, stdin: Readable): Promise<Uint8Array | Problem> {
  try {
    return file === '-' ? await readStream(stdin) : await readPath(file);
  } catch (cause) {
    if (cause instanceof TooLarge) return { code: 'file-too-large', message: cause.message, source: file };
    return { code: 'unreadable-path', message: explain(cause), source: file };
  }
}
