import { Agent, request } from 'node:https';

type Raw = Readonly<Record<string, unknown>>;

export interface ReviewAnswer {
  readonly uid: string;
  readonly allowed: boolean;
  readonly status?: { readonly code: number; readonly message: string };
  readonly warnings?: readonly string[];
}

/** Asks a webhook as an API server does, over connections that are kept. */
export class ReviewClient {
  readonly #url: URL;
  readonly #agent: Agent;

  constructor(url: string, ca: string, connections = 8) {
    this.#url = new URL(url);
    this.#agent = new Agent({ ca, keepAlive: true, maxSockets: connections });
  }

  /** HTTP status and body, which is JSON. */
  send(body: string | Buffer): Promise<{ readonly status: number; readonly body: Raw }> {
    return new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      const sent = request(this.#url, { method: 'POST', headers, agent: this.#agent }, answer => {
        const chunks: Buffer[] = [];
        answer.on('data', chunk => chunks.push(chunk));
        answer.once('error', reject);
        answer.once('end', () =>
          resolve({ status: answer.statusCode ?? 0, body: JSON.parse(Buffer.concat(chunks).toString() || '{}') as Raw }),
        );
      });
      sent.once('error', reject);
      sent.end(body);
    });
  }

  async review(body: string): Promise<ReviewAnswer> {
    const { status, body: answer } = await this.send(body);
    if (status !== 200) throw new Error(`the webhook answered ${status}: ${JSON.stringify(answer)}`);
    return answer['response'] as unknown as ReviewAnswer;
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** The body of a review about a new object. */
export function toReview(object: Raw, parts: Raw = {}): string {
  const [group = '', version = ''] = String(object['apiVersion']).includes('/')
    ? String(object['apiVersion']).split('/')
    : ['', String(object['apiVersion'])];
  const kind = String(object['kind']);
  const metadata = (object['metadata'] ?? {}) as { readonly name?: string; readonly namespace?: string };
  return JSON.stringify({
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    request: {
      uid: 'e2e',
      kind: { group, version, kind },
      resource: { group, version, resource: `${kind.toLowerCase()}s` },
      name: metadata.name ?? '',
      namespace: metadata.namespace ?? '',
      operation: 'CREATE',
      userInfo: { username: 'ann', groups: ['system:authenticated'] },
      object,
      oldObject: null,
      dryRun: false,
      ...parts,
    },
  });
}
