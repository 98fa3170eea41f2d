import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Place {
  readonly url: string;
  /** `path status` of each answer. */
  readonly log: string[];
}

/** A mirror with files of which each has an ETag, and whose answers can be cut off or refused. */
export async function serve(
  files: Readonly<Record<string, Uint8Array | string>>,
  trouble: (request: IncomingMessage, response: ServerResponse, count: number) => boolean = () => false,
): Promise<Place & AsyncDisposable> {
  const log: string[] = [];
  const server = createServer((request, response) => {
    if (!trouble(request, response, log.length)) answer(request, response, files[decodeURIComponent(request.url?.slice(1) ?? '')]);
    log.push(`${request.url} ${response.statusCode}`);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    log,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

function answer(request: IncomingMessage, response: ServerResponse, content: Uint8Array | string | undefined): void {
  if (content === undefined) return void response.writeHead(404).end();
  const bytes = Buffer.from(content);
  const etag = `"${bytes.length}"`;
  if (request.headers['if-none-match'] === etag) return void response.writeHead(304, { etag }).end();
  const [, start] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? [];
  if (start !== undefined && request.headers['if-range'] === etag)
    return void response.writeHead(206, { etag }).end(bytes.subarray(Number(start)));
  response.writeHead(200, { etag, 'content-length': bytes.length }).end(bytes);
}
