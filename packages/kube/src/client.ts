import type { Authorization, Credentials } from './authorization.ts';
import { KubeError } from './errors.ts';
import { isRecord, type Raw, toRecord, toText } from './raw.ts';
import { readJson } from './read-json.ts';
import { toStatusError } from './status.ts';
import { type Answer, Transport } from './transport.ts';

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
  close(): Promise<void>;
}

export interface ClientTimeouts {
  /** Milliseconds; 10 s, 60 s and 2 min when absent. */
  readonly connect?: number;
  readonly answer?: number;
  readonly document?: number;
}

const JSON_TYPE = 'application/json';
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_STATUS_BYTES = 1024 * 1024;

export function createClient(credentials: Credentials, timeouts: ClientTimeouts = {}): KubeClient {
  const { connect = 10_000, answer = 60_000, document = 120_000 } = timeouts;
  const { server, context, proxy } = credentials;
  const transport = new Transport(server, proxy, { connect, answer });
  const send = (path: string, { accept = JSON_TYPE, signal = new AbortController().signal }: GetOptions) =>
    sendWith(transport, credentials, path, accept, signal);

  const getJson = async (path: string, options: GetOptions = {}): Promise<Raw> => {
    const late = AbortSignal.timeout(document);
    const signal = options.signal === undefined ? late : AbortSignal.any([options.signal, late]);
    try {
      const { body } = await send(path, { ...options, signal });
      return await readJson(body, options.maxBytes ?? MAX_BYTES);
    } catch (cause) {
      if (late.aborted) throw new KubeError('cluster-timeout', `${server} did not send all of ${path} in time`, { cause });
      throw cause;
    }
  };

  return {
    server,
    context,
    credentials,
    getJson,
    stream: async (path, options = {}) => (await send(path, options)).body,
    readVersion: async () => readVersion(await getJson('/version')),
    readClusterId: async () => readUid(await getJson('/api/v1/namespaces/kube-system')),
    close: () => transport.close(),
  };
}

async function sendWith(
  transport: Transport,
  credentials: Credentials,
  path: string,
  accept: string,
  signal: AbortSignal,
): Promise<Answer> {
  const authorization: Authorization = await credentials.authorize();
  const answer = await transport.get(path, accept, authorization, signal);
  if (answer.status >= 200 && answer.status < 300) return answer;
  if (answer.status === 401) credentials.renew();
  throw toStatusError(answer.status, await readStatus(answer), answer.retryAfter);
}

/** Proxies answer with pages; what they say is not worth a failure of its own. */
async function readStatus({ body }: Answer): Promise<Raw> {
  try {
    return await readJson(body, MAX_STATUS_BYTES);
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
