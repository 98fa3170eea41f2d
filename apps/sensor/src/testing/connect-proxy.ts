import { createServer, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { onTestFinished } from 'vitest';

/** A proxy that ends with the test: takes any name, and leads to that port of this machine. */
export interface ConnectProxy {
  readonly url: string;
  /** What was asked for, as `host:port`. */
  readonly targets: readonly string[];
}

export async function startConnectProxy(): Promise<ConnectProxy> {
  const targets: string[] = [];
  // Without TLS a proxy is asked for the whole address instead.
  const server = createServer((asked, answer) => {
    const { host, port, pathname, search } = new URL(asked.url ?? '');
    targets.push(host);
    const { method = 'GET', headers } = asked;
    const passed = request({ host: '127.0.0.1', port, path: pathname + search, method, headers }, given => {
      answer.writeHead(given.statusCode ?? 502, given.headers);
      given.pipe(answer);
      answer.once('close', () => given.destroy());
    });
    passed.on('error', () => answer.destroy());
    asked.pipe(passed);
  });
  server.on('connect', ({ url = '' }, client, head) => {
    targets.push(url);
    const target = connect(Number(url.split(':').at(-1)), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.write(head);
      client.pipe(target).pipe(client);
    });
    for (const [one, other] of [
      [client, target],
      [target, client],
    ] as const) {
      one.on('error', () => other.destroy());
      one.once('close', () => other.destroy());
    }
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, targets };
}
