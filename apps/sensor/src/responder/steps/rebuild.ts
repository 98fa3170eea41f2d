import type { StepRunner } from './step-runner.ts';

const PAUSE_MS = 5000;
/** Half an hour, as a build takes. */
const ATTEMPTS = 360;

/** Asks for a rebuild, and again whether it is done; the id of the response is its key, so that asking again starts no second one. */
export const rebuild: StepRunner<'rebuild'> = {
  apply: async ({ body }, { id, edge, pause }) => {
    for (let attempt = 1; ; attempt++) {
      const { digest } = await edge.rebuild(id, body);
      if (digest !== undefined) return { message: `built as ${digest}`, digest };
      if (attempt === ATTEMPTS) return { message: 'the builder did not say in time what it built' };
      await pause(PAUSE_MS);
    }
  },
  undo: async () => 'the image that was built stays where it is',
};
