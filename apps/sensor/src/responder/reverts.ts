import { type Raw, readPath } from '@breakwater/inventory';
import type { ObjectRef, ResponderEdge, Step } from './contract.ts';
import type { Entry } from './journal.ts';
import { findWriter } from './keepers.ts';
import { describe, toUid } from './resources.ts';
import { isSame } from './steps/fields.ts';

export interface Revert {
  /** Manager that wrote the field last, as the API server keeps account of it. */
  readonly by: string;
  readonly message: string;
}

/** What somebody else has taken back of a response that is done; undefined while it holds. What is gone as a whole holds no less. */
export async function findRevert(edge: ResponderEdge, { plan, results }: Entry): Promise<Revert | undefined> {
  for (const [index, step] of (plan?.steps ?? []).entries()) {
    const found = await lookAt(edge, step, results[index]?.fields ?? []);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function lookAt(
  edge: ResponderEdge,
  step: Step,
  fields: NonNullable<NonNullable<Entry['results'][number]>['fields']>,
): Promise<Revert | undefined> {
  if (step.type === 'create') {
    const isThere = (await edge.read(step.object)) !== undefined;
    return isThere ? undefined : { by: '', message: `${describe(step.object)} was deleted` };
  }
  if (step.type === 'scale') {
    const replicas = readPath(await edge.read(step.object, 'scale'), 'spec', 'replicas') ?? 0;
    return replicas === step.after
      ? undefined
      : toRevert(step.object, ['spec', 'replicas'], replicas, (await edge.read(step.object)) ?? {});
  }
  if (step.type !== 'patch' || fields.length === 0) return undefined;
  const object = await edge.read(step.object);
  if (object === undefined || toUid(object) !== step.uid) return undefined;
  const changed = fields.find(({ path, after }) => !isSame(readPath(object, ...path), after));
  return changed === undefined ? undefined : toRevert(step.object, changed.path, readPath(object, ...changed.path), object);
}

function toRevert(ref: ObjectRef, path: readonly string[], value: unknown, object: Raw): Revert {
  const by = findWriter(object, path);
  const who = by === '' ? 'somebody' : by;
  return {
    by,
    message: `${who} has set ${path.join('.')} of ${describe(ref)} to ${value === undefined ? 'nothing' : JSON.stringify(value)}: pause what keeps it, or respond again`,
  };
}
