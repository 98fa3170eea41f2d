import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { Collection } from './collection.ts';
import { Faults } from './faults.ts';
import { renderList, renderStatus } from './render.ts';
import { isBuiltIn, isNamespaced, type Raw, toResource } from './resources.ts';
import { WatchStream } from './watch-stream.ts';

export interface ApiServerOptions {
  /** Token that every request has to carry; any request is taken when absent. */
  readonly token?: string;
  /** Milliseconds between bookmarks; 1,000 when absent. */
  readonly bookmarkMs?: number;
  readonly minor?: number;
}

interface ListScope {
  readonly metadataOnly: boolean;
  /** Of one namespace only, unless empty. */
  readonly namespace: string;
}

/** One request, for tests that ask what was asked. */
export interface SeenRequest {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
}

/**
 * As much of the Kubernetes API as a reader meets: lists with pages, watches with bookmarks, metadata only, versions; with faults that
 * can be switched on. Listens on loopback over HTTP.
 */
export class ApiServer {
  readonly faults = new Faults();
  /** Requests so far, the newest last. */
  readonly requests: SeenRequest[] = [];
  /** uid of namespace kube-system. */
  readonly clusterId = randomUUID();
  /** Groups that are served beside the built-in ones and those of objects that were put. */
  readonly groups = new Set<string>();
  /** The token may be changed, as a rotated service account token is. */
  token: string;
  readonly #options: ApiServerOptions;
  readonly #collections = new Map<string, Collection>();
  readonly #streams = new Set<WatchStream>();
  #server: Server | undefined;
  #port = 0;
  #version = 1000;

