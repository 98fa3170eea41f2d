import type { Problem } from '@breakwater/model';
import {
  type Cluster,
  decide,
  diffConnections,
  formatPeer,
  type Policy,
  type ResolvedFlow,
  replacePolicies,
  resolveFlows,
  sortTiers,
  withPolicies,
} from '@breakwater/network';
import { isUncertain, renderAnswer } from '../answer.ts';
import { type CommandDefinition, UsageError } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { CHANGE_COLUMNS, toChangeEdges, toChangeRows, toPlainChange } from '../network/change-rows.ts';
import { drawGraph, isDrawing } from '../network/draw/draw-connections.ts';
import { toGraph } from '../network/draw/graph.ts';
import { GRAPH_FORMATS, PATH_ARGUMENT, toFormatOption } from '../network/network-options.ts';
import { readFlowFile } from '../network/read-flow-file.ts';
import { readNetwork } from '../network/read-network.ts';
import { describeTruncation } from '../network/truncation.ts';
import { RENDER_OPTIONS } from '../render/render-options.ts';

export const command: CommandDefinition = {
  name: 'network simulate',
  summary:
    'Say what policies would open and close if they were applied, and which flows that were seen they would cut; ends with 1 for cut flows',
  arguments: [PATH_ARGUMENT],
  options: [
    { name: 'policies', value: 'path', doc: 'File or folder with the policies to try; one of a name that is there takes its place' },
    {
      name: 'flows',
      value: 'file',
      doc: 'Flows that were seen, one JSON object a line, in our shape or in that of `hubble observe -o jsonpb`',
    },
    ...RENDER_OPTIONS,
    toFormatOption(GRAPH_FORMATS),
  ],
  examples: [
    { command: 'breakwater network simulate --policies proposed/ manifests/', doc: 'Which connections come and go?' },
    {
      command: 'breakwater network simulate --policies proposed/ --flows flows.jsonl manifests/',
      doc: 'Would it cut anything that is used?',
    },
  ],
  run: async (input, terminal) => {
    const { policies, flows, format } = input.options;
    if (policies === undefined) throw new UsageError('say what to try: --policies PATH');
    const before = await readNetwork(input.arguments, input, terminal);
    const proposed = await readNetwork([String(policies)], input, terminal);
    const after = withPolicies(before.cluster, replacePolicies(before.cluster.policies, proposed.cluster.policies));
    const diff = diffConnections(before.cluster, after);
    const replay = flows === undefined ? NO_REPLAY : await replayFlows(String(flows), before.cluster, after);
    const ownProblems = proposed.problems.filter(({ code }) => code !== 'namespace-labels-unknown');
    const problems = [...before.problems, ...ownProblems, ...replay.problems, ...describeTruncation(diff.isTruncated)];
    if (isDrawing(format)) await terminal.stdout(drawGraph(format, toGraph([before.cluster], toChangeEdges(diff.changes))));
    else {
      const cut = replay.cut.map(toCutFlow);
      await terminal.stdout(
        renderAnswer(format, {
          schema: 'breakwater/network-simulate',
          results: [{ changes: diff.changes.map(toPlainChange), cutFlows: cut, flows: replay.count }],
          heading: describe(diff.changes.length, replay, proposed.cluster.policies),
          columns: CHANGE_COLUMNS,
          rows: [...cut.map(toCutRow), ...toChangeRows(diff.changes)],
          problems,
        }),
      );
    }
    if (replay.cut.length > 0) return EXIT.findings;
    return isUncertain(problems) ? EXIT.couldNotLook : EXIT.nothing;
  },
};

interface Replay {
  readonly count: number;
  /** Flows that are possible now, and would not be any more. */
  readonly cut: readonly ResolvedFlow[];
  readonly problems: readonly Problem[];
}

const NO_REPLAY: Replay = { count: 0, cut: [], problems: [] };

async function replayFlows(file: string, before: Cluster, after: Cluster): Promise<Replay> {
  const read = await readFlowFile(file);
  const { flows, problems } = resolveFlows(read.flows, before);
  const [now, then] = [before, after].map(({ world, policies }) => ({ world, tiers: sortTiers(policies) }));
  const seen = flows.filter(({ flow }) => flow.wasAllowed);
  const cut = seen.filter(({ flow, source, destination }) => {
    const isPossible = (rules: typeof now): boolean =>
      rules !== undefined && decide(rules, source.end, destination.end, flow).upstream === 'allowed';
    return isPossible(now) && !isPossible(then);
  });
  return { count: seen.length, cut, problems: [...read.problems, ...problems] };
}

function toCutFlow({ flow: { src, dst, protocol, port, count, firstSeen, lastSeen } }: ResolvedFlow) {
  return { src: formatPeer(src), dst: formatPeer(dst), protocol, port, count, firstSeen, lastSeen };
}

function toCutRow({ src, dst, protocol, port, count, lastSeen }: ReturnType<typeof toCutFlow>): readonly string[] {
  return ['flow cut', src, dst, `${protocol} ${port} (${count} seen, last ${lastSeen || 'at an unknown time'})`, '-'];
}

function describe(changes: number, { count, cut }: Replay, proposed: readonly Policy[]): string {
  const flows = count === 0 ? '' : `; ${cut.length} of ${count} flows that were seen would be cut`;
  return `${proposed.length} ${proposed.length === 1 ? 'policy' : 'policies'}: ${changes} changes${flows}`;
}
