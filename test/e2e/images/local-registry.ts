import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export const USER = 'robot';
/** Not a secret of anybody: the registry lives as long as the test. */
export const PASSWORD = 'only-here';

/** Debian's docker-registry on a free port of this machine, with one login. */
export class LocalRegistry implements AsyncDisposable {
  readonly host: string;
  readonly #folder: string;
  readonly #process: ChildProcess;

  private constructor(host: string, folder: string, process: ChildProcess) {
    this.host = host;
    this.#folder = folder;
    this.#process = process;
  }

  static async start(folder: string): Promise<LocalRegistry> {
    const port = await findPort();
    const host = `127.0.0.1:${port}`;
    mkdirSync(folder, { recursive: true });
    const passwords = join(folder, 'htpasswd');
    writeFileSync(passwords, execFileSync('htpasswd', ['-nbB', USER, PASSWORD]));
    const config = {
      version: '0.1',
      log: { level: 'error' },
      storage: { filesystem: { rootdirectory: join(folder, 'data') } },
      http: { addr: host },
      auth: { htpasswd: { realm: 'test', path: passwords } },
    };
    const file = join(folder, 'config.yml');
    writeFileSync(file, JSON.stringify(config));
    const process = spawn('docker-registry', ['serve', file], { stdio: 'ignore' });
    for (let attempt = 0; attempt < 100; attempt++) {
      if (
        await fetch(`http://${host}/v2/`).then(
          ({ status }) => status === 401,
          () => false,
        )
      )
        return new LocalRegistry(host, folder, process);
      await sleep(100);
    }
    process.kill();
    throw new Error('docker-registry does not answer');
  }

  /** Pushes an image with skopeo, named as skopeo names it. Gives the digest of the manifest as the registry has it. */
  push(image: string, name: string, ...words: readonly string[]): string {
    const [target, login] = [`docker://${this.host}/${name}`, `${USER}:${PASSWORD}`];
    const options = ['--insecure-policy', '--quiet', '--dest-tls-verify=false', '--dest-creds', login, ...words];
    execFileSync('skopeo', ['copy', ...options, image, target], { stdio: ['ignore', 'ignore', 'pipe'] });
    const inspected = execFileSync('skopeo', ['inspect', '--tls-verify=false', '--creds', login, target], { encoding: 'utf8' });
    return (JSON.parse(inspected) as { Digest: string }).Digest;
  }

  /** A file as `docker login` leaves it; without a password one that knows no login. */
  writeLogin(name: string, password: string): string {
    const file = join(this.#folder, `${name}.json`);
    const auth = Buffer.from(`${USER}:${password}`).toString('base64');
    writeFileSync(file, JSON.stringify({ auths: password === '' ? {} : { [this.host]: { auth } } }));
    return file;
  }

  /** Turns one byte of the largest blob: the registry serves it as it is. */
  breakLargest(): void {
    const blobs = join(this.#folder, 'data/docker/registry/v2/blobs/sha256');
    const files = readdirSync(blobs, { recursive: true, encoding: 'utf8' })
      .filter(path => path.endsWith('/data'))
      .map(path => join(blobs, path));
    const [largest] = files.map(path => ({ path, bytes: readFileSync(path) })).toSorted((a, b) => b.bytes.length - a.bytes.length);
    if (largest === undefined) throw new Error('the registry has no blobs');
    const middle = largest.bytes.length >> 1;
    largest.bytes[middle] = (largest.bytes[middle] ?? 0) ^ 0x55;
    writeFileSync(largest.path, largest.bytes);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = new Promise(resolve => this.#process.once('exit', resolve));
    this.#process.kill();
    await ended;
  }
}

function findPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** Programs that are not there, of those that the journey needs. */
export function listMissingPrograms(): readonly string[] {
  const folders = (process.env['PATH'] ?? '').split(':');
  const needed = ['mmdebstrap', 'rpm', 'rpmbuild', 'docker-registry', 'skopeo', 'htpasswd', 'pip', 'npm', 'go'];
  return needed.filter(name => !folders.some(folder => existsSync(join(folder, name))));
}
