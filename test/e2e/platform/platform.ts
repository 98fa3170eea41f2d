import { join } from 'node:path';
import { type Answer, type Client, clusters, createClient, session, violations } from '@breakwater/api';
import { ROOT } from '../../../scripts/run.ts';
import { type Role, startRole } from './processes.ts';

/** A server with a database of its own, and somebody who may do everything. */
export interface Platform {
  readonly url: string;
  readonly folder: string;
  readonly admin: Client;
  readonly password: string;
  /** The process at this moment; journeys kill it. */
  server: Role;
  /** Starts the server again on the same ports and folder. */
  restart(): Promise<void>;
}

type ViolationRow = Answer<typeof violations.endpoints.list>['results'][number];

const READY = /^console and API: (\S+)$[\s\S]*^sensors: (\S+)$/m;

export interface PlatformOptions {
  /** Of its process and folder; `server` unless there are several. */
  readonly name?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The next one unless it says otherwise. */
  readonly sensorPort?: number;
  /** Of the admin, where another server on the same database was told it. */
  readonly password?: string;
}

/** Ports of their own, so that a server that is started again is found by those who knew it. */
export async function startPlatform(
  folder: string,
  port: number,
  { name = 'server', env = {}, sensorPort = port + 1, password }: PlatformOptions = {},
): Promise<Platform> {
  const start = () =>
    startRole(
      folder,
      name,
      [
        'server',
        '--console',
        join(ROOT, 'dist/console'),
        '--data',
        join(folder, name),
        '--port',
        String(port),
        '--sensor-port',
        String(sensorPort),
      ],
      READY,
      { env },
    );
  const server = await start();
  const url = READY.exec(server.output())?.[1] ?? '';
  const first = password ?? /password (\S+)/.exec(server.output())?.[1] ?? '';
  const platform: Platform = {
    url,
    folder,
    password: first,
    admin: await logIn(url, 'admin', first),
    server,
    restart: async () => {
      platform.server = await start();
    },
  };
  return platform;
}

/** A client with the session of a user. */
export async function logIn(url: string, name: string, password: string): Promise<Client> {
  let cookie = '';
  const client = createClient(
    async (path, { signal: _, ...init }) => {
      const answer = await fetch(path, init);
      const [given] = answer.headers.getSetCookie();
      if (given !== undefined) cookie = given.split(';')[0] ?? '';
      return answer;
    },
    url,
    () => (cookie === '' ? {} : { cookie }),
  );
  await client.call(session.endpoints.create, { body: { name, password } });
  return client;
}

/** Starts a sensor that joins by a token, or goes on with what its folder knows. */
export async function startSensorRole(
  platform: Platform,
  name: string,
  source: readonly string[],
  join_: 'join' | 'go on' = 'join',
): Promise<Role> {
  const words = ['sensor', '--name', name, '--data', join(platform.folder, name), ...source];
  if (join_ === 'join') {
    const { secret } = await platform.admin.call(clusters.endpoints.createJoinToken, { body: { name } });
    words.push('--join', secret);
  }
  return startRole(platform.folder, `sensor-${name}`, words, /^watching cluster/m);
}

/** All open violations that a filter takes. */
export async function listViolations(client: Client, filter: string): Promise<readonly ViolationRow[]> {
  const rows: ViolationRow[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await client.call(violations.endpoints.list, {
      query: { filter, limit: 500, ...(cursor === undefined ? {} : { cursor }) },
    });
    rows.push(...page.results);
    cursor = page.next;
    if (cursor === undefined) return rows;
  }
}

/** Workloads that share the node's processes, in order, as `Changes.expected` gives them. */
export async function listSharing({ admin }: Platform): Promise<string> {
  const rows = await listViolations(admin, 'policy=host-pid');
  return rows
    .map(({ name }) => name)
    .toSorted()
    .join();
}

/** What is there twice: each workload has one row, whose history opens and resolves in turn. */
export async function findDoubles({ admin }: Platform): Promise<readonly string[]> {
  const rows = await listViolations(admin, 'policy=host-pid,state=open|resolved');
  const doubled = rows.map(({ name }) => name).filter((name, index, names) => names.indexOf(name) !== index);
  const histories = await Promise.all(
    rows.map(async ({ id, name }) => {
      const { history } = await admin.call(violations.endpoints.get, { params: { id } });
      const turns = history.map(({ event }) => event).filter(event => event !== 'updated');
      return turns.some((turn, index) => turn === turns[index + 1]) ? `${name}: ${turns.join()}` : '';
    }),
  );
  return [
    ...(doubled.length === 0 ? [] : [`there twice: ${doubled.join()}`]),
    ...histories.filter(text => text !== '').map(text => `opened twice: ${text}`),
  ];
}
