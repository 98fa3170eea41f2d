import type { SourceObject } from '@breakwater/inventory';
import { type ManifestObject, type Remark, readManifest, toObjects } from '@breakwater/manifest';
import type { Location, Problem, Result } from '@breakwater/model';

/** An object of a file, and its place among those of the file, which no fix changes. */
export interface FixObject {
  readonly file: string;
  readonly index: number;
  readonly object: ManifestObject;
}

/** The objects of some texts, and the way back from a finding to the object that it is about. */
export interface Workspace {
  readonly sources: readonly SourceObject[];
  readonly remarks: readonly Remark[];
  readonly problems: readonly Problem[];
  findObject(result: Result): FixObject;
}

/** Reads texts by the names of their files. */
export function readWorkspace(texts: ReadonlyMap<string, string>): Workspace {
  const sources: SourceObject[] = [];
  const remarks: Remark[] = [];
  const problems: Problem[] = [];
  // A name alone does not tell: several files may hold an object of one name. Every place that was asked for knows who was asked.
  const owners = new WeakMap<Location, FixObject>();
  for (const [file, text] of texts) {
    const manifest = readManifest(text, { source: file });
    const found = toObjects(manifest);
    for (const remark of manifest.remarks) remarks.push(remark);
    problems.push(...manifest.problems, ...found.problems.filter(problem => problem.code !== 'not-a-kubernetes-object'));
    for (const [index, object] of found.objects.entries()) sources.push(toSource({ file, index, object }, owners));
  }
  return {
    sources,
    remarks,
    problems,
    findObject: ({ policy, location }) => {
      const owner = location === undefined ? undefined : owners.get(location);
      if (owner === undefined) throw new TypeError(`a finding of ${policy} has no place in any file`);
      return owner;
    },
  };
}

function toSource(owner: FixObject, owners: WeakMap<Location, FixObject>): SourceObject {
  return {
    value: owner.object.value,
    locate: path => {
      const location = owner.object.locate(path);
      owners.set(location, owner);
      return location;
    },
  };
}
