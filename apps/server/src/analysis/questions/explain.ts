import { type End, type Explanation, explain, findEnd, sortTiers } from '@breakwater/network';
import { type Question, QuestionFault, type Sight } from '../question.ts';

export interface ExplainInput extends Sight {
  readonly from: string;
  readonly to: string;
  readonly port: number;
  readonly protocol: string;
}

export type ExplainOutput = Pick<Explanation, 'verdict' | 'upstream' | 'doubts'> & {
  readonly egress?: { readonly allowed: boolean; readonly because: string };
  readonly ingress?: { readonly allowed: boolean; readonly because: string };
};

export const question: Question<ExplainInput, ExplainOutput> = {
  name: 'explain',
  answer: ({ network }, { visible, from, to, port, protocol }) => {
    const read = (text: string): End => {
      const found = findEnd(text, network);
      if ('fault' in found)
        throw new QuestionFault(visible === undefined ? found.fault : `there is no '${text.slice(0, 128)}' that you may see`);
      const { end } = found;
      if (end.kind !== 'outside' && visible !== undefined && !(end.kind === 'pod' && visible.includes(end.namespace)))
        throw new QuestionFault(`there is no '${text.slice(0, 128)}' that you may see`);
      return end;
    };
    const rules = { world: network.world, tiers: sortTiers(network.policies) };
    const { verdict, upstream, doubts, egress, ingress } = explain(rules, read(from), read(to), { protocol, port });
    return {
      verdict,
      upstream,
      doubts,
      ...(egress === undefined ? {} : { egress: { allowed: egress.allowed, because: egress.because } }),
      ...(ingress === undefined ? {} : { ingress: { allowed: ingress.allowed, because: ingress.because } }),
    };
  },
};
