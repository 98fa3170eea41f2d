import { type Client, createClient, session } from '@breakwater/api';
import { createLog } from '@breakwater/daemon';
import type { ServerOptions } from '../options.ts';
import { type RunningServer, startServer } from '../start-server.ts';
import { createDataFolder } from './data-folder.ts';

/** A server on an embedded database in a folder of its own. */
export interface TestServer {
  readonly server: RunningServer;
  readonly dataDir: string;
  readonly admin: Client;
  /** Stops it and starts it again on the same data. */
  readonly restart: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export async function startTestServer(options: Partial<ServerOptions> = {}): Promise<TestServer> {
  const folder = createDataFolder();
  const dataDir = folder.path;
  const start = (): Promise<RunningServer> =>
    startServer({
      version: '0.0.0-test',
      log: createLog('silent'),
      dataDir,
      host: '127.0.0.1',
      port: 0,
      sensorPort: 0,
      requestsPerMinute: 1_000_000,
      enrolmentsPerMinute: 1_000_000,
      ...options,
    });
  let server = await start();
  const cookies = new Map<string, string>();
  const admin = createClient(toFetch(cookies), server.url);
  await admin.call(session.endpoints.create, { body: { name: 'admin', password: server.firstPassword ?? '' } });
  return {
    get server() {
      return server;
    },
    dataDir,
    admin,
    restart: async () => {
      await server.close();
      server = await start();
    },
    close: async () => {
      await server.close();
      folder.remove();
    },
  };
}

/** A client with a login of its own. */
export async function logIn(url: string, name: string, password: string): Promise<Client> {
  const client = createClient(toFetch(new Map()), url);
  await client.call(session.endpoints.create, { body: { name, password } });
  return client;
}

export function withToken(url: string, token: string, headers: Readonly<Record<string, string>> = {}): Client {
  return createClient(toFetch(new Map()), url, () => ({ authorization: `Bearer ${token}`, ...headers }));
}

export function withoutLogin(url: string): Client {
  return createClient(toFetch(new Map()), url);
}

/** A fetch that keeps cookies, as browsers do. */
function toFetch(cookies: Map<string, string>): Parameters<typeof createClient>[0] {
  return async (url, { method, headers, body }) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, {
      method,
      headers: { ...headers, ...(cookie === '' ? {} : { cookie }) },
      ...(body === undefined ? {} : { body }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const [name = '', value = ''] = pair.split('=');
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return { status: answer.status, text: () => answer.text() };
  };
}
