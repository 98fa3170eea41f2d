import { join } from 'node:path';
import { type CommandDefinition, UsageError } from '../command.ts';
import { readConfig } from '../config.ts';
import { EXIT } from '../exit-code.ts';
import { reportAdvisoryError } from '../vulnerability/report-advisory-error.ts';
import { DATABASE_OPTION, findDatabase } from '../vulnerability/scan-options.ts';

export const command: CommandDefinition = {
  name: 'db update',
  summary: 'Fetch the advisories that have changed, from their publishers or from mirrors, and build the database anew',
  arguments: [],
  options: [
    DATABASE_OPTION,
    {
      name: 'mirror',
      value: 'url',
      doc: 'Folder of a web server that has all files by their names; the next one is asked when one fails',
      repeatable: true,
    },
    {
      name: 'source',
      value: 'feed=url',
      doc: 'URL that stands for that of a publisher, as osv=https://osv.example; it has the same below it',
      repeatable: true,
    },
    { name: 'only', value: 'name', doc: 'Feed, or ecosystem of OSV such as Debian or npm, to fetch; all by default', repeatable: true },
    { name: 'cache', value: 'folder', doc: 'Folder that keeps what was fetched (by default advisories in the data folder)' },
  ],
  examples: [
    { command: 'breakwater db update --only Debian --only npm --only kev', doc: 'What a few images need' },
    { command: 'breakwater db update --mirror https://mirror.example/advisories', doc: 'Without the publishers' },
  ],
  run: ({ options }, terminal) =>
    reportAdvisoryError(terminal, async () => {
      const { updateDatabase } = await import('@breakwater/advisory');
      const file = findDatabase(options['db']);
      const { feeds, problems, changed, unchanged } = await updateDatabase({
        folder: (options['cache'] as string | undefined) ?? join(readConfig().dataDir, 'advisories'),
        file,
        now: new Date().toISOString(),
        mirrors: (options['mirror'] as readonly string[] | undefined) ?? [],
        only: (options['only'] as readonly string[] | undefined) ?? [],
        sources: readSources(options['source']),
        proxies: readConfig().proxies,
        progress: (name, outcome) => {
          if (terminal.interactive) void terminal.stderr(`${name}: ${outcome}\n`);
        },
      });
      const records = feeds.reduce((sum, { row }) => sum + row.records, 0);
      await terminal.stdout(`${file}: ${records} records of ${feeds.length} feeds; ${changed} files changed, ${unchanged} did not\n`);
      for (const { code, source, message } of problems) await terminal.stderr(`${code}  ${source}: ${message}\n`);
      return problems.length > 0 ? EXIT.couldNotLook : EXIT.nothing;
    }),
};

/** Throws UsageError. */
function readSources(values: unknown): Readonly<Record<string, string>> {
  const entries = ((values as readonly string[] | undefined) ?? []).map(value => {
    const [, feed, url] = /^([\w-]+)=(https?:\/\/.+)$/.exec(value) ?? [];
    if (feed === undefined || url === undefined)
      throw new UsageError(`--source takes a feed and a URL such as osv=https://osv.example, not '${value}'`);
    return [feed, url] as const;
  });
  return Object.fromEntries(entries);
}
