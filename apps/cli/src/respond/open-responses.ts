import { type CommandInput, type Terminal, UsageError } from '../command.ts';
import type { ExitCode } from '../exit-code.ts';
import { reportRefusal } from '../server/connect-server.ts';
import { openDirectResponses } from './direct-responses.ts';
import type { Responses } from './responses.ts';
import { openServerResponses } from './server-responses.ts';

const OF_SERVER = ['token-file', 'ask-approval', 'wait'];
const OF_KUBECONFIG = ['kubeconfig', 'context', 'data'];

/**
 * Whether a server is to be asked. Only words on the command line say so: a variable of the environment must not turn what was meant for the cluster of
 * the kubeconfig to another one. Throws UsageError for options that do not go together.
 */
export function isByServer({ options }: Pick<CommandInput, 'options'>): boolean {
  const given = (names: readonly string[]) => names.find(name => options[name] !== undefined && options[name] !== false);
  const byServer = given(['server', 'cluster']);
  const [odd, server] = [given(OF_KUBECONFIG), given(OF_SERVER)];
  if (byServer !== undefined && odd !== undefined)
    throw new UsageError(`--${odd} acts with a kubeconfig, --${byServer} by way of a server: say one of them`);
  if (byServer === undefined && server !== undefined)
    throw new UsageError(`--${server} is for a server: name it with --server, and the cluster with --cluster`);
  return byServer !== undefined;
}

/** Opens what the options name, uses it, and closes it; what a server refuses is said in its words. Throws UsageError. */
export async function useResponses(
  input: CommandInput,
  terminal: Terminal,
  use: (responses: Responses) => Promise<ExitCode>,
): Promise<ExitCode> {
  if (!isByServer(input)) return closing(await openDirectResponses(input), use);
  try {
    return await closing(await openServerResponses(input, terminal), use);
  } catch (cause) {
    return reportRefusal(cause, terminal);
  }
}

async function closing(responses: Responses, use: (responses: Responses) => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await use(responses);
  } finally {
    await responses.close();
  }
}
