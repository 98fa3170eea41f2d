import type { CommandDefinition } from '../command.ts';
import { UsageError } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { readKey } from '../vulnerability/read-key.ts';
import { reportAdvisoryError } from '../vulnerability/report-advisory-error.ts';
import { DATABASE_OPTION, findDatabase } from '../vulnerability/scan-options.ts';

export const command: CommandDefinition = {
  name: 'db export',
  summary: 'Write the advisory database as one signed file for machines without a network',
  arguments: [],
  options: [
    DATABASE_OPTION,
    { name: 'out', value: 'file', doc: 'File to write (required)' },
    { name: 'key', value: 'file', doc: 'Ed25519 private key in PEM to sign it with; without one it is not signed' },
  ],
  examples: [{ command: 'breakwater db export --out advisories.bw --key signing.pem', doc: 'To carry to a network of its own' }],
  run: ({ options }, terminal) =>
    reportAdvisoryError(terminal, async () => {
      const out = options['out'] as string | undefined;
      if (out === undefined) throw new UsageError('db export needs --out FILE');
      const { exportDatabase } = await import('@breakwater/advisory');
      const { records, built, signature } = await exportDatabase(findDatabase(options['db']), out, readKey(options['key']));
      await terminal.stdout(
        `${out}: ${records} advisories of ${built.slice(0, 10)}, ${signature === undefined ? 'not signed' : 'signed'}\n`,
      );
      return EXIT.nothing;
    }),
};
