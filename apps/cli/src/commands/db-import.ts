import { type CommandDefinition, UsageError } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { readKey } from '../vulnerability/read-key.ts';
import { reportAdvisoryError } from '../vulnerability/report-advisory-error.ts';
import { DATABASE_OPTION, findDatabase } from '../vulnerability/scan-options.ts';

export const command: CommandDefinition = {
  name: 'db import',
  summary: 'Take over an advisory database that was exported elsewhere, once its digest and its signature were found right',
  arguments: [{ name: 'file', doc: 'What db export wrote', required: true }],
  options: [
    DATABASE_OPTION,
    { name: 'key', value: 'file', doc: 'Ed25519 public key in PEM that it has to be signed with' },
    { name: 'unsigned', doc: 'Take it whoever made it' },
  ],
  examples: [{ command: 'breakwater db import advisories.bw --key verify.pem', doc: 'On a machine without a network' }],
  run: ({ arguments: [file = ''], options }, terminal) =>
    reportAdvisoryError(terminal, async () => {
      const key = readKey(options['key']);
      if (key === undefined && options['unsigned'] !== true)
        throw new UsageError('db import needs --key FILE, or --unsigned to take it whoever made it');
      const { importDatabase } = await import('@breakwater/advisory');
      const database = findDatabase(options['db']);
      const { records, built } = await importDatabase(file, database, key);
      await terminal.stdout(`${database}: ${records} advisories of ${built.slice(0, 10)}\n`);
      return EXIT.nothing;
    }),
};
