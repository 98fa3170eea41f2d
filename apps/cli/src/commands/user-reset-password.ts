import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type CommandDefinition, UsageError } from '../command.ts';
import { readConfig } from '../config.ts';
import { EXIT } from '../exit-code.ts';
import { refuseStart } from '../up/refuse-start.ts';

export const command: CommandDefinition = {
  name: 'user reset-password',
  summary: 'Give a user of the console another password, as when no administrator can log in',
  arguments: [{ name: 'user', doc: 'Name of the user, as admin', required: true }],
  options: [
    {
      name: 'data',
      value: 'folder',
      doc: 'Data folder of `up` or `server`, which must not run meanwhile (default: that of `up`); not asked for with DATABASE_URL',
    },
  ],
  examples: [
    { command: 'breakwater user reset-password admin', doc: 'The one who set this machine up has lost the password' },
    {
      command: 'DATABASE_URL=postgres://breakwater@db/breakwater breakwater user reset-password admin',
      doc: 'On a PostgreSQL of your own; servers may go on running',
    },
  ],
  run: async ({ arguments: [user = ''], options }, terminal) => {
    const config = readConfig();
    const { databaseUrl } = config;
    const data = resolve(String(options['data'] ?? config.dataDir));
    const dataDir = databaseUrl === undefined ? findServerFolder(data) : data;
    const [{ createLog }, { resetPassword }] = await Promise.all([import('@breakwater/daemon'), import('@breakwater/server')]);
    const log = createLog('silent');
    const outcome = await resetPassword({ ...(databaseUrl === undefined ? {} : { databaseUrl }), dataDir, log }, user).catch(refuseStart);
    if ('administrators' in outcome) {
      throw new UsageError(`nobody is called '${user}'; administrators are: ${outcome.administrators.join(', ')}`);
    }
    await terminal.stdout(`${outcome.password}\n`);
    await terminal.stderr(
      `This password of ${user} is shown once and has to be changed at the next login; all sessions of ${user} have ended.\n`,
    );
    return EXIT.nothing;
  },
};

/** `up` keeps what is the server's in a folder of its own, `server` in the one that it was given. A wrong folder must not become an empty database. */
function findServerFolder(data: string): string {
  const found = [join(data, 'server'), data].find(folder => existsSync(join(folder, 'database')));
  if (found === undefined) throw new UsageError(`there is no database in ${data}; name the data folder with --data, or set DATABASE_URL`);
  return found;
}
