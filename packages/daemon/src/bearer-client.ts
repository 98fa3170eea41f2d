import { readFileSync } from 'node:fs';
import { toErrorMessage } from '@breakwater/model';
import { DaemonError } from './errors.ts';
import { createTrustedAgent, requestTrusted, type TrustedAnswer } from './trusted-request.ts';

export interface BearerOptions {
  /** Of the other end, as https://breakwater-sensor.breakwater.svc:8444. */
  readonly url: string;
  /** File with the authority behind its certificate; read each time, since it may be made anew. */
  readonly caFile: string;
  /** File with the token that says who asks; read each time, since tokens are short-lived. */
  readonly tokenFile: string;
}

export interface BearerRequest {
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes of the longest answer. */
  readonly maxBytes: number;
  /** Without a byte for so long it is given up, in milliseconds. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Asks a server of ours whose authority lies in a file, as somebody whose token lies in another. */
export class BearerClient {
  readonly #options: BearerOptions;
  readonly #agent = createTrustedAgent('');

  constructor(options: BearerOptions) {
    this.#options = options;
  }

  /** Throws DaemonError `connection-failed`, also for a file that cannot be read, and `server-untrusted`. */
  async ask(method: 'GET' | 'POST', path: string, { body = '', headers = {}, signal, ...rest }: BearerRequest): Promise<TrustedAnswer> {
    const { url, caFile, tokenFile } = this.#options;
    const ca = readFile(caFile, 'the authority of the sensor');
    const token = readFile(tokenFile, 'the token of this role').trim();
    return requestTrusted(
      new URL(path, url),
      { ca, proxy: '' },
      {
        method,
        headers: { authorization: `Bearer ${token}`, ...headers },
        body,
        agent: this.#agent,
        ...rest,
        ...(signal === undefined ? {} : { signal }),
      },
    );
  }

  close(): void {
    this.#agent.destroy();
  }
}

function readFile(path: string, what: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new DaemonError('connection-failed', `${what} cannot be read from ${path}: ${toErrorMessage(cause)}`, { cause });
  }
}
