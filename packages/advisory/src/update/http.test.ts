import { createServer } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Server } from 'node:net';
import { expect, it } from 'vitest';
import { serve } from '../testing/mirror.ts';
import { createHttp } from './http.ts';

async function listen(server: Server): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** A proxy that answers requests itself, and connects whatever is to be connected to one port of this machine. */
async function startProxy(port: number) {
  const log: string[] = [];
  const server = createServer((request, response) => {
    log.push(`${request.method} ${request.url}`);
    response.end('hello');
  });
  server.on('connect', (request, socket) => {
    log.push(`CONNECT ${request.url}`);
    const target = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(target).pipe(socket);
    });
    target.on('error', () => socket.destroy());
    socket.on('error', () => target.destroy());
  });
  const own = await listen(server);
  return {
    port: own,
    log,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

it.each<[title: string, scheme: string, noProxy: string, log: readonly string[], text: string]>([
  ['a proxy', 'http://', '', ['GET http://mirror.invalid/x'], 'hello'],
  ['a proxy without its scheme', '', 'other.invalid', ['GET http://mirror.invalid/x'], 'hello'],
  ['no proxy for the host', 'http://', 'mirror.invalid', [], 'fetch failed'],
  ['no proxy for all below a name', 'http://', '.invalid', [], 'fetch failed'],
])('goes through %s', async (_, scheme, noProxy, log, text) => {
  await using proxy = await startProxy(1);
  await using http = createHttp({ httpsProxy: '', httpProxy: `${scheme}127.0.0.1:${proxy.port}`, noProxy });
  const answer = await http.readText('http://mirror.invalid/x', 100).catch((cause: unknown) => (cause as Error).message);
  expect([answer, proxy.log]).toEqual([text, log]);
});

it('speaks TLS through a proxy that connects', async () => {
  const heard: number[] = [];
  const target = createTcpServer(socket => socket.once('data', data => [heard.push(Buffer.from(data)[0] ?? 0), socket.destroy()]));
  const port = await listen(target);
  {
    await using proxy = await startProxy(port);
    await using http = createHttp({ httpsProxy: `http://127.0.0.1:${proxy.port}`, httpProxy: '', noProxy: '' });
    await expect(http.readText('https://mirror.invalid/x', 100)).rejects.toThrow('fetch failed');
    // 22 is a handshake of TLS, that ends at the target and not at the proxy. https://www.rfc-editor.org/rfc/rfc8446#section-5.1
    expect([proxy.log, heard]).toEqual([['CONNECT mirror.invalid:443'], [22]]);
  }
  await new Promise(resolve => target.close(resolve));
});

it('reads no more than it may', async () => {
  await using mirror = await serve({ x: 'hello' });
  await using http = createHttp({ httpsProxy: '', httpProxy: '', noProxy: '' });
  await expect(http.readText(`${mirror.url}/x`, 4)).rejects.toThrow('the answer has more than 4 bytes');
});
