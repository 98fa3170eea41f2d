import { agents } from '@breakwater/api';
import { renderAgents } from '../agent/render-agents.ts';
import type { CommandDefinition } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { reportRefusal, requireServer, SERVER_OPTIONS } from '../server/connect-server.ts';

export const command: CommandDefinition = {
  name: 'agent status',
  summary: 'How the agents on nodes are: which nodes are watched, since when, what each cannot see and why, and which nodes nobody watches',
  arguments: [],
  options: [{ name: 'format', value: 'format', doc: 'How to write it', choices: ['table', 'json'], default: 'table' }, ...SERVER_OPTIONS],
  examples: [{ command: 'breakwater agent status --server https://breakwater.example.com', doc: 'All clusters' }],
  run: async (input, terminal) => {
    const client = await requireServer(input, terminal.language);
    try {
      const answer = await client.call(agents.endpoints.status, {});
      await terminal.stdout(input.options['format'] === 'json' ? `${JSON.stringify(answer, null, 2)}\n` : renderAgents(answer));
      return EXIT.nothing;
    } catch (cause) {
      return reportRefusal(cause, terminal);
    }
  },
};
