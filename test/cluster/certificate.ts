import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A certificate for loopback that signs itself. */
export interface SelfSigned {
  readonly certificate: string;
  readonly key: string;
  readonly pem: string;
}

/** Made by OpenSSL, so that our own code is not its own witness. */
export function createSelfSigned(folder: string): SelfSigned {
  return create(folder, 'tls', ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']);
}

/** What a client shows; it is its own authority. */
export function createClientCertificate(folder: string, name: string, subject = `/CN=${name}`): SelfSigned {
  return create(folder, name, ['-subj', subject, '-addext', 'extendedKeyUsage=clientAuth']);
}

function create(folder: string, name: string, subject: readonly string[]): SelfSigned {
  const [certificate, key] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const made = spawnSync('openssl', ['req', ...kind, '-keyout', key, '-out', certificate, ...subject]);
  if (made.status !== 0) throw new Error(`openssl could not make a certificate: ${String(made.stderr)}`);
  return { certificate, key, pem: readFileSync(certificate, 'utf8') };
}
