import { setTimeout } from 'node:timers/promises';
import type { CommandDefinition, Terminal } from '../command.ts';
import { EVENT_OPTIONS, readEventFilter } from '../events/event-options.ts';
import { EventFollower, type ListedEvent } from '../events/follow-events.ts';
import { EXIT } from '../exit-code.ts';
import { reportRefusal, requireServer } from '../server/connect-server.ts';
import { runUntilStopped } from '../up/until-stopped.ts';

/** Between two questions. */
const PAUSE_MS = 1000;
/** What is shown of the time before, without --since. */
const BEFORE_MS = 60_000;

export const command: CommandDefinition = {
  name: 'events tail',
  summary:
    'Show what containers do while they do it: programs, connections, names, files, rights, and calls of the API server, as a server hears of them',
  arguments: [],
  options: [
    { name: 'once', doc: 'Show what there is and end' },
    { name: 'format', value: 'format', doc: 'How to write it', choices: ['table', 'json'], default: 'table' },
    ...EVENT_OPTIONS,
  ],
  examples: [
    { command: 'breakwater events tail --filter namespace=shop', doc: 'What happens in one namespace, from a minute ago on, until Ctrl+C' },
    { command: 'breakwater events tail --filter "type=process-exec,program~sh" --since 1h --once', doc: 'Shells of the last hour' },
  ],
  run: async (input, terminal) => {
    const conditions = readEventFilter(input, Date.now());
    const client = await requireServer(input, terminal.language);
    const from = input.options['since'] === undefined ? Date.now() - BEFORE_MS : 0;
    const follower = new EventFollower(client, conditions, from);
    const show = async (): Promise<void> => {
      for (const event of await follower.next(Date.now())) await terminal.stdout(render(event, input.options['format'] === 'json'));
    };
    try {
      await show();
      if (input.options['once'] === true) return EXIT.nothing;
      await follow(show, terminal);
      return EXIT.nothing;
    } catch (cause) {
      return reportRefusal(cause, terminal);
    }
  },
};

/** Asks again and again until somebody stops it; throws what ends it before. */
async function follow(show: () => Promise<void>, terminal: Terminal): Promise<void> {
  const stop = new AbortController();
  const asking = (async () => {
    while (!stop.signal.aborted) {
      await setTimeout(PAUSE_MS, undefined, { signal: stop.signal }).catch(() => undefined);
      if (!stop.signal.aborted) await show();
    }
  })();
  const stopped = runUntilStopped(
    () => terminal.stderr('following; Ctrl+C ends it\n'),
    async () => stop.abort(),
  );
  await Promise.race([asking, stopped]);
  stop.abort();
  await asking;
}

function render(event: ListedEvent, isJson: boolean): string {
  if (isJson) return `${JSON.stringify(event)}\n`;
  const { time, clusterName, namespace, pod, container, node, text } = event;
  const place = pod === '' ? node : [namespace, pod, container].filter(part => part !== '').join('/');
  return `${time}  ${clusterName}  ${place}  ${text}\n`;
}
