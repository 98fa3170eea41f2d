import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAuthority, createServerCertificate, type KeyPair, readExpiry } from '@breakwater/daemon';

const AUTHORITY_FILE = 'authority.json';
/** What roles are given: the certificate of the authority. */
export const ROLE_CA_FILE = 'ca.pem';
const AUTHORITY_DAYS = 3650;
const SERVING_DAYS = 30;
/** An authority is made anew well before its end. */
const WORN_MS = 90 * 86_400_000;

/** What the role port presents. */
export interface RoleCertificate {
  readonly ca: string;
  readonly serving: KeyPair;
}

/** A serving certificate of the sensor's own authority, which is kept in the folder so that roles know the sensor again after a restart. */
export async function createRoleCertificate(folder: string, hosts: readonly string[]): Promise<RoleCertificate> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const authority = readAuthority(folder) ?? (await createAndKeep(folder));
  // Written each time: somebody may have taken it away.
  writeWhole(join(folder, ROLE_CA_FILE), authority.certificate, 0o644);
  return { ca: authority.certificate, serving: await createServerCertificate(authority, hosts, SERVING_DAYS) };
}

async function createAndKeep(folder: string): Promise<KeyPair> {
  const authority = await createAuthority('breakwater sensor roles', AUTHORITY_DAYS);
  writeWhole(join(folder, AUTHORITY_FILE), JSON.stringify(authority), 0o600);
  return authority;
}

function readAuthority(folder: string): KeyPair | undefined {
  try {
    const pair = JSON.parse(readFileSync(join(folder, AUTHORITY_FILE), 'utf8')) as KeyPair;
    return readExpiry(pair.certificate) > Date.now() + WORN_MS ? pair : undefined;
  } catch {
    return undefined;
  }
}

/** Written beside and renamed, so that there is always a whole one. */
function writeWhole(path: string, text: string, mode: number): void {
  writeFileSync(`${path}.new`, text, { mode });
  renameSync(`${path}.new`, path);
}
