import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Log } from '@breakwater/daemon';
import { toErrorMessage } from '@breakwater/model';
import { SensorError } from '../errors.ts';
import { listenTls, type TlsListener } from '../roles/listen-tls.ts';
import { type AuthenticateSender, createSenderAuthenticator } from './authenticate-sender.ts';
import { type BodyFault, readBody } from './read-body.ts';
import { splitRecords } from './split-records.ts';
import type { RecordsAnswer, TakeRecords } from './take-records.ts';

/** How the API server, Falco, Tetragon and log shippers deliver what they recorded. */
export interface EventPortSettings {
  /** 0 takes any free one. */
  readonly port: number;
  /** Address to listen at; loopback when absent. */
  readonly host?: string;
  /** Names beside the address that the certificate is for. */
  readonly names?: readonly string[];
  /** Folder of secrets, a file for each sender by its name. */
  readonly secrets?: string;
  /** File of authorities in PEM whose certificates senders may present; made for this alone, or everybody with one of them may deliver. */
  readonly clientCa?: string;
}

interface Surroundings {
  readonly dataDir: string;
  readonly log: Log;
  readonly take: TakeRecords;
  /** Hears why something of a sender was not taken. */
  readonly note: (sender: string, messages: readonly string[]) => void;
}

/** Where records are delivered. */
export const EVENTS_PATH = '/events';
const LOOPBACK = '127.0.0.1';
/** Of one delivery, unpacked. The API server sends 400 events, each as long as its audit policy has it. */
const MAX_BODY = 16 * 1024 * 1024;
const MAX_RECORDS = 20_000;
/** Deliveries that are read, or wait for their turn; who comes beyond comes again. */
const MAX_WAITING = 4;
const RETRY_SECONDS = 1;

interface Answer {
  readonly status: number;
  readonly body: RecordsAnswer | { readonly error: { readonly code: string; readonly message: string } };
}

const BODY_FAULTS: Readonly<Record<BodyFault, Answer>> = {
  'too-large': toError(
    413,
    'body-too-large',
    `a delivery has at most ${MAX_BODY} bytes unpacked: send fewer records at once (API server: --audit-webhook-batch-max-size, --audit-webhook-truncate-enabled)`,
  ),
  'encoding-unknown': toError(415, 'encoding-unknown', 'send it as it is, or with content-encoding gzip'),
  broken: toError(400, 'body-invalid', 'the body broke off, or is not packed as it says'),
};

/** Throws SensorError `event-port-unusable` when nobody could deliver anything, or the port is taken. */
export async function startEventPort(settings: EventPortSettings, surroundings: Surroundings): Promise<TlsListener> {
  const { port, host = LOOPBACK, names = [], secrets, clientCa } = settings;
  if (secrets === undefined && clientCa === undefined)
    throw new SensorError(
      'event-port-unusable',
      'senders cannot be told from others: name a folder with a secret for each (--event-secrets), or an authority of their certificates (--event-client-ca)',
    );
  const desk = new Desk(createSenderAuthenticator(secrets), surroundings);
  try {
    const listener = await listenTls({
      port,
      host,
      names: [...new Set([host, LOOPBACK, 'localhost', ...names])],
      folder: join(surroundings.dataDir, 'roles'),
      log: surroundings.log,
      answer: (request, response) => void desk.answer(request, response),
      ...(clientCa === undefined ? {} : { clientCa: readFileSync(clientCa, 'utf8') }),
    });
    surroundings.log.info({ url: `${listener.url}${EVENTS_PATH}` }, 'events of others are listened for');
    return listener;
  } catch (cause) {
    throw new SensorError('event-port-unusable', `the port for events of others cannot be opened: ${toErrorMessage(cause)}`, { cause });
  }
}

class Desk {
  readonly #authenticate: AuthenticateSender;
  readonly #surroundings: Surroundings;
  #waiting = 0;

  constructor(authenticate: AuthenticateSender, surroundings: Surroundings) {
    this.#authenticate = authenticate;
    this.#surroundings = surroundings;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      write(response, await this.#decide(request));
    } catch (cause) {
      this.#surroundings.log.warn({ error: toErrorMessage(cause) }, 'events of others could not be taken; they are asked for again');
      write(response, toError(503, 'not-taken', 'the sensor could not take it now; deliver it again in a moment'));
    }
  }

  async #decide(request: IncomingMessage): Promise<Answer> {
    const path = (request.url ?? '').split('?')[0];
    if (path !== EVENTS_PATH) return toError(404, 'path-unknown', `events are delivered to ${EVENTS_PATH}`);
    if (request.method !== 'POST') return toError(405, 'method-wrong', `${EVENTS_PATH} takes POST`);
    const sender = this.#authenticate(request);
    if (sender === undefined) return this.#refuseStranger(request);
    if (this.#waiting >= MAX_WAITING) return toError(429, 'busy', 'more is delivered than is taken; deliver it again in a moment');
    this.#waiting += 1;
    try {
      return await this.#take(sender, request);
    } finally {
      this.#waiting -= 1;
    }
  }

  async #take(sender: string, request: IncomingMessage): Promise<Answer> {
    const { take, note } = this.#surroundings;
    const body = await readBody(request, MAX_BODY);
    const records = 'fault' in body ? [] : splitRecords(body.text);
    const refusal = 'fault' in body ? BODY_FAULTS[body.fault] : records.length > MAX_RECORDS ? BODY_FAULTS['too-large'] : undefined;
    if (refusal === undefined) return { status: 200, body: await take(sender, records) };
    if ('error' in refusal.body) note(sender, [refusal.body.error.message]);
    return refusal;
  }

  #refuseStranger({ socket }: IncomingMessage): Answer {
    this.#surroundings.log.warn({ from: socket.remoteAddress }, 'somebody who may not deliver events was refused');
    return toError(
      401,
      'sender-unknown',
      'say who you are: a client certificate, authorization: Bearer SECRET, or name and secret by Basic',
    );
  }
}

function toError(status: number, code: string, message: string): Answer {
  return { status, body: { error: { code, message } } };
}

function write(response: ServerResponse, { status, body }: Answer): void {
  if (response.destroyed || response.headersSent) return;
  const bytes = Buffer.from(JSON.stringify(body));
  const isPassing = status === 429 || status === 503;
  const headers: Record<string, string | number> = {
    'content-type': 'application/json',
    'content-length': bytes.length,
    ...(isPassing ? { 'retry-after': String(RETRY_SECONDS) } : {}),
    ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    // What is left of a body that was not read would be taken for the next request.
    ...(status >= 400 ? { connection: 'close' } : {}),
  };
  response.writeHead(status, headers).end(bytes);
}
