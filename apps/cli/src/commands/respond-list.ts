import type { ResponseRecord } from '@breakwater/model';
import { describeCount, renderAnswer } from '../answer.ts';
import type { CommandDefinition, CommandInput, Terminal } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { useResponses } from '../respond/open-responses.ts';
import { renderRecords } from '../respond/render-record.ts';
import { BY_SERVER_OPTIONS, DIRECT_OPTIONS, RESPOND_FORMAT } from '../respond/respond-options.ts';
import type { ListedResponse, Responses } from '../respond/responses.ts';

export const command: CommandDefinition = {
  name: 'respond list',
  summary:
    'List responses, the newest first: who, what, why, how it ended, and what was taken back; those of a server, or of this machine on a cluster',
  arguments: [],
  options: [{ name: 'dry-runs', doc: 'Also those that changed nothing' }, ...BY_SERVER_OPTIONS, ...DIRECT_OPTIONS, RESPOND_FORMAT],
  examples: [
    { command: 'breakwater respond list', doc: 'What was done from this machine on the cluster of the current context' },
    { command: 'breakwater respond list --server https://breakwater.example.com', doc: 'What a server was asked for, on all clusters' },
    { command: 'breakwater respond list --format json', doc: 'With each step, before and after' },
  ],
  run: (input, terminal) => useResponses(input, terminal, responses => list(responses, input, terminal)),
};

async function list(responses: Responses, { options }: CommandInput, terminal: Terminal): Promise<ExitCode> {
  const { results, total } = await responses.list(options['dry-runs'] === true);
  if (options['format'] === 'json') {
    const records: ResponseRecord[] = [];
    for (const { id } of results) records.push((await responses.read(id)).record);
    await terminal.stdout(renderRecords(records));
    return EXIT.nothing;
  }
  const columns = ['id', 'time', 'action', 'target', 'state', 'by', 'reason', 'what came of it'];
  const count = results.length < total ? `the newest ${results.length} of ${total} responses` : describeCount(total, 'response');
  const heading = responses.cluster === undefined ? count : `${count} on ${responses.cluster}`;
  const rows = results.map(toRow);
  await terminal.stdout(renderAnswer('table', { schema: 'breakwater/respond', results: [], heading, columns, rows, problems: [] }));
  return EXIT.nothing;
}

function toRow({ id, requestedAt, action, target, state, by, reason, message }: ListedResponse): readonly string[] {
  return [id, requestedAt, action, target, state, by, reason, message];
}
