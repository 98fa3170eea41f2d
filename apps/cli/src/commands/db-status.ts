import { FORMAT_OPTION, renderAnswer } from '../answer.ts';
import type { CommandDefinition } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { countDays } from '../vulnerability/count-days.ts';
import { reportAdvisoryError } from '../vulnerability/report-advisory-error.ts';
import { DATABASE_OPTION, findDatabase } from '../vulnerability/scan-options.ts';

export const command: CommandDefinition = {
  name: 'db status',
  summary: 'Show what the advisory database holds: feeds, records, their age, and which were never checked against a real document',
  arguments: [],
  options: [DATABASE_OPTION, FORMAT_OPTION],
  examples: [{ command: 'breakwater db status --db advisories.db', doc: 'How old is what scans rest on?' }],
  run: ({ options }, terminal) =>
    reportAdvisoryError(terminal, async () => {
      const { openDatabase } = await import('@breakwater/advisory');
      const file = findDatabase(options['db']);
      using database = openDatabase(file);
      const feeds = database.feeds();
      const rows = feeds.map(feed => [
        feed.name,
        String(feed.records),
        String(feed.withdrawn),
        String(feed.invalid),
        feed.newest.slice(0, 10),
        String(countDays(feed.newest) ?? ''),
        feed.verified ? '' : 'shape unverified',
        feed.licence,
      ]);
      const answer = {
        schema: 'breakwater/db-status',
        results: feeds.map(feed => ({ ...feed })),
        heading: `${file}: ${database.countRecords()} advisories of ${feeds.length} feeds, built ${database.built.slice(0, 10)} (${countDays(database.built) ?? '?'} days ago)`,
        columns: ['feed', 'records', 'withdrawn', 'invalid', 'newest', 'days', 'remark', 'licence'],
        rows,
        problems: [],
      };
      await terminal.stdout(renderAnswer(options['format'], answer));
      return EXIT.nothing;
    }),
};
