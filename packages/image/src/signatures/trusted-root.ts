import { createHash } from 'node:crypto';
import { toErrorMessage } from '@breakwater/model';
import { bundleFromJSON } from '@sigstore/bundle';
import { TrustedRoot as TrustedRootDocument } from '@sigstore/protobuf-specs';
import { toSignedEntity, toTrustMaterial, VerificationError, Verifier } from '@sigstore/verify';
import { ImageError } from '../errors.ts';
import { parseJsonObject } from '../source/json.ts';
import { readCertificateText } from './certificate-text.ts';
import { findLegacyFault, isLegacyEntry, type LogEntry } from './legacy-entry.ts';
import { toPlainText } from './plain-text.ts';
import type { SignedItem } from './signed-item.ts';

/** Who signed, as a certificate authority of the trusted root says. */
export interface CertifiedSigner {
  readonly identity: string;
  readonly issuer: string;
  /** Texts that the authority put into the certificate, by the number of their extension. */
  readonly extensions: ReadonlyMap<string, string>;
}

export type CertifiedOutcome = { readonly signer: CertifiedSigner } | { readonly reason: string };

/** Certificate authorities, transparency logs and time stamp authorities that are trusted. The owner of Sigstore's libraries. */
export interface TrustedRoot {
  /**
   * Certificate chain at the time of signing, its timestamp of a certificate log, the entry of the transparency log (signed promise or inclusion
   * proof), RFC 3161 time stamps, and the signature, all against this root and nothing else: no network is asked.
   */
  readonly verify: (item: SignedItem) => CertifiedOutcome;
}

/**
 * A `trusted_root.json` as `cosign trusted-root create` or the TUF repository of a Sigstore give it. Throws ImageError `trusted-root-invalid`.
 * https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_trustroot.proto
 */
export function parseTrustedRoot(bytes: Uint8Array, name: string): TrustedRoot {
  const material = readMaterial(bytes, name);
  const { certificateAuthorities, ctlogs, tlogs } = material;
  if (certificateAuthorities.length === 0 || ctlogs.length === 0 || tlogs.length === 0) {
    throw invalid(name, 'lacks certificateAuthorities, ctlogs or tlogs');
  }
  // One certificate log, one transparency log and one trusted time at least; whatever else is there must hold too.
  const thresholds = { ctlogThreshold: 1, tlogThreshold: 1, timestampThreshold: 1 };
  const verifiers = {
    usual: new Verifier(material, thresholds),
    // The entry of the log is verified beside it.
    legacy: new Verifier(material, { ...thresholds, tlogThreshold: 0 }),
  };
  return { verify: item => verifyItem(item, material, verifiers) };
}

type Material = ReturnType<typeof toTrustMaterial>;

function readMaterial(bytes: Uint8Array, name: string): Material {
  try {
    return toTrustMaterial(TrustedRootDocument.fromJSON(parseJsonObject(bytes, name)));
  } catch (cause) {
    throw invalid(name, `cannot be read (${toPlainText(toErrorMessage(cause))})`, cause);
  }
}

function invalid(name: string, why: string, cause?: unknown): ImageError {
  return new ImageError('trusted-root-invalid', `the trusted root ${name} ${why}; take the trusted_root.json of your Sigstore`, { cause });
}

/** What an error code of the verifier means; its own message says which part. */
const REASONS: Readonly<Record<string, string>> = {
  CERTIFICATE_ERROR: 'the trusted root does not vouch for its certificate',
  TIMESTAMP_ERROR: 'nothing that is trusted says when it was signed',
  SIGNATURE_ERROR: 'the signature does not belong to what it is attached to',
};
const LOG_REASON = 'its entry in the transparency log does not hold';

type Verifiers = Readonly<Record<'usual' | 'legacy', Verifier>>;

function verifyItem({ bundle: document, message, claim }: SignedItem, material: Material, verifiers: Verifiers): CertifiedOutcome {
  try {
    const bundle = bundleFromJSON(document);
    // The log's entry is compared with the digest that the bundle states: it must be that of the bytes.
    if (bundle.content.$case === 'messageSignature' && !isDigestOf(bundle.content.messageSignature.messageDigest.digest, message)) {
      return { reason: `${REASONS['SIGNATURE_ERROR']} (another digest)` };
    }
    const entity = claim.kind === 'statement' ? toSignedEntity(bundle) : toSignedEntity(bundle, message);
    const [entry, ...others] = entity.tlogEntries as readonly LogEntry[];
    if (entry === undefined || others.length > 0 || claim.kind !== 'statement' || !isLegacyEntry(entry)) {
      return { signer: toSigner(verifiers.usual.verify(entity)) };
    }
    const { content } = bundle.verificationMaterial;
    const certificate = content.$case === 'x509CertificateChain' ? content.x509CertificateChain.certificates[0]?.rawBytes : undefined;
    const fault = findLegacyFault(entry, claim.payload, certificate ?? Buffer.alloc(0), material.tlogs);
    if (fault !== undefined) return { reason: `${LOG_REASON} (${fault})` };
    return { signer: toSigner(verifiers.legacy.verify({ ...entity, tlogEntries: [] })) };
  } catch (cause) {
    return { reason: describe(cause) };
  }
}

function toSigner({ identity }: ReturnType<Verifier['verify']>): CertifiedSigner {
  const { subjectAlternativeName = '', extensions, oids = [] } = identity ?? {};
  const texts = oids.flatMap(({ oid, value }): [string, string][] => {
    const text = readCertificateText(value);
    return text === undefined ? [] : [[oid?.id.join('.') ?? '', text]];
  });
  return { identity: subjectAlternativeName, issuer: extensions?.issuer ?? '', extensions: new Map(texts) };
}

function isDigestOf(digest: Uint8Array, bytes: Uint8Array): boolean {
  return createHash('sha256').update(bytes).digest().equals(digest);
}

function describe(cause: unknown): string {
  if (!(cause instanceof VerificationError)) return `its bundle cannot be read (${toPlainText(toErrorMessage(cause))})`;
  const why = REASONS[cause.code] ?? (cause.code.startsWith('TLOG') ? LOG_REASON : 'it is not valid');
  const detail: unknown = cause.cause instanceof Error ? cause.cause : cause;
  return `${why} (${toPlainText(toErrorMessage(detail))})`;
}
