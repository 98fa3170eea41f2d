import { admission } from '@breakwater/api';
import { renderStatus } from '../admission/render-status.ts';
import type { CommandDefinition } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { reportRefusal, requireServer, SERVER_OPTIONS } from '../server/connect-server.ts';

export const command: CommandDefinition = {
  name: 'admission status',
  summary:
    'How admission is in each cluster: what is enforced natively, its replicas with their policy set and certificate, requests of the last hour, failures, and policies that could not be evaluated',
  arguments: [],
  options: [{ name: 'format', value: 'format', doc: 'How to write it', choices: ['table', 'json'], default: 'table' }, ...SERVER_OPTIONS],
  examples: [{ command: 'breakwater admission status --server https://breakwater.example.com', doc: 'All clusters' }],
  run: async (input, terminal) => {
    const client = await requireServer(input, terminal.language);
    try {
      const answer = await client.call(admission.endpoints.status, {});
      const isJson = input.options['format'] === 'json';
      await terminal.stdout(isJson ? `${JSON.stringify(answer, null, 2)}\n` : renderStatus(answer.results));
      return EXIT.nothing;
    } catch (cause) {
      return reportRefusal(cause, terminal);
    }
  },
};
