import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Somebody who is told of violations over a webhook. */
export interface Receiver {
  /** As they came. */
  readonly messages: readonly string[];
  /** What a server has to be told of it. */
  readonly notifier: {
    name: string;
    type: 'webhook';
    enabled: boolean;
    severity: 'high';
    owners: string[];
    clusters: string[];
    config: { url: string; secret: string };
  };
  /** Whether something came, and nothing since so many milliseconds. */
  readonly isQuiet: (milliseconds: number) => boolean;
  readonly stop: () => void;
}

/** @param refuse how many of the first messages are refused */
export async function startReceiver(refuse = 0): Promise<Receiver> {
  const messages: string[] = [];
  let last = Number.POSITIVE_INFINITY;
  const server = createServer(async (request, answer) => {
    messages.push((await request.toArray()).map(String).join(''));
    last = performance.now();
    answer.writeHead(messages.length <= refuse ? 503 : 204).end();
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    messages,
    notifier: {
      name: 'receiver',
      type: 'webhook',
      enabled: true,
      severity: 'high',
      owners: [],
      clusters: [],
      config: { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, secret: 'end-to-end-secret' },
    },
    isQuiet: milliseconds => performance.now() - last > milliseconds,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
