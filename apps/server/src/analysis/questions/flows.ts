import type { Problem } from '@breakwater/model';
import {
  type Cluster,
  decide,
  formatPeer,
  type ObservedFlow,
  type ResolvedFlow,
  readFlows,
  resolveFlows,
  sortTiers,
  type Verdict,
} from '@breakwater/network';
import { isVisible, type Question, QuestionFault, type Sight } from '../question.ts';

/** More are no picture; those that policies would not allow come first. */
const MAX_FLOWS = 5000;
const MAX_TOLD = 20;

export interface FlowsInput extends Sight {
  /** One JSON object a line, in our shape or Hubble's. */
  readonly text: string;
}

export interface FlowsOutput {
  readonly flows: readonly {
    /** A workload as `namespace/name[Kind]`, else an address or a name. */
    readonly from: string;
    readonly to: string;
    readonly protocol: string;
    readonly port: number;
    readonly count: number;
    /** RFC 3339; empty where it is not known. */
    readonly lastSeen: string;
    /** What policies say today. */
    readonly verdict: Verdict['verdict'];
    /** Whether it came through when it was seen. */
    readonly wasAllowed: boolean;
  }[];
  /** Flows that are left out: too many, of unknown ends, or of namespaces that whoever asks may not see. */
  readonly more: number;
  readonly problems: readonly string[];
}

export const question: Question<FlowsInput, FlowsOutput> = {
  name: 'flows',
  answer: ({ network }, { text, ...sight }) => {
    const read = readFlows(text.split('\n'), 'flows');
    if (read.flows.length === 0)
      throw new QuestionFault(read.problems[0]?.message ?? 'there is no flow in the text: one JSON object a line is needed');
    return judgeFlows(read.flows, read.problems, network, sight);
  },
};

/** Says of flows what policies do with them today; those that they would not allow first. */
export function judgeFlows(flows: readonly ObservedFlow[], unread: readonly Problem[], network: Cluster, sight: Sight): FlowsOutput {
  const resolved = resolveFlows(flows, network);
  const rules = { world: network.world, tiers: sortTiers(network.policies) };
  const judged = resolved.flows.map(flow => ({ flow, verdict: decide(rules, flow.source.end, flow.destination.end, flow.flow).verdict }));
  const visible = judged.filter(({ flow }) =>
    [flow.source, flow.destination].every(({ workload }) => workload === undefined || isVisible(sight, workload.name)),
  );
  const ordered = visible.toSorted(
    (a, b) => Number(a.verdict === 'allowed') - Number(b.verdict === 'allowed') || b.flow.flow.count - a.flow.flow.count,
  );
  return {
    flows: ordered.slice(0, MAX_FLOWS).map(({ flow, verdict }) => ({ ...toPlain(flow), verdict })),
    more: flows.length - Math.min(ordered.length, MAX_FLOWS),
    problems: [...unread, ...resolved.problems].slice(0, MAX_TOLD).map(({ message }) => message),
  };
}

function toPlain({ flow, source, destination }: ResolvedFlow) {
  const { protocol, port, count, lastSeen, wasAllowed, src, dst } = flow;
  return {
    from: source.workload?.name ?? formatPeer(src),
    to: destination.workload?.name ?? formatPeer(dst),
    protocol,
    port,
    count,
    lastSeen,
    wasAllowed,
  };
}
