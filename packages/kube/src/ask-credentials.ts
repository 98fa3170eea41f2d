import { fork } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { toErrorMessage } from '@breakwater/model';
import type { Authorization, Credentials } from './authorization.ts';
import type { CredentialAnswer } from './credential-process.ts';
import type { CredentialOptions, LoadedCredentials } from './credentials.ts';
import { KubeError } from './errors.ts';

/** Longer than a plug-in gets. */
const PROCESS_MS = 45_000;
/** What a plug-in gave is asked for anew after this time; most give tokens of 15 minutes and more. */
const PASSING_MS = 240_000;
/** A refusal does not ask a plug-in more often than this. */
const RENEW_MS = 10_000;
/** Token files are replaced about once an hour, well before the old token ends. */
const TOKEN_MS = 10_000;

/**
 * Who this process is for a cluster, by kubeconfig: certificates, tokens, token files (read again as they change) and credential plug-ins. The
 * library that knows all of these takes more memory than everything else, so it runs for a moment in a process of its own. Throws KubeError.
 */
export async function askCredentials(options: CredentialOptions): Promise<Credentials> {
  let loaded = Promise.resolve(await askProcess(options));
  let loadedAt = performance.now();
  let token: { readonly at: number; readonly header: string } | undefined;
  const reload = (): void => {
    const before = loaded;
    loadedAt = performance.now();
    // What was known goes on to be used until there is something newer: a plug-in may fail for a moment.
    loaded = askProcess(options).catch(() => before);
  };
  const readToken = ({ tokenFile, authorization }: LoadedCredentials): Authorization => {
    if (tokenFile === '') return authorization;
    if (token === undefined || performance.now() - token.at > TOKEN_MS) token = { at: performance.now(), header: readTokenFile(tokenFile) };
    return { ...authorization, header: token.header };
  };
  const { server, context, proxy, isPassing } = await loaded;
  return {
    server,
    context,
    proxy,
    authorize: async () => {
      if (isPassing && performance.now() - loadedAt > PASSING_MS) reload();
      return readToken(await loaded);
    },
    renew: () => {
      token = undefined;
      if (performance.now() - loadedAt > RENEW_MS) reload();
    },
  };
}

function readTokenFile(path: string): string {
  try {
    return `Bearer ${readFileSync(path, 'utf8').trim()}`;
  } catch (cause) {
    throw new KubeError('credentials-failed', `the token file cannot be read: ${toErrorMessage(cause)}`, { cause });
  }
}

/** The source, or what stands for it beside a bundle. */
function findProcess(): URL {
  const source = new URL('./credential-process.ts', import.meta.url);
  return existsSync(source) ? source : new URL('./credential-process.mjs', import.meta.url);
}

async function askProcess(options: CredentialOptions): Promise<LoadedCredentials> {
  const child = fork(findProcess(), { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], execArgv: [] });
  const { promise, resolve, reject } = Promise.withResolvers<CredentialAnswer>();
  const timer = setTimeout(() => reject(new KubeError('credentials-failed', 'credentials were not there in time')), PROCESS_MS);
  child.once('message', answer => resolve(answer as CredentialAnswer));
  child.once('error', cause => reject(new KubeError('credentials-failed', `credentials cannot be read: ${cause.message}`, { cause })));
  child.once('exit', code => reject(new KubeError('credentials-failed', `reading credentials ended with code ${code}`)));
  child.send(options);
  try {
    const answer = await promise;
    if ('loaded' in answer) return answer.loaded;
    throw new KubeError(answer.code, answer.message);
  } finally {
    clearTimeout(timer);
    if (child.exitCode === null) child.kill('SIGKILL');
  }
}
