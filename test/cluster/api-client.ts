import { Agent, request } from 'node:https';
import { createInterface } from 'node:readline';

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

  /** Calls with each change of a collection, `type` ADDED, MODIFIED or DELETED, until the signal ends it. Resolves once the API server answers. */
  watch(path: string, onChange: (type: string, object: Raw) => void, signal: AbortSignal): Promise<void> {
    const headers = { authorization: `Bearer ${this.#token}`, accept: 'application/json' };
    return new Promise((resolve, reject) => {
      const sent = request(new URL(`${path}?watch=true`, this.#server), { headers, agent: this.#agent, signal }, answer => {
        if (answer.statusCode !== 200) return reject(new Error(`${path} cannot be watched: status ${answer.statusCode}`));
        const lines = createInterface({ input: answer });
        // The end of a watch is one, too.
        for (const each of [answer, lines]) each.on('error', () => undefined);
        lines.on('line', line => {
          const { type, object } = JSON.parse(line) as { readonly type: string; readonly object: Raw };
          onChange(type, object);
        });
        resolve();
      });
      sent.once('error', reject);
      sent.end();
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
