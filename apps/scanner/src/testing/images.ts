import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PullCommand } from '../threads/inspect-messages.ts';

/** A package of Debian, and one that it brought for Python. */
export const FILES = {
  'etc/os-release': 'ID=debian\nVERSION_ID="12"\nPRETTY_NAME="Debian 12"\n',
  'var/lib/dpkg/status':
    'Package: openssl\nStatus: install ok installed\nVersion: 1.0-1\nArchitecture: amd64\n\nPackage: python3-six\nStatus: install ok installed\nSource: six (1.16.0-4)\nVersion: 1.16.0-4\nArchitecture: all\n',
  'var/lib/dpkg/info/python3-six.list': '/usr/lib/python3/dist-packages/six-1.16.0.egg-info\n',
  'usr/lib/python3/dist-packages/six-1.16.0.egg-info': 'Metadata-Version: 1.1\nName: six\nVersion: 1.16.0\n',
  'app/package.json': '{"name":"shop","version":"1.0.0"}',
  'app/node_modules/lodash/package.json': '{"name":"lodash","version":"4.17.0"}',
} as const;

export function createFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'breakwater-scanner-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

export function buildCommand(host: string, change: Partial<PullCommand>): PullCommand {
  return {
    type: 'inspect',
    reference: `${host}/shop/cart:1`,
    platform: undefined,
    known: [],
    logins: [],
    registry: { plainHttpHosts: [host], mirrors: {} },
    trust: [],
    proxies: { httpsProxy: '', httpProxy: '', noProxy: '' },
    cacheDir: '',
    ...change,
  };
}

/** A Docker configuration with one login. */
export function buildLogin(host: string, user: string, password: string): Uint8Array {
  return Buffer.from(JSON.stringify({ auths: { [host]: { username: user, password } } }));
}
