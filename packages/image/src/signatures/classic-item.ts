import { createHash, X509Certificate } from 'node:crypto';
import { ImageError } from '../errors.ts';
import { isObject, type JsonObject, parseJsonObject, toText } from '../source/json.ts';
import { encodeForSigning, parseEnvelope } from './envelope.ts';
import type { SignedItem } from './signed-item.ts';

type Annotations = Readonly<Record<string, string>>;

/** https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md */
const SIGNATURE = 'dev.cosignproject.cosign/signature';
const CERTIFICATE = 'dev.sigstore.cosign/certificate';
const LOG_ENTRY = 'dev.sigstore.cosign/bundle';
const TIMESTAMP = 'dev.sigstore.cosign/rfc3161timestamp';

/** The kind of bundle whose log entries need a promise only, which is what the annotations hold. */
const BUNDLE_TYPE = 'application/vnd.dev.sigstore.bundle+json;version=0.1';

/** A layer of `sha256-….sig`: the payload, and its signature as an annotation. Throws ImageError `document-invalid`. */
export function readClassicSignature(payload: Buffer, annotations: Annotations): SignedItem {
  const text = toText(annotations[SIGNATURE]);
  if (text === undefined) throw new ImageError('document-invalid', `it has no annotation ${SIGNATURE}`);
  const signature = Buffer.from(text, 'base64');
  const digest = createHash('sha256').update(payload).digest('base64');
  const messageSignature = { messageDigest: { algorithm: 'SHA2_256', digest }, signature: signature.toString('base64') };
  return {
    claim: { kind: 'simple-signing', payload },
    message: payload,
    signatures: [signature],
    bundle: toBundle(annotations, { messageSignature }),
  };
}

/** A layer of `sha256-….att`: an envelope around a statement. Throws ImageError `document-invalid`. */
export function readClassicAttestation(content: Buffer, annotations: Annotations): SignedItem {
  const document = parseJsonObject(content, 'the attestation');
  const envelope = parseEnvelope(document);
  const { payloadType, payload, signatures } = envelope;
  const dsseEnvelope = {
    payloadType,
    payload: payload.toString('base64'),
    signatures: signatures.map(signature => ({ sig: signature.toString('base64') })),
  };
  return {
    claim: { kind: 'statement', payload },
    message: encodeForSigning(envelope),
    signatures,
    bundle: toBundle(annotations, { dsseEnvelope }),
  };
}

/** Annotations are no bundle; the verifier takes bundles only. */
function toBundle(annotations: Annotations, content: JsonObject): JsonObject | undefined {
  const pem = toText(annotations[CERTIFICATE]);
  if (pem === undefined) return undefined;
  const [entry, timestamp] = [toText(annotations[LOG_ENTRY]), toText(annotations[TIMESTAMP])];
  return {
    mediaType: BUNDLE_TYPE,
    ...content,
    verificationMaterial: {
      x509CertificateChain: { certificates: [{ rawBytes: readCertificate(pem) }] },
      tlogEntries: entry === undefined ? [] : [toLogEntry(parseJsonObject(Buffer.from(entry), 'the entry of the transparency log'))],
      timestampVerificationData: { rfc3161Timestamps: timestamp === undefined ? [] : [toTimestamp(timestamp)] },
    },
  };
}

function readCertificate(pem: string): string {
  try {
    return new X509Certificate(pem).raw.toString('base64');
  } catch (cause) {
    throw new ImageError('document-invalid', 'its certificate cannot be read', { cause });
  }
}

/** https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md#properties */
function toLogEntry({ SignedEntryTimestamp, Payload }: JsonObject): JsonObject {
  const payload = isObject(Payload) ? Payload : {};
  const { body, integratedTime, logIndex, logID } = payload;
  if (typeof body !== 'string' || typeof logID !== 'string') {
    throw new ImageError('document-invalid', 'its entry of the transparency log has neither body nor name of the log');
  }
  const { kind, apiVersion } = parseJsonObject(Buffer.from(body, 'base64'), 'the body of its entry of the transparency log');
  return {
    logIndex: String(logIndex),
    logId: { keyId: Buffer.from(logID, 'hex').toString('base64') },
    kindVersion: { kind, version: apiVersion },
    integratedTime: String(integratedTime),
    ...(typeof SignedEntryTimestamp === 'string' ? { inclusionPromise: { signedEntryTimestamp: SignedEntryTimestamp } } : {}),
    canonicalizedBody: body,
  };
}

function toTimestamp(text: string): JsonObject {
  const { SignedRFC3161Timestamp: signed } = parseJsonObject(Buffer.from(text), 'the time stamp');
  return { signedTimestamp: signed };
}
