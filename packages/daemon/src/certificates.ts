import 'reflect-metadata';
import { createHash, randomBytes, webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  Pkcs10CertificateRequest,
  Pkcs10CertificateRequestGenerator,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { DaemonError } from './errors.ts';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
/** Clocks differ: certificates begin a little before now. */
const BACKDATE_MS = 5 * 60_000;
const DAY_MS = 86_400_000;

/** A private key (PKCS #8) with its certificate, both in PEM. */
export interface KeyPair {
  readonly key: string;
  readonly certificate: string;
}

/** Whom a certificate is for: a cluster's sensor, which has no role, or something else that says what it is. */
export interface ClientName {
  readonly name: string;
  /** Organizational unit of the subject. */
  readonly role?: string;
}

/** Certificate authority of one installation; only it signs. */
export async function createAuthority(name: string, days: number, now = Date.now()): Promise<KeyPair> {
  const keys = await createKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: createSerial(),
    name: [{ CN: [name] }],
    ...toValidity(days, now),
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  });
  return { key: await exportKey(keys.privateKey), certificate: certificate.toString('pem') };
}

/** A server certificate for names and addresses. */
export async function createServerCertificate(
  authority: KeyPair,
  hosts: readonly string[],
  days: number,
  now = Date.now(),
): Promise<KeyPair> {
  const keys = await createKeys();
  const names = hosts.map(host => ({ type: isAddress(host) ? ('ip' as const) : ('dns' as const), value: host }));
  const certificate = await sign(authority, keys.publicKey, [{ CN: [hosts[0] ?? 'server'] }], days, now, [
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
    new SubjectAlternativeNameExtension(names),
  ]);
  return { key: await exportKey(keys.privateKey), certificate };
}

/** A new key and the request to have it certified. */
export async function createCertificateRequest(): Promise<{ readonly key: string; readonly request: string }> {
  const keys = await createKeys();
  const request = await Pkcs10CertificateRequestGenerator.create({ name: [{ CN: ['sensor'] }], keys, signingAlgorithm: ALGORITHM });
  return { key: await exportKey(keys.privateKey), request: request.toString('pem') };
}

/**
 * Certifies a request for a client; what the request says of itself is not taken over. Throws DaemonError for what is no request or does not
 * own its key.
 */
export async function signClientRequest(
  authority: KeyPair,
  request: string,
  client: string | ClientName,
  days: number,
  now = Date.now(),
): Promise<string> {
  const parsed = await readRequest(request);
  const { name, role } = typeof client === 'string' ? { name: client, role: undefined } : client;
  const subject: Subject = [...(role === undefined ? [] : [{ OU: [role] }]), { CN: [name] }];
  return sign(authority, await parsed.publicKey.export(), subject, days, now, [
    new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth]),
  ]);
}

async function readRequest(request: string): Promise<Pkcs10CertificateRequest> {
  try {
    const parsed = new Pkcs10CertificateRequest(request);
    if (await parsed.verify()) return parsed;
  } catch (cause) {
    throw new DaemonError('certificate-request-invalid', 'it is no certificate request (PKCS #10 in PEM)', { cause });
  }
  throw new DaemonError('certificate-request-invalid', 'the certificate request is not signed by its own key');
}

/** SHA-256 of a certificate in PEM, in hexadecimal. */
export function toFingerprint(certificate: string): string {
  const [der] = PemConverter.decode(certificate);
  return createHash('sha256')
    .update(Buffer.from(der ?? new ArrayBuffer(0)))
    .digest('hex');
}

/** When a certificate in PEM ends, in milliseconds. */
export function readExpiry(certificate: string): number {
  return new X509Certificate(certificate).notAfter.getTime();
}

type Subject = Record<string, string[]>[];

async function sign(
  authority: KeyPair,
  publicKey: CryptoKey,
  subject: Subject,
  days: number,
  now: number,
  extensions: readonly (ExtendedKeyUsageExtension | SubjectAlternativeNameExtension)[],
): Promise<string> {
  const issuer = new X509Certificate(authority.certificate);
  const certificate = await X509CertificateGenerator.create({
    serialNumber: createSerial(),
    subject,
    issuer: issuer.subjectName,
    ...toValidity(days, now),
    publicKey,
    signingKey: await importKey(authority.key),
    signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      ...extensions,
    ],
  });
  return certificate.toString('pem');
}

function toValidity(days: number, now: number): { readonly notBefore: Date; readonly notAfter: Date } {
  return { notBefore: new Date(now - BACKDATE_MS), notAfter: new Date(now + days * DAY_MS) };
}

/** Positive, since a leading bit would make it negative in DER. */
function createSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = (bytes[0] ?? 0) & 0x7f;
  return bytes.toString('hex');
}

function isAddress(host: string): boolean {
  return /^[\d.]+$/.test(host) || host.includes(':');
}

type CryptoKey = webcrypto.CryptoKey;

function createKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

async function exportKey(key: CryptoKey): Promise<string> {
  return PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}

function importKey(pem: string): Promise<CryptoKey> {
  const [der] = PemConverter.decode(pem);
  return webcrypto.subtle.importKey('pkcs8', der ?? new ArrayBuffer(0), ALGORITHM, false, ['sign']);
}
