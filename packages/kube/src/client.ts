import type { Authorization, Credentials } from './authorization.ts';
import { KubeError } from './errors.ts';
import { isRecord, type Raw, toRecord, toText } from './raw.ts';
import { parseJson, readJson, readText } from './read-json.ts';
import { toStatusError } from './status.ts';
import { readReview, type TokenUser, toReview } from './token-review.ts';
import { type Answer, type Question, Transport } from './transport.ts';

/** Version of Kubernetes that an API server reports. */
export interface ClusterVersion {
  /** As `v1.36.3`. */
  readonly text: string;
  readonly minor: number;
}

export interface GetOptions {
  readonly signal?: AbortSignal;
  readonly accept?: string;
  /** Largest body, in bytes; 64 MiB when absent. */
  readonly maxBytes?: number;
}

/** Reading access to the API of one cluster. Everything throws KubeError. */
export interface KubeClient {
  readonly server: string;
  readonly context: string;
  readonly credentials: Credentials;
  /** A whole JSON document. */
  getJson(path: string, options?: GetOptions): Promise<Raw>;
  /** Bytes as they come, until the server or the signal ends it. */
  stream(path: string, options?: GetOptions): Promise<AsyncIterable<Buffer>>;
  readVersion(): Promise<ClusterVersion>;
  /** uid of namespace kube-system: what a cluster is known by. */
  readClusterId(): Promise<string>;
  /** Who presents a service account token that was made for an audience; undefined for a token that is not good for it. */
  reviewToken(token: string, audience: string): Promise<TokenUser | undefined>;
  close(): Promise<void>;
}

/** A change to the API; only what was meant to write has it. */
export interface Change {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body: Raw;
  /** `application/merge-patch+json` for a patch when absent, else JSON. */
  readonly type?: string;
  readonly signal?: AbortSignal;
  /** Told every warning of the API server, whether it does what was asked or not. */
  readonly onWarning?: (text: string) => void;
}

/** Reads and writes. Everything throws KubeError. */
export interface KubeWriter extends KubeClient {
  /** What the API server answers: the object, or a Status. */
  change(change: Change): Promise<Raw>;
}

export interface ClientTimeouts {
  /** Milliseconds; 10 s, 60 s and 2 min when absent. */
  readonly connect?: number;
  readonly answer?: number;
  readonly document?: number;
}

const JSON_TYPE = 'application/json';
const MERGE_PATCH = 'application/merge-patch+json';
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_STATUS_BYTES = 1024 * 1024;

export function createClient(credentials: Credentials, timeouts: ClientTimeouts = {}): KubeClient {
  const { change: _, ...reader } = createWriter(credentials, timeouts);
  return reader;
}

/** A client that may also write, as far as its credentials are allowed to. */
export function createWriter(credentials: Credentials, timeouts: ClientTimeouts = {}): KubeWriter {
  const { connect = 10_000, answer = 60_000, document = 120_000 } = timeouts;
  const { server, context, proxy } = credentials;
  const transport = new Transport(server, proxy, { connect, answer });
  const send = (question: Question, signal = new AbortController().signal, onWarning?: Change['onWarning']) =>
    sendWith(transport, credentials, question, { signal, onWarning });
  const ask = async (question: Question, { signal: asked, maxBytes = MAX_BYTES, onWarning }: Asking): Promise<Raw> => {
    const late = AbortSignal.timeout(document);
    const signal = asked === undefined ? late : AbortSignal.any([asked, late]);
    try {
      const { body } = await send(question, signal, onWarning);
      return await readJson(body, maxBytes);
    } catch (cause) {
      if (late.aborted) throw new KubeError('cluster-timeout', `${server} did not send all of ${question.path} in time`, { cause });
      throw cause;
    }
  };
  const getJson = (path: string, { accept = JSON_TYPE, signal, maxBytes }: GetOptions = {}): Promise<Raw> =>
    ask({ method: 'GET', path, accept }, { signal, maxBytes });
  const change = ({ method, path, body, type = method === 'PATCH' ? MERGE_PATCH : JSON_TYPE, signal, onWarning }: Change): Promise<Raw> =>
    ask({ method, path, accept: JSON_TYPE, body: { type, text: JSON.stringify(body) } }, { signal, onWarning });

  return {
    server,
    context,
    credentials,
    getJson,
    change,
    stream: async (path, { accept = JSON_TYPE, signal } = {}) => (await send({ method: 'GET', path, accept }, signal)).body,
    readVersion: async () => readVersion(await getJson('/version')),
    readClusterId: async () => readUid(await getJson('/api/v1/namespaces/kube-system')),
    reviewToken: async (token, audience) => {
      const body = toReview(token, audience);
      return readReview(await change({ method: 'POST', path: '/apis/authentication.k8s.io/v1/tokenreviews', body }), audience);
    },
    close: () => transport.close(),
  };
}

interface Asking {
  readonly signal: AbortSignal | undefined;
  readonly maxBytes?: number | undefined;
  readonly onWarning?: Change['onWarning'];
}

interface Sending {
  readonly signal: AbortSignal;
  readonly onWarning: Change['onWarning'];
}

async function sendWith(
  transport: Transport,
  credentials: Credentials,
  question: Question,
  { signal, onWarning }: Sending,
): Promise<Answer> {
  const authorization: Authorization = await credentials.authorize();
  const answer = await transport.send(question, authorization, signal);
  for (const warning of answer.warnings) onWarning?.(warning);
  if (answer.status >= 200 && answer.status < 300) return answer;
  if (answer.status === 401) credentials.renew();
  throw toStatusError(answer.status, await readStatus(answer), answer.retryAfter);
}

/** A kubelet says in plain words what is wrong, and the API server passes them on. */
const WORDS = /^[^<{\0]+$/;

/** Proxies answer with pages; what they say is not worth a failure of its own. */
async function readStatus({ body }: Answer): Promise<Raw> {
  try {
    const text = await readText(body, MAX_STATUS_BYTES);
    return WORDS.test(text) ? { message: text.trim() } : parseJson(text);
  } catch {
    return {};
  }
}

function readVersion(body: Raw): ClusterVersion {
  const text = toText(body['gitVersion']);
  const minor = Number.parseInt(toText(body['minor']), 10);
  if (text === '' || !Number.isInteger(minor))
    throw new KubeError('answer-invalid', 'the server does not say its version as Kubernetes does');
  return { text, minor };
}

function readUid(body: Raw): string {
  const uid = isRecord(body['metadata']) ? toText(toRecord(body['metadata'])['uid']) : '';
  if (uid === '') throw new KubeError('answer-invalid', 'namespace kube-system has no uid');
  return uid;
}
