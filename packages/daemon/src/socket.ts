import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { DaemonError } from './errors.ts';
import { createProxyAgent } from './proxy-agent.ts';

/** One end of a connection that carries texts, in order. */
export interface Socket {
  /** Resolves once the text has left the process; so a slow reader slows its writer. Rejects when the connection is gone. */
  send(text: string): Promise<void>;
  /** Bytes that wait to leave. */
  readonly buffered: number;
  /** Stops reading until `resume`, so that the other end waits. */
  pause(): void;
  resume(): void;
  /** Ends politely; cuts the line when the other end does not answer within a second. */
  close(reason?: string): void;
  /** Texts as they come. One handler. */
  onText(handler: (text: string) => void): void;
  /** Once, whoever ended it. */
  onClose(handler: (reason: string) => void): void;
}

export interface SocketLimits {
  /** Longest text in bytes; a longer one ends the connection. */
  readonly maxBytes: number;
  /** A line on which nothing was heard for this long is dead. */
  readonly idleMs: number;
}

export interface ConnectOptions extends SocketLimits {
  readonly url: string;
  readonly ca: string;
  readonly key: string;
  readonly certificate: string;
  readonly timeoutMs: number;
  /** URL of a proxy that the connection goes through; empty for none. */
  readonly proxy?: string;
}

/** Connects to a server that presents a certificate of the authority, with a certificate of one's own. Throws DaemonError. */
export function connectSocket({ url, ca, key, certificate, maxBytes, idleMs, timeoutMs, proxy = '' }: ConnectOptions): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const socket = new WebSocket(url, [], {
    ca,
    key,
    cert: certificate,
    maxPayload: maxBytes,
    handshakeTimeout: timeoutMs,
    ...(proxy === '' ? {} : { agent: createProxyAgent(proxy) }),
    perMessageDeflate: false,
    // The authority is our own and certifies no other servers; addresses change more often than certificates. Node takes anything true for a fault.
    checkServerIdentity: () => false,
  });
  socket.once('open', () => resolve(wrap(socket, idleMs)));
  socket.once('error', cause => reject(new DaemonError('connection-failed', `${url}: ${cause.message}`, { cause })));
  return promise;
}

/**
 * Takes connections on a path of a server. `accept` says who it is from the request (the client certificate, for one); undefined refuses with
 * 401 before anything is read.
 *
 * @returns ends all connections
 */
export function listenSockets<Peer>(
  server: Server,
  path: string,
  limits: SocketLimits,
  accept: (request: IncomingMessage) => Peer | undefined,
  onSocket: (socket: Socket, peer: Peer) => void,
): () => void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: limits.maxBytes, perMessageDeflate: false });
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy());
    const peer = new URL(request.url ?? '/', 'https://server').pathname === path ? accept(request) : undefined;
    if (peer === undefined) {
      stream.end('HTTP/1.1 401 Unauthorized\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, stream, head, socket => onSocket(wrap(socket, limits.idleMs), peer));
  });
  return () => {
    for (const client of sockets.clients) client.terminate();
    sockets.close();
  };
}

const CLOSE_MS = 1000;

function wrap(socket: WebSocket, idleMs: number): Socket {
  let failure = '';
  const watch = watchIdle(socket, idleMs);
  socket.on('error', cause => {
    failure = cause.message;
  });
  socket.once('close', () => clearInterval(watch));
  return {
    send: text => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      socket.send(text, cause =>
        cause === undefined || cause === null ? resolve() : reject(new DaemonError('connection-failed', cause.message, { cause })),
      );
      return promise;
    },
    get buffered() {
      return socket.bufferedAmount;
    },
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    close: (reason = '') => {
      // A close frame holds 123 bytes of words.
      socket.close(1000, Buffer.from(reason).subarray(0, 120).toString().toWellFormed());
      setTimeout(() => socket.terminate(), CLOSE_MS).unref();
    },
    onText: handler => socket.on('message', (data, isBinary) => (isBinary ? socket.close(1003) : handler(String(data)))),
    onClose: handler => socket.once('close', (_, reason) => handler(failure || reason.toString())),
  };
}

/** Asks now and then whether somebody is there, and cuts a line on which nothing was heard. */
function watchIdle(socket: WebSocket, idleMs: number): NodeJS.Timeout {
  let heard = true;
  const hear = (): void => {
    heard = true;
  };
  for (const event of ['message', 'ping', 'pong'] as const) socket.on(event, hear);
  return setInterval(() => {
    if (!heard && !socket.isPaused) socket.terminate();
    heard = false;
    if (socket.readyState === WebSocket.OPEN) socket.ping();
  }, idleMs / 2).unref();
}
