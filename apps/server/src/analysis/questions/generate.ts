import type { Problem } from '@breakwater/model';
import { findNeeds, type Generated, generatePolicies } from '@breakwater/network';
import { toYaml } from '@breakwater/policy';
import { type Question, QuestionFault, type Sight } from '../question.ts';

export interface GenerateInput extends Sight {
  readonly namespace: string;
}

export interface GenerateOutput {
  /** In the order in which they are to be applied. */
  readonly policies: readonly {
    readonly name: string;
    readonly workload: string;
    readonly text: string;
    readonly because: readonly string[];
  }[];
  /** 1 when nothing beyond what is needed stays possible. */
  readonly tightness: number;
  /** What a reader has to know before applying. */
  readonly remarks: readonly string[];
  readonly problems: readonly string[];
}

export const question: Question<GenerateInput, GenerateOutput> = {
  name: 'generate',
  answer: ({ network }, { namespace, visible }) => {
    const isThere = network.workloads.some(({ pod }) => pod.namespace === namespace);
    if (!isThere || (visible !== undefined && !visible.includes(namespace)))
      throw new QuestionFault(`there is no workload in namespace '${namespace.slice(0, 63)}'`);
    const found = findNeeds(network);
    const generated = generatePolicies(network, found.needs, {
      isWanted: ({ pod }) => pod.namespace === namespace,
      denyRest: true,
      existing: 'keep',
    });
    return toPlain(generated, found.problems);
  },
};

/** As a page shows it. */
export function toPlain(generated: Generated, problems: readonly Problem[]): GenerateOutput {
  return {
    policies: generated.policies.map(({ object, workload = '', reasons }) => ({
      name: object.metadata.name,
      workload,
      text: toYaml(object),
      because: reasons.map(({ rule, because }) => `${rule}: ${because.join('; ')}`),
    })),
    tightness: generated.tightness.score,
    remarks: [
      ...generated.remarks,
      ...generated.skipped.filter(({ reason }) => reason !== 'not asked for').map(({ workload, reason }) => `${workload}: ${reason}`),
    ],
    problems: [...problems, ...generated.problems].map(({ source, message }) => `${source}: ${message}`),
  };
}
