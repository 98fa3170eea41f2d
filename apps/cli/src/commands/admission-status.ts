import { type Answer, admission } from '@breakwater/api';
import type { CommandDefinition } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { reportRefusal, requireServer, SERVER_OPTIONS } from '../server/connect-server.ts';

export const command: CommandDefinition = {
  name: 'admission status',
  summary:
    'How admission is in each cluster: what is enforced natively, requests of the last hour, failures, and policies that could not be evaluated',
  arguments: [],
  options: [{ name: 'format', value: 'format', doc: 'How to write it', choices: ['table', 'json'], default: 'table' }, ...SERVER_OPTIONS],
  examples: [{ command: 'breakwater admission status --server https://breakwater.example.com', doc: 'All clusters' }],
  run: async (input, terminal) => {
    const client = await requireServer(input, terminal.language);
    try {
      const answer = await client.call(admission.endpoints.status, {});
      await terminal.stdout(input.options['format'] === 'json' ? `${JSON.stringify(answer, null, 2)}\n` : renderStatus(answer.results));
      return EXIT.nothing;
    } catch (cause) {
      return reportRefusal(cause, terminal);
    }
  },
};

type Status = Answer<typeof admission.endpoints.status>['results'][number];

const HEAD = ['cluster', 'sensor', 'native', 'not native', 'requests/h', 'refused/h', 'failed/d', 'revision', 'last decision'];

function renderStatus(rows: readonly Status[]): string {
  if (rows.length === 0) return 'no cluster is connected\n';
  const cells = rows.map(({ clusterName, state, native, notNative, requests, denied, failed, revision, lastDecision }) =>
    [clusterName, state, native, notNative, requests, denied, failed, revision ?? '-', lastDecision ?? 'none told'].map(String),
  );
  const widths = HEAD.map((title, index) => Math.max(title.length, ...cells.map(row => row[index]?.length ?? 0)));
  const lines = [HEAD, ...cells].map(row =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const missing = rows.flatMap(({ clusterName, notEvaluated }) =>
    notEvaluated.length === 0 ? [] : [`${clusterName}: not evaluated for want of facts: ${notEvaluated.join(', ')}`],
  );
  return `${[...lines, ...(missing.length === 0 ? [] : ['', ...missing])].join('\n')}\n`;
}
