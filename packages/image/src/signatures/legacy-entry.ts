import { createHash, type KeyObject, verify, X509Certificate } from 'node:crypto';
import { isObject, type JsonObject, parseJsonObject } from '../source/json.ts';

/** Where an entry lies in a transparency log, as the log promised. */
export interface LogEntry {
  readonly logId: { readonly keyId: Buffer };
  readonly logIndex: string;
  readonly integratedTime: string;
  readonly canonicalizedBody: Buffer;
  readonly kindVersion: { readonly kind: string; readonly version: string };
  readonly inclusionPromise: { readonly signedEntryTimestamp: Buffer } | undefined;
}

/** A log of the trusted root. */
export interface TrustedLog {
  readonly logID: Buffer;
  readonly publicKey: KeyObject;
  readonly validFor: { readonly start: Date; readonly end: Date };
}

/** The form in which cosign before 2.2 and Tekton Chains log attestations; Sigstore's verifier knows the later ones. */
export function isLegacyEntry({ kindVersion: { kind, version } }: LogEntry): boolean {
  return kind === 'intoto' && version === '0.0.1';
}

/**
 * Why an entry does not say that the holder of this certificate signed this payload; undefined when it does. The body has no signature in it: it
 * names the certificate and the digest of the payload, which the log checked against the envelope when it took it.
 * https://github.com/sigstore/rekor/blob/main/pkg/types/intoto/v0.0.1/intoto_v0_0_1_schema.json
 */
export function findLegacyFault(
  entry: LogEntry,
  payload: Uint8Array,
  certificate: Uint8Array,
  logs: readonly TrustedLog[],
): string | undefined {
  if (!isPromised(entry, logs)) return 'inclusion promise could not be verified';
  const { content, publicKey } = readSpec(entry.canonicalizedBody);
  if (readHash(content) !== createHash('sha256').update(payload).digest('hex')) return 'payload hash mismatch';
  return typeof publicKey === 'string' && isCertificate(publicKey, certificate) ? undefined : 'certificate mismatch';
}

/** What the log signed: these four in the order of their names. https://docs.sigstore.dev/logging/verify-release */
function isPromised(
  { inclusionPromise, logId, logIndex, integratedTime, canonicalizedBody }: LogEntry,
  logs: readonly TrustedLog[],
): boolean {
  if (inclusionPromise === undefined) return false;
  const time = new Date(Number(integratedTime) * 1000);
  const promised = {
    body: canonicalizedBody.toString('base64'),
    integratedTime: Number(integratedTime),
    logID: logId.keyId.toString('hex'),
    logIndex: Number(logIndex),
  };
  return logs.some(
    ({ logID, publicKey, validFor }) =>
      logID.equals(logId.keyId) &&
      validFor.start <= time &&
      time <= validFor.end &&
      verify('sha256', Buffer.from(JSON.stringify(promised)), publicKey, inclusionPromise.signedEntryTimestamp),
  );
}

function readSpec(body: Buffer): JsonObject {
  const { kind, apiVersion, spec } = parseJsonObject(body, 'the body of its entry of the transparency log');
  return kind === 'intoto' && apiVersion === '0.0.1' && isObject(spec) ? spec : {};
}

function readHash(content: unknown): unknown {
  const hash = isObject(content) ? content['payloadHash'] : undefined;
  return isObject(hash) && hash['algorithm'] === 'sha256' ? hash['value'] : undefined;
}

function isCertificate(base64: string, certificate: Uint8Array): boolean {
  return new X509Certificate(Buffer.from(base64, 'base64')).raw.equals(certificate);
}
