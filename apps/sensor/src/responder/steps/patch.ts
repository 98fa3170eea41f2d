import { type Raw, readPath, toRecord, toText } from '@breakwater/inventory';
import type { FieldBefore, StepOf } from '../contract.ts';
import { ResponderError } from '../errors.ts';
import { toMark } from '../marks.ts';
import { describe, toUid, toVersion } from '../resources.ts';
import { isSame, listUnchanged, readFields, toChanges, toMergePatch } from './fields.ts';
import { retryConflicts } from './precondition.ts';
import type { StepContext, StepRunner } from './step-runner.ts';

/** The mark and the change are one write: an object with the mark has the change, and one without has not. */
export const patch: StepRunner<'patch'> = {
  apply: (step, context) =>
    retryConflicts(async () => {
      const object = await readTarget(step, context);
      const known = readMark(object, context.id);
      const fields = known ?? readFields(object, step.fields);
      const changes = toChanges(step.object, fields);
      if (known !== undefined) return { message: 'done', fields, changes };
      const notes = Object.entries(step.notes ?? {}).map(([name, value]) => ({ path: ['metadata', 'annotations', name], value }));
      const mark = { path: ['metadata', 'annotations', toMark(context.id)], value: renderMark(context.action, fields) };
      await write(step, object, context, [...step.fields.map(({ path, after }) => ({ path, value: after })), ...notes, mark]);
      return { message: 'done', fields, changes };
    }, context.pause),
  undo: (step, context) =>
    retryConflicts(async () => {
      const object = await context.edge.read(step.object);
      if (object === undefined || toUid(object) !== step.uid) return `${describe(step.object)} is gone: nothing is left to undo`;
      const fields = readMark(object, context.id);
      if (fields === undefined) return 'undone';
      const unchanged = listUnchanged(object, fields);
      const left = fields.filter(field => !unchanged.includes(field) && !isSame(readPath(object, ...field.path), field.before));
      const notes = [toMark(context.id), ...Object.keys(step.notes ?? {})].map(name => ({
        path: ['metadata', 'annotations', name],
        value: undefined,
      }));
      await write(step, object, context, [...unchanged.map(({ path, before }) => ({ path, value: before })), ...notes]);
      return left.length === 0
        ? 'undone'
        : `undone, but for ${left.map(({ path }) => path.join('.')).join(', ')}: somebody changed that since`;
    }, context.pause),
};

async function readTarget(step: StepOf<'patch'>, { edge }: StepContext): Promise<Raw> {
  const object = await edge.read(step.object);
  if (object === undefined) throw new ResponderError('target-changed', `${describe(step.object)} is gone`);
  if (toUid(object) !== step.uid) throw new ResponderError('target-changed', `${describe(step.object)} is another object by now`);
  return object;
}

async function write(
  { object: ref, uid }: StepOf<'patch'>,
  object: Raw,
  { edge }: StepContext,
  fields: readonly { readonly path: readonly string[]; readonly value: unknown }[],
): Promise<void> {
  const body = toMergePatch(fields);
  const metadata = { ...toRecord(body['metadata']), uid, resourceVersion: toVersion(object) };
  await edge.patch(ref, { ...body, metadata });
}

/** Readable by people: which action, and what was there before. */
function renderMark(action: string, fields: readonly FieldBefore[]): string {
  return JSON.stringify({ action, fields: fields.map(({ path, before = null, after = null }) => ({ path, before, after })) });
}

/** What was there before, as the mark says it; undefined without a mark. One that somebody has damaged counts as there, and knows nothing. */
function readMark(object: Raw, id: string): readonly FieldBefore[] | undefined {
  const text = readPath(object, 'metadata', 'annotations', toMark(id));
  if (text === undefined) return undefined;
  try {
    const { fields } = JSON.parse(toText(text)) as { readonly fields: readonly FieldBefore[] };
    return fields.filter(({ path }) => Array.isArray(path) && path.every(part => typeof part === 'string'));
  } catch {
    return [];
  }
}
