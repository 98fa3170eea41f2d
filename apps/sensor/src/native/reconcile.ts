import { type ExistingObject, findLastWriter, isAsWritten, type OwnedObject } from './owned-object.ts';

/** One change to the cluster that brings it nearer to what is wanted. */
export type Step =
  | { readonly action: 'create'; readonly wanted: OwnedObject; readonly wasDeleted: boolean }
  | {
      readonly action: 'replace';
      readonly wanted: OwnedObject;
      readonly existing: ExistingObject;
      readonly editor?: ReturnType<typeof findLastWriter>;
    }
  | { readonly action: 'delete'; readonly existing: ExistingObject };

export interface Reconciliation {
  /** In the order in which they are done: nothing is bound before it is there, or gone before it is unbound. */
  readonly steps: readonly Step[];
  /** Names that somebody else uses. */
  readonly taken: readonly OwnedObject[];
}

/** A name of an object, with its kind. */
export function toNativeKey({ kind, name }: Pick<ExistingObject, 'kind' | 'name'>): string {
  return `${kind} ${name}`;
}

/**
 * What is to be done. `installed` are objects that were written and not taken back: one of these that is gone was deleted by somebody.
 * Objects that are not ours are never touched.
 */
export function reconcile(
  wanted: readonly OwnedObject[],
  existing: ReadonlyMap<string, ExistingObject>,
  installed: ReadonlySet<string>,
): Reconciliation {
  const keys = new Set(wanted.map(toNativeKey));
  const taken = wanted.filter(object => existing.get(toNativeKey(object))?.isOurs === false);
  // A policy or binding whose other half is not ours would be bound to what somebody else wrote.
  const blocked = new Set(taken.map(({ name }) => name));
  const writes = wanted
    .filter(({ name }) => !blocked.has(name))
    .flatMap(object => toWrite(object, existing.get(toNativeKey(object)), installed));
  const deletions = [...existing.values()]
    .filter(object => object.isOurs && (!keys.has(toNativeKey(object)) || blocked.has(object.name)))
    .map((object): Step => ({ action: 'delete', existing: object }));
  const isBinding = (step: Step): boolean =>
    (step.action === 'delete' ? step.existing : step.wanted).kind === 'ValidatingAdmissionPolicyBinding';
  return {
    steps: [
      ...deletions.filter(isBinding),
      ...deletions.filter(step => !isBinding(step)),
      ...writes.filter(step => !isBinding(step)),
      ...writes.filter(isBinding),
    ],
    taken,
  };
}

function toWrite(wanted: OwnedObject, existing: ExistingObject | undefined, installed: ReadonlySet<string>): readonly Step[] {
  if (existing === undefined) return [{ action: 'create', wanted, wasDeleted: installed.has(toNativeKey(wanted)) }];
  if (isAsWritten(existing, wanted)) return [];
  // What we wrote for another policy set is ours to change; the same content in other words is somebody's edit.
  const wasEdited = existing.content === wanted.content || existing.content === '';
  const editor = wasEdited ? findLastWriter(existing.raw) : undefined;
  return [{ action: 'replace', wanted, existing, ...(wasEdited ? { editor } : {}) }];
}
