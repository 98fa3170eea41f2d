import { policies } from '@breakwater/api';
import type { CommandDefinition } from '../command.ts';
import { readDays } from '../enforce/read-days.ts';
import { readScope } from '../enforce/read-enforcement.ts';
import { renderWhatIf } from '../enforce/render-what-if.ts';
import { EXIT } from '../exit-code.ts';
import { reportRefusal, requireServer, SERVER_OPTIONS } from '../server/connect-server.ts';

export const command: CommandDefinition = {
  name: 'admission what-if',
  summary: 'What would have been refused if a policy had been set to refuse: requests of the last days, and objects that exist',
  arguments: [{ name: 'policy', doc: 'Policy', required: true }],
  options: [
    { name: 'days', value: 'number', doc: 'Days of requests to look back on', default: '7' },
    { name: 'cluster', value: 'name', doc: 'As if only in this cluster, by its id; may be repeated', repeatable: true },
    {
      name: 'namespace',
      value: 'name',
      doc: 'As if only in this namespace, where * stands for any characters; may be repeated',
      repeatable: true,
    },
    { name: 'label', value: 'key=value', doc: 'As if only for objects with this label; may be repeated', repeatable: true },
    { name: 'format', value: 'format', doc: 'How to write it', choices: ['text', 'json'], default: 'text' },
    ...SERVER_OPTIONS,
  ],
  examples: [
    {
      command: 'breakwater admission what-if privileged-container --days 30 --server https://breakwater.example.com',
      doc: 'The last 30 days',
    },
  ],
  run: async (input, terminal) => {
    const [id = ''] = input.arguments;
    const days = readDays(input);
    const settings = [{ scope: readScope(input), enforcement: { deploy: 'deny' as const } }];
    const client = await requireServer(input, terminal.language);
    try {
      const answer = await client.call(policies.endpoints.whatIf, { params: { id }, body: { days, settings } });
      await terminal.stdout(input.options['format'] === 'json' ? `${JSON.stringify(answer, null, 2)}\n` : renderWhatIf(answer));
      return EXIT.nothing;
    } catch (cause) {
      return reportRefusal(cause, terminal);
    }
  },
};
