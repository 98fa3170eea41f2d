import { type ClusterDiff, diffConnections } from '@breakwater/network';
import { isUncertain, renderAnswer } from '../answer.ts';
import type { CommandDefinition } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { CHANGE_COLUMNS, toChangeEdges, toChangeRows, toPlainChange } from '../network/change-rows.ts';
import { drawGraph, isDrawing } from '../network/draw/draw-connections.ts';
import { toGraph } from '../network/draw/graph.ts';
import { readFocus } from '../network/focus.ts';
import { FOCUS_OPTIONS, GRAPH_FORMATS, toFormatOption } from '../network/network-options.ts';
import { readNetwork } from '../network/read-network.ts';
import { describeTruncation } from '../network/truncation.ts';
import { RENDER_OPTIONS } from '../render/render-options.ts';

export const command: CommandDefinition = {
  name: 'network diff',
  summary: 'List the connections that become possible or impossible from one set of manifests to another; ends with 1 where there are any',
  arguments: [
    { name: 'old', doc: 'File or folder as it was', required: true },
    { name: 'new', doc: 'File or folder as it will be', required: true },
  ],
  options: [...FOCUS_OPTIONS.filter(({ name }) => name !== 'port'), ...RENDER_OPTIONS, toFormatOption(GRAPH_FORMATS)],
  examples: [
    { command: 'breakwater network diff deployed/ proposed/', doc: 'What does a change open, and what does it close?' },
    { command: 'breakwater network diff --format markdown deployed/ proposed/', doc: 'The same as a comment for a pull request' },
  ],
  run: async (input, terminal) => {
    const [old = '', young = ''] = input.arguments;
    const [before, after] = [await readNetwork([old], input, terminal), await readNetwork([young], input, terminal)];
    const clusters = [before.cluster, after.cluster];
    const focus = readFocus(input, clusters);
    const diff = diffConnections(before.cluster, after.cluster, focus);
    const changes = diff.changes.filter(focus.isAsked);
    const problems = [...before.problems, ...after.problems, ...describeTruncation(diff.isTruncated)];
    const { format } = input.options;
    if (isDrawing(format)) await terminal.stdout(drawGraph(format, toGraph(clusters, toChangeEdges(changes))));
    else {
      await terminal.stdout(
        renderAnswer(format, {
          schema: 'breakwater/network-diff',
          results: changes.map(toPlainChange),
          heading: describeDiff({ ...diff, changes }),
          columns: CHANGE_COLUMNS,
          rows: toChangeRows(changes),
          problems,
        }),
      );
    }
    if (changes.length > 0) return EXIT.findings;
    return isUncertain(problems) ? EXIT.couldNotLook : EXIT.nothing;
  },
};

function describeDiff({ changes, added, removed }: ClusterDiff): string {
  const count = (wanted: string): number => changes.filter(({ change }) => change === wanted).length;
  return [
    `${count('added')} added, ${count('removed')} removed, ${count('changed')} changed`,
    ...(added.length === 0 ? [] : [`    workloads added: ${added.join(', ')}`]),
    ...(removed.length === 0 ? [] : [`    workloads removed: ${removed.join(', ')}`]),
  ].join('\n');
}
