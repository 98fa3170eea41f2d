import { ApiError, type Client, createClient } from '@breakwater/api';
import { readText } from '../check/read-bytes.ts';
import { type CommandInput, type OptionDefinition, type Terminal, UsageError } from '../command.ts';
import { readConfig } from '../config.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';

/** Which server a command asks, and as whom. The token is never an argument: those are seen by everybody on the machine. */
export const SERVER_OPTIONS: readonly OptionDefinition[] = [
  { name: 'server', value: 'url', doc: 'Server to ask, as https://breakwater.example.com (default: BREAKWATER_URL)' },
  { name: 'token-file', value: 'file', doc: 'File with an API token of it (default: BREAKWATER_TOKEN); the console makes them' },
];

/** A client of the server that was named; undefined when none was. Throws UsageError. */
export async function findServer({ options }: Pick<CommandInput, 'options'>, language: 'en' | 'ja'): Promise<Client | undefined> {
  const { serverUrl, serverToken } = readConfig();
  const url = typeof options['server'] === 'string' ? options['server'] : serverUrl;
  if (url === undefined) return undefined;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new UsageError(`--server takes an address, as https://breakwater.example.com, not '${url}'`);
  const file = options['token-file'];
  const token = typeof file === 'string' ? (await readText(file)).trim() : serverToken;
  if (token === undefined || !/^[\x21-\x7e]+$/.test(token))
    throw new UsageError(
      'an API token is needed: --token-file names a file with it, or BREAKWATER_TOKEN holds it; the console makes one under Users, API tokens',
    );
  return createClient(
    (path, { signal: _, ...init }) => fetch(path, init),
    url.replace(/\/+$/, ''),
    () => ({ authorization: `Bearer ${token}`, 'accept-language': language }),
  );
}

/** The same for what makes no sense without. Throws UsageError. */
export async function requireServer(input: Pick<CommandInput, 'options'>, language: 'en' | 'ja'): Promise<Client> {
  const client = await findServer(input, language);
  if (client === undefined) throw new UsageError('a server is needed: --server names it, or BREAKWATER_URL does');
  return client;
}

const NEW_TOKEN = 'Name a file with one that holds with --token-file; the console makes them under Users, API tokens.';

/** Says what a server refused, in its words, and gives the exit code for it. Throws what is no refusal. */
export async function reportRefusal(cause: unknown, terminal: Terminal): Promise<ExitCode> {
  if (!(cause instanceof ApiError)) throw cause;
  const { message } = cause;
  // The server speaks to programs of headers; here it is a file.
  const hint = cause.code === 'unauthenticated' ? NEW_TOKEN : cause.hint;
  await terminal.stderr(`${message}${hint === undefined ? '' : ` ${hint}`}\n`);
  return EXIT.couldNotLook;
}
