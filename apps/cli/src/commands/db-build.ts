import { type CommandDefinition, UsageError } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { reportAdvisoryError } from '../vulnerability/report-advisory-error.ts';

export const command: CommandDefinition = {
  name: 'db build',
  summary: 'Build the advisory database from a folder of OSV records, known exploited vulnerabilities, EPSS scores and end-of-life dates',
  arguments: [],
  options: [
    {
      name: 'from',
      value: 'folder',
      doc: 'Folder with *.jsonl, *.jsonl.gz, kev.json, eol.json and epss*.csv.gz, also in subfolders (required)',
    },
    { name: 'out', value: 'file', doc: 'Database to write; one that is there stays in use until the new one is whole (required)' },
  ],
  examples: [
    { command: 'breakwater db build --from advisories --out advisories.db', doc: 'A database for machines without a network' },
    { command: 'breakwater image scan cart.tar --db advisories.db', doc: 'And its use' },
  ],
  run: ({ options }, terminal) =>
    reportAdvisoryError(terminal, async () => {
      const { from, out } = options as { readonly from?: string; readonly out?: string };
      if (from === undefined || out === undefined) throw new UsageError('db build needs --from FOLDER and --out FILE');
      const { buildDatabase } = await import('@breakwater/advisory');
      const { feeds, problems } = await buildDatabase(from, out, { now: new Date().toISOString() });
      const records = feeds.reduce((sum, { row }) => sum + row.records, 0);
      await terminal.stdout(`${out}: ${records} records of ${feeds.length} feeds\n`);
      for (const { code, source, message } of problems) await terminal.stderr(`${code}  ${source}: ${message}\n`);
      return problems.some(({ code }) => code !== 'file-unknown') ? EXIT.couldNotLook : EXIT.nothing;
    }),
};
