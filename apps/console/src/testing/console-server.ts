import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, resolve } from 'node:path';
import { createFixture, type Fixture } from './fixture-api.ts';

const ROOT = resolve(import.meta.dirname, '../../../..');
/** As the server sends it: no scripts but our own, nothing from elsewhere. */
const CSP = "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** The console as it is built, with a fixture behind it. */
export interface ConsoleServer {
  readonly fixture: Fixture;
  /** URL without a slash at its end. */
  readonly base: string;
  /** Streams of changes that are open. */
  readonly streams: ReadonlySet<ServerResponse>;
  readonly close: () => void;
}

export async function startConsoleServer(workloadCount: number): Promise<ConsoleServer> {
  execFileSync(process.execPath, ['scripts/console.ts'], { cwd: ROOT });
  const fixture = createFixture({ ...readSources(), workloadCount });
  const streams = new Set<ServerResponse>();
  const server = serve(fixture, streams);
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { fixture, base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, streams, close };
}

function readSources() {
  const read = (path: string) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
  const check = ['apps/cli/src/main.ts', 'check', 'examples/shop', '--format', 'json', '--fail-on', 'never', '--lang', 'en'];
  const { results } = JSON.parse(execFileSync(process.execPath, check, { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 26 }));
  const [standard] = read('content/standards.generated.json').filter(({ id }: { id: string }) => id === 'lifecycle');
  return { results, standard, policies: read('content/policies.generated.json') };
}

/** The built console, and the fixture behind it. */
function serve(fixture: Fixture, streams: Set<ServerResponse>): Server {
  return createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname === '/api/v1/changes') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': hello\n\n');
      streams.add(response);
      response.on('close', () => streams.delete(response));
      return;
    }
    if (url.pathname === '/readyz') return sendReadiness(response, fixture.isDatabaseAway);
    if (url.pathname.startsWith('/api/')) {
      const text = (await request.toArray()).join('');
      const query = Object.fromEntries(url.searchParams);
      const answer = fixture.answer({
        method: request.method ?? 'GET',
        path: url.pathname,
        query,
        body: text === '' ? null : JSON.parse(text),
      });
      response
        .writeHead(answer.status, { 'content-type': 'application/json' })
        .end(answer.status === 204 ? '' : JSON.stringify(answer.body));
      return;
    }
    const file = join(ROOT, 'dist/console', url.pathname);
    const path = extname(file) !== '' && existsSync(file) ? file : join(ROOT, 'dist/console/index.html');
    response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream', 'content-security-policy': CSP });
    response.end(readFileSync(path));
  });
}

function sendReadiness(response: ServerResponse, isDatabaseAway: boolean): void {
  response.writeHead(isDatabaseAway ? 503 : 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ status: isDatabaseAway ? 'not-ready' : 'ok' }));
}
