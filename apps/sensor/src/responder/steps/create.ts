import { type Raw, readPath } from '@breakwater/inventory';
import { KubeError } from '@breakwater/kube';
import { ResponderError } from '../errors.ts';
import { toMark } from '../marks.ts';
import { describe, toUid } from '../resources.ts';
import { toChange } from './fields.ts';
import type { StepRunner } from './step-runner.ts';

/** An object of our own, that carries the mark. */
export const create: StepRunner<'create'> = {
  apply: async ({ object: ref, body }, { id, action, edge }) => {
    const changes = [toChange(ref, 'create', { after: body['spec'] })];
    const known = await edge.read(ref);
    if (known !== undefined) return { message: 'done', uid: requireOurs(known, id, describe(ref)), changes };
    const metadata = { ...(body['metadata'] as Raw), annotations: { [toMark(id)]: JSON.stringify({ action }) } };
    try {
      return { message: 'done', uid: toUid(await edge.create(ref.resource, ref.namespace, { ...body, metadata })), changes };
    } catch (cause) {
      if (!(cause instanceof KubeError && cause.code === 'cluster-conflict')) throw cause;
      // Between the look and the write.
      return { message: 'done', uid: requireOurs((await edge.read(ref)) ?? {}, id, describe(ref)), changes };
    }
  },
  undo: async ({ object: ref }, { id, edge }) => {
    const known = await edge.read(ref);
    if (known === undefined || readPath(known, 'metadata', 'annotations', toMark(id)) === undefined) return 'undone';
    try {
      await edge.remove(ref, { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid: toUid(known) } });
    } catch (cause) {
      if (!(cause instanceof KubeError && ['cluster-not-found', 'cluster-conflict'].includes(cause.code))) throw cause;
    }
    return 'undone';
  },
};

function requireOurs(object: Raw, id: string, name: string): string {
  if (readPath(object, 'metadata', 'annotations', toMark(id)) !== undefined) return toUid(object);
  throw new ResponderError('name-taken', `${name} is there already, and is not of this response`);
}
