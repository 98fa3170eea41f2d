import { Agent, request } from 'node:https';

export type Raw = Readonly<Record<string, unknown>>;

export interface ApiAnswer {
  readonly status: number;
  readonly body: Raw;
  /** Texts of the Warning headers. */
  readonly warnings: readonly string[];
}

/** Plain requests to an API server with a bearer token; JSON in, JSON out. */
export class ApiClient {
  readonly #server: URL;
  readonly #agent: Agent;
  readonly #token: string;

  constructor(server: string, ca: string, token: string) {
    this.#server = new URL(server);
    this.#agent = new Agent({ ca, keepAlive: true, maxSockets: 8 });
    this.#token = token;
  }

  /** A body that is text is sent as YAML, as kubectl would send a file; anything else as JSON. `as` is a user to act as. */
  request(
    method: string,
    path: string,
    body?: unknown,
    type = typeof body === 'string' ? 'application/yaml' : 'application/json',
    as = '',
  ): Promise<ApiAnswer> {
    const login = { authorization: `Bearer ${this.#token}`, ...(as === '' ? {} : { 'impersonate-user': as }) };
    const headers = { ...login, accept: 'application/json', 'content-type': type };
    return new Promise((resolve, reject) => {
      const sent = request(new URL(path, this.#server), { method, headers, agent: this.#agent }, answer => {
        const chunks: Buffer[] = [];
        answer.on('data', chunk => chunks.push(chunk));
        answer.once('error', reject);
        answer.once('end', () => {
          const warnings = readWarnings(answer.rawHeaders);
          resolve({ status: answer.statusCode ?? 0, body: parseBody(Buffer.concat(chunks).toString()), warnings });
        });
      });
      sent.once('error', reject);
      sent.end(body === undefined || typeof body === 'string' ? body : JSON.stringify(body));
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** `/readyz` answers in words. */
function parseBody(text: string): Raw {
  return text.startsWith('{') ? (JSON.parse(text) as Raw) : { text };
}

/** `299 - "text"`, with quotes and backslashes escaped. https://www.rfc-editor.org/rfc/rfc7234#section-5.5 */
function readWarnings(rawHeaders: readonly string[]): readonly string[] {
  return rawHeaders.flatMap((name, index) => {
    if (index % 2 === 1 || name.toLowerCase() !== 'warning') return [];
    const text = /^299 \S+ "(.*)"$/s.exec(rawHeaders[index + 1] ?? '')?.[1];
    return text === undefined ? [] : [text.replace(/\\(.)/gs, '$1')];
  });
}
