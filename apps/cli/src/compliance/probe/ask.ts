import { type IncomingMessage, type RequestOptions, request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import { connect, type SecureVersion, type TLSSocket } from 'node:tls';
import type { ProbeAnswer } from '@breakwater/model';

/** Milliseconds for a whole question. */
const PATIENCE = 4000;
/** Bytes of an answer that are read. */
const MAX_BYTES = 4096;

export interface Place {
  readonly host: string;
  readonly port: number;
}

export type Answered = Pick<ProbeAnswer, 'outcome' | 'status' | 'detail' | 'tls'>;

/** Somebody listens and turns the handshake down. */
const TURNED_DOWN = /^(?:ECONNREFUSED|ECONNRESET|EPIPE|ERR_SSL_(?!NO_PROTOCOLS|NO_CIPHER|WRONG_VERSION_NUMBER|UNSUPPORTED_PROTOCOL$).*)$/;
const OUT_OF_REACH = /^(?:ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ABORT_ERR)$/;

/** Asks for a path without any credential; whose certificate it is does not matter, since nothing is trusted to it. Never throws. */
export function askPath(place: Place, path: string, isTls: boolean): Promise<Answered> {
  return new Promise(resolve => {
    const options: RequestOptions = {
      ...place,
      path,
      method: 'GET',
      agent: false,
      signal: AbortSignal.timeout(PATIENCE),
      headers: { accept: 'application/json' },
    };
    const onAnswer = (answer: IncomingMessage): void => {
      const tls = isTls ? readTls(answer.socket as TLSSocket) : undefined;
      let text = '';
      const end = (): void =>
        resolve({ outcome: 'answered', status: answer.statusCode ?? 0, detail: readUser(text), ...(tls === undefined ? {} : { tls }) });
      answer.on('data', (chunk: Buffer) => {
        text += chunk.toString('utf8', 0, MAX_BYTES);
        if (text.length >= MAX_BYTES) answer.destroy();
      });
      answer.once('close', end);
      answer.once('error', end);
    };
    const sent = isTls ? requestTls({ ...options, rejectUnauthorized: false }, onAnswer) : requestPlain(options, onAnswer);
    sent.once('error', cause => resolve(describeFailure(cause)));
    sent.end();
  });
}

/** Shakes hands and hangs up. Never throws. */
export function shakeHands(
  place: Place,
  versions?: { readonly minVersion: SecureVersion; readonly maxVersion: SecureVersion },
): Promise<Answered> {
  return new Promise(resolve => {
    // Old versions are allowed to ourselves at a low level of security only; nothing is sent over them.
    const old = versions === undefined ? {} : { ...versions, ciphers: 'DEFAULT@SECLEVEL=0' };
    const socket = connect({ ...place, rejectUnauthorized: false, ...old });
    const end = (answer: Answered): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => end({ outcome: 'unreachable', detail: '' }), PATIENCE);
    socket.once('secureConnect', () => {
      const tls = readTls(socket);
      end({ outcome: 'answered', detail: '', ...(tls === undefined ? {} : { tls }) });
    });
    socket.once('error', cause => end(describeFailure(cause)));
  });
}

function readTls(socket: TLSSocket): Answered['tls'] {
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return undefined;
  return {
    version: socket.getProtocol() ?? '',
    cipher: socket.getCipher().standardName ?? socket.getCipher().name,
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    notAfter: new Date(certificate.validTo).toISOString(),
  };
}

/** Who an API server took somebody for who said nothing. */
function readUser(text: string): string {
  return /User \\?"(system:[a-z:]+)\\?"/.exec(text)?.[1] ?? '';
}

function describeFailure(cause: Error): Answered {
  const { code = '' } = cause as NodeJS.ErrnoException;
  const known = code === '' ? cause.name : code;
  // An alert is what the other side says; the same code without one is our own failure to understand.
  if (code === 'EPROTO') return { outcome: /SSL alert number/.test(cause.message) ? 'refused' : 'failed', detail: known };
  if (TURNED_DOWN.test(known)) return { outcome: 'refused', detail: known };
  return { outcome: OUT_OF_REACH.test(known) || cause.name === 'AbortError' ? 'unreachable' : 'failed', detail: known };
}

function oneLine(text: string): string {
  return text.replaceAll('\n', ', ').slice(0, 200);
}
