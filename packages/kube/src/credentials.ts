import { readFileSync } from 'node:fs';
import type { RequestOptions } from 'node:https';
import { setTimeout } from 'node:timers/promises';
import { toErrorMessage } from '@breakwater/model';
import { KubeConfig, loadYaml, type User } from '@kubernetes/client-node';
import type { Authorization } from './authorization.ts';
import { KubeError } from './errors.ts';
import { toRecord, toRecords, toText } from './raw.ts';

export interface CredentialOptions {
  /** Path of a kubeconfig; without one: $KUBECONFIG, ~/.kube/config, then the service account of the pod. */
  readonly kubeconfig?: string;
  /** Context of the kubeconfig; its current one when absent. */
  readonly context?: string;
}

/** A credential plug-in that asks somebody something is not meant for a daemon. */
const PLUGIN_MS = 30_000;

/** Who a process is for a cluster, as far as a kubeconfig or a service account says it. */
export interface LoadedCredentials {
  readonly server: string;
  readonly context: string;
  /** URL of a proxy, empty for none. */
  readonly proxy: string;
  readonly authorization: Authorization;
  /** File that the token is in, empty when it is in none: the token changes without the rest. */
  readonly tokenFile: string;
  /** Whether a plug-in gave the authorization, so that it ends at some time that is not known here. */
  readonly isPassing: boolean;
}

/** Reads a kubeconfig, or what a pod finds, and asks its credential plug-in once. Throws KubeError. */
export async function loadCredentials(options: CredentialOptions): Promise<LoadedCredentials> {
  const config = load(options);
  const cluster = config.getCurrentCluster();
  const context = config.getCurrentContext();
  if (cluster === null) throw new KubeError('kubeconfig-invalid', `context '${context}' names no cluster of the kubeconfig`);
  const { exec, authProvider } = config.getCurrentUser() ?? {};
  const tokenFile = toText(toRecord(toRecord(authProvider)['config'])['tokenFile']);
  return {
    server: cluster.server.replace(/\/+$/, ''),
    context,
    proxy: cluster.proxyUrl ?? '',
    authorization: await authorize(config),
    tokenFile,
    isPassing: exec !== undefined || (authProvider !== undefined && tokenFile === ''),
  };
}

function load({ kubeconfig, context }: CredentialOptions): KubeConfig {
  const config = new KubeConfig();
  try {
    if (kubeconfig === undefined) config.loadFromDefault();
    else loadFile(config, kubeconfig);
  } catch (cause) {
    throw new KubeError('kubeconfig-invalid', `the kubeconfig ${kubeconfig ?? ''} cannot be read: ${toErrorMessage(cause)}`, { cause });
  }
  // Without any kubeconfig the library makes one up that names a server on this machine.
  if (kubeconfig === undefined && isMadeUp(config))
    throw new KubeError(
      'kubeconfig-missing',
      'there is no kubeconfig ($KUBECONFIG, ~/.kube/config), and this process does not run in a pod',
    );
  // There is nothing to verify without TLS, as with `kubectl proxy`; the library wants that to be said.
  config.clusters = config.clusters.map(cluster => (cluster.server.startsWith('http:') ? { ...cluster, skipTLSVerify: true } : cluster));
  if (context !== undefined) selectContext(config, context);
  if (config.getContextObject(config.getCurrentContext()) === null)
    throw new KubeError(
      'kubeconfig-invalid',
      `the kubeconfig has no context '${config.getCurrentContext() ?? ''}'; ${listContexts(config)}`,
    );
  return config;
}

/** The library passes over `tokenFile` of a user, which kubectl reads. */
function loadFile(config: KubeConfig, path: string): void {
  config.loadFromFile(path);
  const files = readTokenFiles(loadYaml(readFileSync(path, 'utf8')));
  config.users = config.users.map(user => withTokenFile(user, files.get(user.name)));
}

function withTokenFile(user: User, tokenFile: string | undefined): User {
  return tokenFile === undefined ? user : { ...user, authProvider: { name: 'tokenFile', config: { tokenFile } } };
}

function readTokenFiles(document: unknown): ReadonlyMap<string, string> {
  const files = toRecords(toRecord(document)['users']).map(
    entry => [toText(entry['name']), toText(toRecord(entry['user'])['tokenFile'])] as const,
  );
  return new Map(files.filter(([, file]) => file !== ''));
}

function isMadeUp(config: KubeConfig): boolean {
  return config.getCurrentContext() === 'loaded-context' && config.getCurrentCluster()?.server === 'http://localhost:8080';
}

function selectContext(config: KubeConfig, context: string): void {
  if (config.getContextObject(context) === null)
    throw new KubeError('kubeconfig-invalid', `the kubeconfig has no context '${context}'; ${listContexts(config)}`);
  config.setCurrentContext(context);
}

function listContexts(config: KubeConfig): string {
  const names = config.getContexts().map(({ name }) => name);
  return names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
}

async function authorize(config: KubeConfig): Promise<Authorization> {
  const options: RequestOptions = {};
  const patience = new AbortController();
  try {
    await Promise.race([config.applyToHTTPSOptions(options), giveUp(patience.signal)]);
  } catch (cause) {
    if (cause instanceof KubeError) throw cause;
    throw new KubeError('credentials-failed', `credentials of user '${nameUser(config)}': ${toErrorMessage(cause)}`, { cause });
  } finally {
    patience.abort();
  }
  return toAuthorization(options);
}

async function giveUp(signal: AbortSignal): Promise<never> {
  await setTimeout(PLUGIN_MS, undefined, { signal });
  throw new KubeError('credentials-failed', `the credential plug-in did not answer within ${PLUGIN_MS / 1000} s`);
}

function nameUser(config: KubeConfig): string {
  return config.getCurrentUser()?.name ?? '';
}

function toAuthorization(options: RequestOptions): Authorization {
  const given = readHeader(options.headers);
  const basic = typeof options.auth === 'string' ? `Basic ${Buffer.from(options.auth).toString('base64')}` : undefined;
  return {
    // Token files end with a line feed as often as not.
    header: (given ?? basic ?? '').trim(),
    ca: toPem(options.ca),
    certificate: toPem(options.cert),
    key: toPem(options.key),
    serverName: options.servername ?? '',
    insecure: options.rejectUnauthorized === false,
  };
}

function readHeader(headers: unknown): string | undefined {
  return toText(toRecord(headers)['Authorization']) || undefined;
}

function toPem(value: unknown): string {
  return Buffer.isBuffer(value) || typeof value === 'string' ? value.toString() : '';
}
