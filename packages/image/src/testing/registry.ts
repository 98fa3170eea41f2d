import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toDigest } from '../layer/digest.ts';

export interface TestRegistry extends AsyncDisposable {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** `GET /v2/…`, with the name of the authorization that came along. */
  readonly requests: string[];
}

export interface TestRegistryOptions {
  /** By tag. */
  readonly tags: Readonly<Record<string, Uint8Array>>;
  readonly blobs: ReadonlyMap<string, Uint8Array>;
  /** Indexes by the digest of what they refer to; a registry without this API when absent. */
  readonly referrers?: ReadonlyMap<string, Uint8Array>;
  readonly login?: 'basic' | 'token' | 'identity-token';
  /** Answers before the registry does; false to let it. */
  readonly intercept?: (request: IncomingMessage, response: ServerResponse, count: number) => boolean;
}

const BASIC = `Basic ${Buffer.from('user:pass:word').toString('base64')}`;

/** A registry on a free port of this machine. */
export async function startRegistry(options: TestRegistryOptions): Promise<TestRegistry> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const [kind = 'none'] = (request.headers.authorization ?? '').split(' ');
    requests.push(`${request.method} ${request.url}${request.headers.authorization === undefined ? '' : ` (${kind})`}`);
    if (options.intercept?.(request, response, requests.length) === true) return;
    answer(request, response, options);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

function answer(request: IncomingMessage, response: ServerResponse, options: TestRegistryOptions): void {
  const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
  if (url.pathname === '/token') answerToken(request, response, options);
  else if (isAllowed(request, options)) answerContent(url.pathname, request, response, options);
  else challenge(request, response, options);
}

function answerContent(path: string, request: IncomingMessage, response: ServerResponse, options: TestRegistryOptions): void {
  const [, kind, reference = ''] = /^\/v2\/team\/app\/(manifests|blobs|referrers)\/(.+)$/.exec(path) ?? [];
  const content = kind === 'referrers' ? findReferrers(reference, options) : (options.tags[reference] ?? options.blobs.get(reference));
  if (kind === undefined || content === undefined) {
    send(response, 404, JSON.stringify({ errors: [{ code: 'MANIFEST_UNKNOWN', message: 'manifest unknown' }] }));
    return;
  }
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  response.writeHead(from > 0 ? 206 : 200, { 'docker-content-digest': toDigest(content) }).end(content.subarray(from));
}

/** Where the API is there, nothing is an empty index. */
function findReferrers(digest: string, { referrers }: TestRegistryOptions): Uint8Array | undefined {
  return referrers === undefined ? undefined : (referrers.get(digest) ?? Buffer.from('{"schemaVersion":2,"manifests":[]}'));
}

function isAllowed(request: IncomingMessage, { login }: TestRegistryOptions): boolean {
  if (login === undefined) return true;
  return request.headers.authorization === (login === 'basic' ? BASIC : 'Bearer secret-token');
}

function challenge(request: IncomingMessage, response: ServerResponse, { login }: TestRegistryOptions): void {
  const token = `Bearer realm="http://${request.headers.host}/token",service="test",scope="repository:team/app:pull"`;
  send(response, 401, '{}', { 'www-authenticate': login === 'basic' ? 'Basic realm="test"' : token });
}

function answerToken(request: IncomingMessage, response: ServerResponse, { login }: TestRegistryOptions): void {
  if (login === 'token') {
    const isRight = request.headers.authorization === BASIC && request.url === '/token?service=test&scope=repository%3Ateam%2Fapp%3Apull';
    send(response, isRight ? 200 : 401, JSON.stringify({ token: 'secret-token' }));
    return;
  }
  let body = '';
  request.on('data', chunk => {
    body += chunk;
  });
  request.on('end', () => {
    const isRight = new URLSearchParams(body).get('refresh_token') === 'refresh';
    send(response, isRight ? 200 : 401, JSON.stringify({ access_token: 'secret-token' }));
  });
}

function send(response: ServerResponse, status: number, body: string, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, headers).end(body);
}
