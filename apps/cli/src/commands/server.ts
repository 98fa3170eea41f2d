import { resolve } from 'node:path';
import type { readServerConfig } from '@breakwater/server';
import type { CommandDefinition, CommandInput } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { readPort } from '../up/read-port.ts';
import { refuseStart } from '../up/refuse-start.ts';
import { runUntilStopped } from '../up/until-stopped.ts';
import { VERSION } from '../version.ts';

export const command: CommandDefinition = {
  name: 'server',
  summary: 'Run the server alone: API, console, database and the port that sensors connect to',
  arguments: [],
  options: [
    { name: 'data', value: 'folder', doc: 'Folder of certificates and, without DATABASE_URL, of the database' },
    { name: 'host', value: 'address', doc: 'Address to listen on (default: 127.0.0.1)' },
    { name: 'port', value: 'port', doc: 'Port of console and API (default: 8080)' },
    { name: 'sensor-port', value: 'port', doc: 'Port that sensors connect to (default: 8443)' },
    { name: 'console', value: 'folder', doc: 'Built console to serve' },
  ],
  examples: [{ command: 'breakwater server --host 0.0.0.0 --data /var/lib/breakwater', doc: 'Serve other machines; put TLS before it' }],
  run: async ({ options }, terminal) => {
    const { readServerConfig, startServer } = await import('@breakwater/server');
    const start = async () => await startServer({ ...readServerConfig(VERSION), ...readFlags(options) });
    const server = await start().catch(refuseStart);
    const password = server.firstPassword === undefined ? '' : `first login: admin, password ${server.firstPassword} (shown once)\n`;
    await runUntilStopped(
      () => terminal.stdout(`console and API: ${server.url}\nsensors: ${server.sensorUrl}\n${password}`),
      () => server.close(),
    );
    return EXIT.nothing;
  },
};

type ServerOptions = ReturnType<typeof readServerConfig>;

/** What flags say; the environment, BREAKWATER_SERVER_…, says the rest. */
function readFlags(options: CommandInput['options']): Partial<ServerOptions> {
  const given = <T>(name: string, key: keyof ServerOptions, read: (value: string) => T) =>
    typeof options[name] === 'string' ? { [key]: read(options[name]) } : {};
  return {
    ...given('data', 'dataDir', resolve),
    ...given('host', 'host', String),
    ...given('port', 'port', value => readPort('port', value)),
    ...given('sensor-port', 'sensorPort', value => readPort('sensor-port', value)),
    ...given('console', 'consoleDir', resolve),
  };
}
