import { toNeeds } from '@breakwater/behavior';
import type { BehaviorBaseline } from '@breakwater/model';
import { generatePolicies } from '@breakwater/network';
import type { Question, Sight } from '../question.ts';
import { type GenerateOutput, toPlain } from './generate.ts';

export interface BaselinePoliciesInput extends Sight {
  /** Of containers of one version of a workload that whoever asks may see. */
  readonly baselines: readonly BehaviorBaseline[];
}

export const question: Question<BaselinePoliciesInput, GenerateOutput> = {
  name: 'baseline-policies',
  answer: ({ network }, { baselines }) => {
    const { needs, workloads, problems } = toNeeds(baselines, network);
    const generated = generatePolicies(network, needs, {
      isWanted: workload => workloads.has(workload),
      denyRest: false,
      existing: 'keep',
    });
    return toPlain(generated, problems);
  },
};
