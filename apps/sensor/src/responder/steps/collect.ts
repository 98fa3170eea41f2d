import { collectEvidence } from '../evidence/collect-evidence.ts';
import type { StepRunner } from './step-runner.ts';

/** Reads, and keeps what it read on the responder's own disk. Again after an end in the middle: nothing is changed by it. */
export const collect: StepRunner<'collect'> = {
  apply: async (step, context) => {
    const evidence = await collectEvidence(step, context);
    const kept = evidence.filter(({ sha256 }) => sha256 !== undefined).length;
    return { message: `${kept} of ${evidence.length} pieces kept`, evidence };
  },
  undo: async () => 'nothing was changed',
};
