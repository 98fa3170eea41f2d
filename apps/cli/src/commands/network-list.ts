import { type Connection, listConnections } from '@breakwater/network';
import { describeCount, isUncertain, renderAnswer } from '../answer.ts';
import type { CommandDefinition } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { CONNECTION_COLUMNS, toConnectionRows, toPlainConnection } from '../network/connection-rows.ts';
import { drawConnections, isDrawing } from '../network/draw/draw-connections.ts';
import { type Focus, holdsPort, readFocus } from '../network/focus.ts';
import { FOCUS_OPTIONS, GRAPH_FORMATS, PATH_ARGUMENT, toFormatOption } from '../network/network-options.ts';
import { readNetwork } from '../network/read-network.ts';
import { describeTruncation } from '../network/truncation.ts';
import { RENDER_OPTIONS } from '../render/render-options.ts';

export const command: CommandDefinition = {
  name: 'network list',
  summary: 'List who may connect to whom by the policies given: workloads, addresses outside of the cluster, the ingress controller',
  arguments: [PATH_ARGUMENT],
  options: [...FOCUS_OPTIONS, ...RENDER_OPTIONS, toFormatOption(GRAPH_FORMATS)],
  examples: [
    { command: 'breakwater network list manifests/', doc: 'Who may connect to whom?' },
    { command: 'breakwater network list --to shop/payment --port 8080 manifests/', doc: 'Who reaches the payment service on its port?' },
    { command: 'breakwater network list --format svg manifests/ > network.svg', doc: 'The same as a picture' },
  ],
  run: async (input, terminal) => {
    const set = await readNetwork(input.arguments, input, terminal);
    const focus = readFocus(input, [set.cluster]);
    const { connections: found, isTruncated } = listConnections(set.cluster, focus);
    const connections = found.filter(row => isAsked(row, focus));
    const problems = [...set.problems, ...describeTruncation(isTruncated)];
    const { format } = input.options;
    if (isDrawing(format)) await terminal.stdout(drawConnections(format, set.cluster, connections));
    else {
      const rows = toConnectionRows(connections);
      await terminal.stdout(
        renderAnswer(format, {
          schema: 'breakwater/network-list',
          results: connections.map(toPlainConnection),
          heading: `${describeCount(set.cluster.workloads.length, 'workload')}, ${describeCount(set.cluster.policies.length, 'policy', 'policies')}: ${describeCount(rows.length, 'connection')}`,
          columns: CONNECTION_COLUMNS,
          rows,
          problems,
        }),
      );
    }
    return isUncertain(problems) ? EXIT.couldNotLook : EXIT.nothing;
  },
};

function isAsked(row: Connection, { isAsked: isOfNamespace, port }: Focus): boolean {
  return isOfNamespace(row) && (port === undefined || (port.protocol === row.protocol && holdsPort(row.ports, port.port)));
}
