import { events } from '@breakwater/api';
import type { CommandDefinition } from '../command.ts';
import { EVENT_OPTIONS, readEventFilter, toFilter } from '../events/event-options.ts';
import { EXIT } from '../exit-code.ts';
import { reportRefusal, requireServer } from '../server/connect-server.ts';

const PAGE = 500;

export const command: CommandDefinition = {
  name: 'events export',
  summary: 'Write whole events of a server as lines of JSON, the oldest first: for evidence, and to be judged again by `events replay`',
  arguments: [],
  options: [{ name: 'until', value: 'time', doc: 'Before: RFC 3339, or so long ago' }, ...EVENT_OPTIONS],
  examples: [
    {
      command: 'breakwater events export --filter workload=Deployment/web --since 2h > web.jsonl && breakwater events replay web.jsonl',
      doc: 'What one workload did in the last two hours, judged again',
    },
  ],
  run: async (input, terminal) => {
    const query = { limit: PAGE, ...toFilter(readEventFilter(input, Date.now())) };
    const client = await requireServer(input, terminal.language);
    try {
      for (let cursor: string | undefined; ; ) {
        const page = await client.call(events.endpoints.export, { query: { ...query, ...(cursor === undefined ? {} : { cursor }) } });
        await terminal.stdout(page.results.map(event => `${JSON.stringify(event)}\n`).join(''));
        cursor = page.next;
        if (cursor === undefined) return EXIT.nothing;
      }
    } catch (cause) {
      return reportRefusal(cause, terminal);
    }
  },
};
