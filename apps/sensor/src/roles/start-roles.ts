import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '@breakwater/daemon';
import { createWriter, type KubeClient } from '@breakwater/kube';
import { toErrorMessage } from '@breakwater/model';
import { SensorError } from '../errors.ts';
import { type AuthenticateRole, createSecretAuthenticator, createTokenAuthenticator } from './authenticate-role.ts';
import type { TlsListener } from './listen-tls.ts';
import { publishCa } from './publish-ca.ts';
import type { RoleHandlers } from './role-handlers.ts';
import { startRolePort } from './role-port.ts';

/** How roles reach this sensor. */
export interface RolePortSettings {
  /** 0 takes any free one. */
  readonly port: number;
  /** Address to listen at; loopback when absent. */
  readonly host?: string;
  /** Names beside the address that the certificate is for, as those of a Service. */
  readonly names?: readonly string[];
  /** Folder of the secrets that are shared with roles, a file for each by its name. Without one the API server is asked whom a token is of. */
  readonly secrets?: string;
  /** Namespace of the roles' service accounts; that of this pod when absent. */
  readonly namespace?: string;
  /** Namespace of the account of agents, whose pods need more than others may; the one above when absent. */
  readonly agentNamespace?: string;
  /** ConfigMaps that are given the certificate of the authority, so that pods of roles mount it: `name`, of that namespace, or `namespace/name`. */
  readonly caConfigMaps?: readonly string[];
}

interface Surroundings {
  readonly client: KubeClient | undefined;
  readonly dataDir: string;
  readonly log: Log;
  readonly handlers: RoleHandlers;
}

const NAMESPACE_FILE = '/var/run/secrets/kubernetes.io/serviceaccount/namespace';
const LOOPBACK = '127.0.0.1';

/** Throws SensorError `role-port-unusable` when nobody could be told from anybody else, or the port is taken. */
export async function startRoles(settings: RolePortSettings, { client, dataDir, log, handlers }: Surroundings): Promise<TlsListener> {
  const { port, host = LOOPBACK, names = [] } = settings;
  const authenticate = chooseAuthenticator(settings, client);
  try {
    const running = await startRolePort({
      port,
      host,
      names: [...new Set([host, LOOPBACK, 'localhost', ...names])],
      folder: join(dataDir, 'roles'),
      authenticate,
      handlers,
      log,
    });
    log.info({ url: running.url }, 'roles of this cluster are listened for');
    return withPublished(running, settings, client, log);
  } catch (cause) {
    throw new SensorError('role-port-unusable', `the role port cannot be opened: ${toErrorMessage(cause)}`, { cause });
  }
}

/** Roles wait for it: until the API server takes it, it is tried again. */
function withPublished(port: TlsListener, settings: RolePortSettings, client: KubeClient | undefined, log: Log): TlsListener {
  const own = settings.namespace ?? readNamespace();
  if (client === undefined || own === undefined) return port;
  const places = (settings.caConfigMaps ?? []).map(name => (name.includes('/') ? name : `${own}/${name}`));
  const stops = places.map(place => {
    const [namespace = '', name = ''] = place.split('/');
    return publishCa(createWriter(client.credentials), { namespace, name }, port.ca, log);
  });
  return {
    ...port,
    close: async () => {
      await Promise.all(stops.map(stop => stop()));
      await port.close();
    },
  };
}

function chooseAuthenticator({ secrets, namespace, agentNamespace }: RolePortSettings, client: KubeClient | undefined): AuthenticateRole {
  if (secrets !== undefined) return createSecretAuthenticator(secrets);
  const own = namespace ?? readNamespace();
  if (client !== undefined && own !== undefined)
    return createTokenAuthenticator(client, { namespace: own, ...(agentNamespace === undefined ? {} : { agentNamespace }) });
  throw new SensorError(
    'role-port-unusable',
    'roles cannot be told from others: name the namespace of their service accounts (--role-namespace), or a folder of shared secrets (--role-secrets)',
  );
}

function readNamespace(): string | undefined {
  try {
    return readFileSync(NAMESPACE_FILE, 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}
