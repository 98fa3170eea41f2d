import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { buildTar } from './build-tar.ts';

export interface PushedImage {
  /** `127.0.0.1:PORT/shop/cart:1` */
  readonly reference: string;
  readonly digest: string;
}

/** A registry on a free port of this machine, without TLS, that counts what it is asked for. */
export class ImageRegistry {
  /** `GET /v2/…` as they come. */
  readonly requests: string[] = [];
  /** By repository; what is not named needs no login. */
  readonly logins = new Map<string, { readonly user: string; readonly password: string }>();
  /** Answers everything with this while it is set. */
  fault:
    | { readonly status: number; readonly retryAfter?: number /** Only for paths that have this in them. */; readonly on?: string }
    | undefined;
  /** Before each answer, in milliseconds. */
  delay = 0;
  readonly #contents = new Map<string, Buffer>();
  readonly #tags = new Map<string, Buffer>();
  readonly #server: Server;
  #host = '';

  constructor() {
    this.#server = createServer((request, response) => {
      this.requests.push(`${request.method} ${request.url}`);
      setTimeout(() => this.#answer(request, response), this.delay);
    });
  }

  get host(): string {
    return this.#host;
  }

  async start(): Promise<void> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve));
    this.#host = `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }

  /** Puts an image with one layer of these files under a tag. */
  push(repository: string, tag: string, files: Readonly<Record<string, string>>): PushedImage {
    const tar = buildTar(files);
    const layer = gzipSync(tar);
    const config = toJson({
      os: 'linux',
      architecture: 'amd64',
      created: '2026-05-01T10:00:00Z',
      config: { User: '1000' },
      history: [{ created_by: 'COPY . /' }],
      rootfs: { type: 'layers', diff_ids: [toDigest(tar)] },
    });
    const manifest = toJson({
      schemaVersion: 2,
      mediaType: MANIFEST,
      config: describe(config, 'application/vnd.oci.image.config.v1+json'),
      layers: [describe(layer, 'application/vnd.oci.image.layer.v1.tar+gzip')],
    });
    for (const content of [layer, config, manifest]) this.#contents.set(toDigest(content), content);
    this.#tags.set(`${repository}:${tag}`, manifest);
    return { reference: `${this.#host}/${repository}:${tag}`, digest: toDigest(manifest) };
  }

  /** Puts a signature of a digest where cosign does; `sign` is given what is signed. */
  pushSignature(repository: string, digest: string, sign: (payload: Buffer) => Buffer): void {
    const payload = toJson({ critical: { image: { 'docker-manifest-digest': digest }, type: 'cosign container image signature' } });
    const empty = toJson({});
    const layer = describe(payload, 'application/vnd.dev.cosign.simplesigning.v1+json');
    const manifest = toJson({
      schemaVersion: 2,
      mediaType: MANIFEST,
      config: describe(empty, 'application/vnd.oci.empty.v1+json'),
      layers: [{ ...layer, annotations: { 'dev.cosignproject.cosign/signature': sign(payload).toString('base64') } }],
    });
    for (const content of [payload, empty, manifest]) this.#contents.set(toDigest(content), content);
    this.#tags.set(`${repository}:${digest.replace(':', '-')}.sig`, manifest);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    if (this.fault !== undefined && (request.url ?? '').includes(this.fault.on ?? '')) {
      const { status, retryAfter } = this.fault;
      response.writeHead(status, retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }).end('{}');
      return;
    }
    const [, repository = '', kind, name = ''] = /^\/v2\/(.+)\/(manifests|blobs|tags)\/([^?]+)/.exec(request.url ?? '') ?? [];
    const login = this.logins.get(repository);
    const expected = login === undefined ? undefined : `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`;
    if (expected !== undefined && request.headers.authorization !== expected) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="test"' }).end('{}');
      return;
    }
    if (kind === 'tags') {
      const tags = [...this.#tags.keys()].filter(key => key.startsWith(`${repository}:`)).map(key => key.slice(repository.length + 1));
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ name: repository, tags }));
      return;
    }
    const content = this.#tags.get(`${repository}:${name}`) ?? this.#contents.get(name);
    if (content === undefined) {
      response.writeHead(404).end(JSON.stringify({ errors: [{ code: 'MANIFEST_UNKNOWN', message: 'manifest unknown' }] }));
      return;
    }
    response.writeHead(200, { 'content-type': kind === 'manifests' ? MANIFEST : 'application/octet-stream' }).end(content);
  }
}

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

function toDigest(content: Uint8Array): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

function describe(content: Uint8Array, mediaType: string): object {
  return { mediaType, digest: toDigest(content), size: content.length };
}

function toJson(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}
