import { renderAnswer } from '../answer.ts';
import type { CommandDefinition } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { openDirect } from '../respond/open-direct.ts';
import { describeTarget, renderRecords } from '../respond/render-record.ts';
import { DIRECT_OPTIONS, RESPOND_FORMAT } from '../respond/respond-options.ts';

const MOST = 500;

export const command: CommandDefinition = {
  name: 'respond list',
  summary: 'List the responses of this machine on a cluster, the newest first: who, what, why, how it ended, and what was taken back',
  arguments: [],
  options: [{ name: 'dry-runs', doc: 'Also those that changed nothing' }, ...DIRECT_OPTIONS, RESPOND_FORMAT],
  examples: [
    { command: 'breakwater respond list', doc: 'What was done on the cluster of the current context' },
    { command: 'breakwater respond list --format json', doc: 'With each step, before and after' },
  ],
  run: async (input, terminal) => {
    const direct = await openDirect(input);
    try {
      await direct.responder.look();
      const all = direct.journal.listNewest(MOST).map(({ record }) => record);
      const records = all.filter(({ request }) => input.options['dry-runs'] === true || !request.dryRun);
      if (input.options['format'] === 'json') {
        await terminal.stdout(renderRecords(records));
        return EXIT.nothing;
      }
      const rows = records.map(record => {
        const { request, state, reverted, message } = record;
        const shown = reverted === undefined ? state : `${state}, reverted`;
        return [
          request.id,
          request.requestedAt,
          request.action,
          describeTarget(record),
          request.dryRun ? 'dry run' : shown,
          request.requestedBy.name,
          request.reason,
          reverted?.message ?? message,
        ];
      });
      const columns = ['id', 'time', 'action', 'target', 'state', 'by', 'reason', 'what came of it'];
      const heading = `${rows.length} ${rows.length === 1 ? 'response' : 'responses'} on ${direct.cluster}`;
      await terminal.stdout(renderAnswer('table', { schema: 'breakwater/respond', results: [], heading, columns, rows, problems: [] }));
      return EXIT.nothing;
    } finally {
      await direct.close();
    }
  },
};
