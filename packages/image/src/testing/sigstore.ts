import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { initializeCA, initializeCTLog, initializeTLog, initializeTSA } from '@sigstore/mock';

/** Encodes what a DSSE signature is over. */
export function encodePae(type: string, payload: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `), payload]);
}

export const STATEMENT_TYPE = 'application/vnd.in-toto+json';
const WORKFLOW = 'https://git.example.com/shop/cart/.ci/release.yaml@refs/heads/main';
const ISSUER = 'https://token.ci.example.com';
export const WHO = { identity: WORKFLOW, issuer: ISSUER };
const ISSUER_OID = '1.3.6.1.4.1.57264.1.8';

export interface SignOptions {
  readonly identity?: string;
  readonly issuer?: string;
  /** Texts of further extensions by their number. */
  readonly extensions?: Readonly<Record<string, string>>;
  readonly certificateLog?: false;
  readonly log?: false;
  /** Minutes after the certificate was issued at which the log takes the entry. */
  readonly loggedAfter?: number;
  /** A time stamp authority says when it was signed, too. */
  readonly timestamp?: true;
}

interface Entry {
  readonly body: string;
  readonly integratedTime: number;
  readonly logID: string;
  readonly logIndex: number;
  readonly verification: {
    readonly inclusionProof: { logIndex: number; treeSize: number; rootHash: string; hashes: string[]; checkpoint: string };
    readonly signedEntryTimestamp: string;
  };
}

export type TestSigstore = Awaited<ReturnType<typeof createSigstore>>;

/** A certificate authority with its log, a transparency log and a time stamp authority, all within this process. */
export async function createSigstore() {
  const pair = (): { publicKey: KeyObject; privateKey: KeyObject } => generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const ctlog = await initializeCTLog(pair());
  const authorityKeys = pair();
  const [ca, unlogged] = [await initializeCA(authorityKeys, ctlog), await initializeCA(authorityKeys)];
  const logKeys = pair();
  // Whole seconds: the authority drops zeros at the end of fractions, which the verifier does not read.
  const clock = new Date(0);
  const tsa = await initializeTSA(pair(), clock);
  const tlog = (minutes: number) => initializeTLog('https://log.example.com', logKeys, new Date(Date.now() + minutes * 60_000));
  const root = createRoot({
    // Both have the same key: either root vouches for certificates of both.
    authorities: [ca.rootCertificate, unlogged.rootCertificate],
    logKey: (await tlog(0)).publicKey,
    certificateLogKey: ctlog.publicKey,
    stampers: [[tsa.intCertificate, tsa.rootCertificate]],
  });

  /** A certificate for a key that is used once, the signature, and the entry of the log. */
  async function certify(
    message: Buffer,
    options: SignOptions,
    toEntry: (certificate: string, signature: string) => object,
  ): Promise<Signed> {
    const { publicKey, privateKey } = pair();
    const signature = sign('sha256', message, privateKey);
    const { identity = WORKFLOW, issuer = ISSUER, extensions = {} } = options;
    const certificate = await (options.certificateLog === false ? unlogged : ca).issueCertificate({
      publicKey: publicKey.export({ format: 'der', type: 'spki' }),
      subjectAltName: identity,
      extensions: Object.entries({ [ISSUER_OID]: issuer, ...extensions }).map(([oid, value]) => ({ oid, value })),
    });
    const pem = toPem(toBase64(certificate));
    const proposed = toEntry(Buffer.from(pem).toString('base64'), signature.toString('base64'));
    const log = await tlog(options.loggedAfter ?? 0);
    const entry = options.log === false ? undefined : Object.values((await log.log(proposed)) as Record<string, Entry>)[0];
    clock.setTime(Math.floor(Date.now() / 1000) * 1000);
    const stamp = options.timestamp === true ? await createStamp(tsa, signature) : undefined;
    return { certificate: toBase64(certificate), pem, signature: signature.toString('base64'), entry, stamp };
  }

  return {
    root,
    /** Annotations of a layer of `sha256-….sig` beside its payload. */
    async signClassic(payload: Buffer, options: SignOptions = {}): Promise<Record<string, string>> {
      return toAnnotations(await certify(payload, options, (certificate, content) => toHashedRecord(payload, certificate, content)));
    },
    /** An envelope and the annotations of a layer of `sha256-….att`, as cosign before 2.2 writes and logs them. */
    async attestClassic(statement: object, options: SignOptions = {}) {
      const payload = Buffer.from(JSON.stringify(statement));
      const signed = await certify(encodePae(STATEMENT_TYPE, payload), options, publicKey => ({
        apiVersion: '0.0.1',
        kind: 'intoto',
        spec: { content: { hash: hash(Buffer.from('envelope')), payloadHash: hash(payload) }, publicKey },
      }));
      return { content: Buffer.from(JSON.stringify(toEnvelope(payload, signed.signature))), annotations: toAnnotations(signed) };
    },
    /** A bundle of version 0.3 around a statement, as cosign 3 and build services attach it. */
    async signStatement(statement: object, options: SignOptions = {}): Promise<Buffer> {
      const payload = Buffer.from(JSON.stringify(statement));
      const signed = await certify(encodePae(STATEMENT_TYPE, payload), options, (verifier, signature) => ({
        apiVersion: '0.0.1',
        kind: 'dsse',
        spec: { payloadHash: hash(payload), envelopeHash: hash(payload), signatures: [{ signature, verifier }] },
      }));
      return toBundle(signed, { dsseEnvelope: toEnvelope(payload, signed.signature) });
    },
    /** A bundle of version 0.3 whose signature is over bytes themselves. */
    async signBytes(bytes: Buffer, options: SignOptions = {}): Promise<Buffer> {
      const signed = await certify(bytes, options, (certificate, content) => toHashedRecord(bytes, certificate, content));
      const messageDigest = { algorithm: 'SHA2_256', digest: createHash('sha256').update(bytes).digest('base64') };
      return toBundle(signed, { messageSignature: { messageDigest, signature: signed.signature } });
    },
  };
}

interface Signed {
  readonly certificate: string;
  readonly pem: string;
  readonly signature: string;
  readonly entry: Entry | undefined;
  readonly stamp: string | undefined;
}

function hash(bytes: Buffer): object {
  return { algorithm: 'sha256', value: createHash('sha256').update(bytes).digest('hex') };
}

function toHashedRecord(bytes: Buffer, certificate: string, content: string): object {
  return {
    apiVersion: '0.0.1',
    kind: 'hashedrekord',
    spec: { data: { hash: hash(bytes) }, signature: { content, publicKey: { content: certificate } } },
  };
}

function toEnvelope(payload: Buffer, sig: string): object {
  return { payloadType: STATEMENT_TYPE, payload: payload.toString('base64'), signatures: [{ sig }] };
}

function toAnnotations({ pem, signature, entry, stamp }: Signed): Record<string, string> {
  return {
    'dev.cosignproject.cosign/signature': signature,
    'dev.sigstore.cosign/certificate': pem,
    ...(entry === undefined ? {} : { 'dev.sigstore.cosign/bundle': toClassicEntry(entry) }),
    ...(stamp === undefined ? {} : { 'dev.sigstore.cosign/rfc3161timestamp': JSON.stringify({ SignedRFC3161Timestamp: stamp }) }),
  };
}

function toBundle({ certificate, entry, stamp }: Signed, content: object): Buffer {
  const material = {
    certificate: { rawBytes: certificate },
    tlogEntries: entry === undefined ? [] : [toBundleEntry(entry)],
    timestampVerificationData: { rfc3161Timestamps: stamp === undefined ? [] : [{ signedTimestamp: stamp }] },
  };
  return Buffer.from(
    JSON.stringify({ mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json', verificationMaterial: material, ...content }),
  );
}

function toBundleEntry({ body, integratedTime, logID, logIndex, verification: { inclusionProof, signedEntryTimestamp } }: Entry): object {
  const { kind, apiVersion } = JSON.parse(Buffer.from(body, 'base64').toString()) as { kind: string; apiVersion: string };
  const hex = (text: string): string => Buffer.from(text, 'hex').toString('base64');
  return {
    logIndex: String(logIndex),
    logId: { keyId: hex(logID) },
    kindVersion: { kind, version: apiVersion },
    integratedTime: String(integratedTime),
    inclusionPromise: { signedEntryTimestamp },
    inclusionProof: {
      logIndex: String(inclusionProof.logIndex),
      treeSize: String(inclusionProof.treeSize),
      rootHash: hex(inclusionProof.rootHash),
      hashes: inclusionProof.hashes.map(hex),
      checkpoint: { envelope: inclusionProof.checkpoint },
    },
    canonicalizedBody: body,
  };
}

function toClassicEntry({ body, integratedTime, logID, logIndex, verification }: Entry): string {
  const Payload = { body, integratedTime, logIndex, logID };
  return JSON.stringify({ SignedEntryTimestamp: verification.signedEntryTimestamp, Payload });
}

async function createStamp(tsa: Awaited<ReturnType<typeof initializeTSA>>, signature: Buffer): Promise<string> {
  const artifactHash = createHash('sha256').update(signature).digest();
  const request = { artifactHash, hashAlgorithmOID: '2.16.840.1.101.3.4.2.1', policyOID: '1.2.3.4.5', nonce: 123 };
  return toBase64(await tsa.timestamp(request));
}

interface RootParts {
  readonly authorities: readonly ArrayBufferView[];
  readonly logKey: Buffer;
  readonly certificateLogKey: Buffer;
  readonly stampers: readonly (readonly ArrayBufferView[])[];
}

/** A trusted_root.json; everything in it has been valid for an hour. */
function createRoot({ authorities, logKey, certificateLogKey, stampers }: RootParts): Buffer {
  const validFor = { start: new Date(Date.now() - 3_600_000).toISOString() };
  const toLog = (key: Buffer): object => ({
    baseUrl: 'https://log.example.com',
    hashAlgorithm: 'SHA2_256',
    publicKey: { rawBytes: key.toString('base64'), keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor },
    logId: { keyId: createHash('sha256').update(key).digest('base64') },
  });
  const toAuthority = (chain: readonly ArrayBufferView[]): object => ({
    subject: { organization: 'example', commonName: 'example' },
    uri: 'https://ca.example.com',
    certChain: { certificates: chain.map(certificate => ({ rawBytes: toBase64(certificate) })) },
    validFor,
  });
  return Buffer.from(
    JSON.stringify({
      mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
      tlogs: [toLog(logKey)],
      certificateAuthorities: authorities.map(authority => toAuthority([authority])),
      ctlogs: [toLog(certificateLogKey)],
      timestampAuthorities: stampers.map(toAuthority),
    }),
  );
}

function toBase64(view: ArrayBufferView): string {
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength).toString('base64');
}

function toPem(base64: string): string {
  return `-----BEGIN CERTIFICATE-----\n${base64.match(/.{1,64}/g)?.join('\n')}\n-----END CERTIFICATE-----\n`;
}
