import { setTimeout as sleep } from 'node:timers/promises';
import { Backoff, type Log } from '@breakwater/daemon';
import { toErrorMessage } from '@breakwater/model';
import { Client, type ClientConfig } from 'pg';
import { CHANNEL, type Change } from './change.ts';

/** Hints of all servers on this database, in this process. */
export interface ChangeFeed {
  /** @returns ends the subscription */
  readonly subscribe: (handler: (change: Change) => void) => () => void;
  readonly close: () => Promise<void>;
}

/** The database is away; who shows anything had better say so. */
const AWAY: Change = { topics: ['database'] };
/** After a lost connection hints may have been missed: everything may be different. */
const ANYTHING: Change = { topics: ['*'] };

/** Listens until it is closed, connecting again when the database was away. */
export async function listenChanges(config: ClientConfig, log: Log): Promise<ChangeFeed> {
  const handlers = new Set<(change: Change) => void>();
  const emit = (change: Change): void => {
    for (const handler of handlers) handler(change);
  };
  const backoff = new Backoff(200, 5000);
  let closed = false;
  let client = await connect(config, emit);
  const follow = async (): Promise<void> => {
    while (!closed) {
      await ended(client);
      if (!closed) emit(AWAY);
      while (!closed) {
        try {
          client = await connect(config, emit);
          backoff.reset();
          emit(ANYTHING);
          break;
        } catch (error) {
          log.debug({ error: toErrorMessage(error) }, 'the database does not answer the listener of changes');
          await sleep(backoff.next());
        }
      }
    }
  };
  const following = follow();
  return {
    subscribe: handler => {
      handlers.add(handler);
      return () => handlers.delete(handler);
    },
    close: async () => {
      closed = true;
      await client.end().catch(() => {});
      await following;
    },
  };
}

async function connect(config: ClientConfig, emit: (change: Change) => void): Promise<Client> {
  const client = new Client(config);
  client.on('error', () => {});
  client.on('notification', ({ payload }) => emit(JSON.parse(payload ?? '{"topics":[]}') as Change));
  try {
    await client.connect();
    await client.query(`LISTEN ${CHANNEL}`);
    return client;
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
}

function ended(client: Client): Promise<void> {
  return new Promise(resolve => client.once('end', resolve));
}