  constructor(options: ApiServerOptions = {}) {
    this.#options = options;
    this.token = options.token ?? '';
    this.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system', uid: this.clusterId } });
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** A kubeconfig for it, as JSON, which is YAML too. */
  get kubeconfig(): string {
    const named = { name: 'simulated' };
    return JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ ...named, cluster: { server: this.url } }],
      users: [{ ...named, user: this.token === '' ? {} : { token: this.token } }],
      contexts: [{ ...named, context: { cluster: 'simulated', user: 'simulated' } }],
      'current-context': 'simulated',
    });
  }

  /** Starts on a free port, or on the one that it had before. */
  async start(): Promise<void> {
    const server = createServer((request, response) => void this.#answer(request, response));
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Ends all connections; objects stay, as in etcd. */
  async stop(): Promise<void> {
    for (const stream of this.#streams) stream.drop();
    this.#streams.clear();
    const server = this.#server;
    this.#server = undefined;
    server?.closeAllConnections();
    if (server !== undefined) await new Promise(resolve => server.close(resolve));
  }

  put(object: Raw): void {
    const resource = toResource(object);
    const collection = this.#open(resource.path, resource);
    const key = toKey(object);
    const metadata = (object['metadata'] ?? {}) as Raw;
    const uid = collection.objects.get(key)?.uid ?? (typeof metadata['uid'] === 'string' ? metadata['uid'] : randomUUID());
    this.#version += 1;
    collection.put(key, object, uid, this.#version);
  }

  delete(object: Raw): boolean {
    this.#version += 1;
    return this.#collections.get(toResource(object).path)?.delete(toKey(object), this.#version) ?? false;
  }

  /** Forgets all history: watches and pages that go on from before are expired. */
  compact(): void {
    this.#version += 1;
    for (const collection of this.#collections.values()) collection.forget(this.#version);
  }

  /** Ends all watches in the middle of the line. */
  dropWatches(): void {
    for (const stream of this.#streams) stream.drop();
    this.#streams.clear();
  }

  /** Writes something into every open watch as it is. */
  writeToWatches(text: string): void {
    for (const stream of this.#streams) stream.write(text);
  }

  get watches(): number {
    return this.#streams.size;
  }

  #open(path: string, resource: { readonly apiVersion: string; readonly kind: string }): Collection {
    const found = this.#collections.get(path) ?? new Collection({ path, ...resource });
    this.#collections.set(path, found);
    return found;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    this.requests.push({ path: pathname, query: searchParams, headers: request.headers });
    if (this.requests.length > 10_000) this.requests.splice(0, 5000);
    if (this.faults.delayMs > 0) await setTimeout(this.faults.delayMs);
    const status = this.#refuse(request, pathname);
    if (status !== undefined) return send(response, status, renderStatus(status, `refused: ${pathname}`));
    if (pathname === '/version') return send(response, 200, this.#renderVersion());
    const [, asked] = /^\/apis\/([^/]+)$/.exec(pathname) ?? [];
    if (asked !== undefined && this.#servesGroup(asked)) return send(response, 200, JSON.stringify({ kind: 'APIGroup', name: asked }));
    const [, version] = /^\/apis\/([^/]+\/[^/]+)$/.exec(pathname) ?? [];
    if (version !== undefined) return this.#sendResources(response, version);
    const match = /^(\/api\/v1|\/apis\/([^/]+)\/[^/]+)(?:\/namespaces\/([^/]+)(?=\/))?\/([^/]+)(?:\/([^/]+))?$/.exec(pathname);
    if (match === null) return send(response, 404, renderStatus(404, 'the server could not find the requested resource'));
    const [, root = '', group = '', namespace = '', plural = '', name] = match;
    const path = `${root}/${plural}`;
    if (!this.#serves(path, group)) return send(response, 404, renderStatus(404, 'the server could not find the requested resource'));
    if (name !== undefined) return this.#sendObject(response, path, `${namespace}/${name}`);
    const collection = this.#collections.get(path) ?? new Collection({ path, apiVersion: root.replace(/^\/apis?\//, ''), kind: 'Object' });
    if (!this.#collections.has(path)) this.#collections.set(path, collection);
    const metadataOnly = request.headers.accept?.includes('PartialObjectMetadata') ?? false;
    if (searchParams.get('watch') === '1') this.#watch(collection, response, searchParams, metadataOnly);
    else this.#list(collection, response, searchParams, { metadataOnly, namespace });
  }

  /** Discovery of one version of a group: the kinds that were put. */
  #sendResources(response: ServerResponse, apiVersion: string): void {
    const served = [...this.#collections.values()].filter(
      ({ resource }) => resource.apiVersion === apiVersion && resource.kind !== 'Object',
    );
    if (served.length === 0) {
      send(response, 404, renderStatus(404, 'the server could not find the requested resource'));
      return;
    }
    const resources = served.map(({ resource: { path, kind } }) => ({
      name: path.split('/').at(-1),
      kind,
      namespaced: isNamespaced(kind),
    }));
    send(response, 200, JSON.stringify({ kind: 'APIResourceList', groupVersion: apiVersion, resources }));
  }

  #refuse(request: IncomingMessage, path: string): number | undefined {
    if (this.token !== '' && request.headers.authorization !== `Bearer ${this.token}`) return 401;
    return this.faults.findRefusal(path);
  }

  #serves(path: string, group: string): boolean {
    return this.#collections.has(path) || this.groups.has(group) || (isBuiltIn(group) && !/\/v\d+(alpha|beta)\d+\//.test(path));
  }

  #servesGroup(group: string): boolean {
    const isUsed = [...this.#collections.keys()].some(path => path.startsWith(`/apis/${group}/`));
    return isUsed || this.groups.has(group) || isBuiltIn(group);
  }

  #renderVersion(): string {
    const minor = this.#options.minor ?? 36;
    return JSON.stringify({ major: '1', minor: String(minor), gitVersion: `v1.${minor}.3`, platform: 'linux/amd64' });
  }

  #sendObject(response: ServerResponse, path: string, key: string): void {
    const stored = this.#collections.get(path)?.objects.get(key);
    if (stored === undefined) send(response, 404, renderStatus(404, `"${key.slice(key.indexOf('/') + 1)}" not found`));
    else send(response, 200, stored.text);
  }

  #list(collection: Collection, response: ServerResponse, query: URLSearchParams, { metadataOnly, namespace }: ListScope): void {
    const limit = Number(query.get('limit') ?? 0) || Number.MAX_SAFE_INTEGER;
    const token = query.get('continue') ?? '';
    if (token !== '' && this.faults.continueExpired) {
      send(response, 410, renderStatus(410, 'The provided continue parameter is too old'));
      return;
    }
    const start = token === '' ? 0 : Number(token);
    const all = [...collection.objects.values()];
    const items = namespace === '' ? all : all.filter(({ key }) => key.startsWith(`${namespace}/`));
    const page = items.slice(start, start + limit);
    const next = start + limit < items.length ? String(start + limit) : '';
    send(response, 200, renderList(collection.resource, page, { version: this.#version, next, metadataOnly }));
  }

  #watch(collection: Collection, response: ServerResponse, query: URLSearchParams, metadataOnly: boolean): void {
    const since = Number(query.get('resourceVersion') ?? 0);
    const missed = this.faults.watchExpired ? undefined : collection.since(since);
    if (missed === undefined || this.faults.watchCut) {
      const error = { type: 'ERROR', object: JSON.parse(renderStatus(410, 'too old resource version')) as Raw };
      send(response, 200, missed === undefined ? `${JSON.stringify(error)}\n` : '');
      return;
    }
    const stream = new WatchStream(
      {
        collection,
        response,
        faults: this.faults,
        since,
        metadataOnly,
        timeoutMs: Number(query.get('timeoutSeconds') ?? 3600) * 1000,
        bookmarkMs: this.#options.bookmarkMs ?? 1000,
        now: () => this.#version,
      },
      missed,
    );
    this.#streams.add(stream);
    response.once('close', () => this.#streams.delete(stream));
  }
}

function send(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(text);
}

function toKey(object: Raw): string {
  const { namespace = 'default', name } = (object['metadata'] ?? {}) as { readonly namespace?: string; readonly name?: string };
  return isNamespaced(String(object['kind'])) ? `${namespace}/${name}` : `/${name}`;
}
