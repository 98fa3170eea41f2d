import type { Step, StepResult } from '../contract.ts';
import { collect } from './collect.ts';
import { create } from './create.ts';
import { endPod } from './end-pod.ts';
import { patch } from './patch.ts';
import { rebuild } from './rebuild.ts';
import { scale } from './scale.ts';
import type { StepContext, StepRunner } from './step-runner.ts';

type Runners = { readonly [T in Step['type']]: StepRunner<T> };

const RUNNERS: Runners = { patch, scale, create, 'end-pod': endPod, collect, rebuild };

export function applyStep(step: Step, context: StepContext): Promise<StepResult> {
  return (RUNNERS[step.type] as StepRunner<Step['type']>).apply(step as never, context);
}

/** What was taken back, in words. */
export async function undoStep(step: Step, context: StepContext): Promise<string> {
  const { undo } = RUNNERS[step.type] as StepRunner<Step['type']>;
  return undo === undefined ? 'this cannot be taken back' : undo(step as never, context);
}
