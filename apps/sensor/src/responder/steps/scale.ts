import { type Raw, readPath } from '@breakwater/inventory';
import { ResponderError } from '../errors.ts';
import { describe, toUid } from '../resources.ts';
import { toChange } from './fields.ts';
import type { StepRunner } from './step-runner.ts';

/** By the scale subresource, for kinds whose own field of replicas is not known. The step before has left the mark, and what was there. */
export const scale: StepRunner<'scale'> = {
  apply: async ({ object: ref, uid, before, after }, { edge }) => {
    const object = await edge.read(ref);
    if (object === undefined || toUid(object) !== uid)
      throw new ResponderError('target-changed', `${describe(ref)} is gone, or another one`);
    // What it has already is not written again.
    if (readReplicas(await edge.read(ref, 'scale')) !== after) await edge.patch(ref, { spec: { replicas: after } }, 'scale');
    return { message: 'done', changes: [toChange(ref, 'patch', { subresource: 'scale', field: 'spec.replicas', before, after })] };
  },
  undo: async ({ object: ref, uid, before, after }, { edge }) => {
    const object = await edge.read(ref);
    if (object === undefined || toUid(object) !== uid) return `${describe(ref)} is gone: nothing is left to undo`;
    const now = readReplicas(await edge.read(ref, 'scale'));
    if (now !== after) return now === before ? 'undone' : `left at ${now} replicas: somebody changed that since`;
    await edge.patch(ref, { spec: { replicas: before } }, 'scale');
    return 'undone';
  },
};

/** The API server leaves out a 0. */
function readReplicas(object: Raw | undefined): number {
  const replicas = readPath(object, 'spec', 'replicas');
  return typeof replicas === 'number' ? replicas : 0;
}
