import type { ComplianceHead, ComplianceRecord } from '@breakwater/model';
import { toCanonicalJson } from './canonical-json.ts';

/** Hexadecimal SHA-256 of a text in UTF-8. */
export type Sha256 = (text: string) => string;

/** What signs: the key itself stays with whoever made this. */
export interface Signer {
  /** Id of the key. */
  readonly key: string;
  /** Ed25519 over a text in UTF-8, in base64. */
  readonly sign: (text: string) => string;
}

/** A record before it has its place in a chain. */
export type RecordDraft = Omit<ComplianceRecord, 'schema' | 'version' | 'sequence' | 'previous' | 'hash' | 'key' | 'signature'>;

/** Puts a run behind the last one of its chain, and signs it. */
export function sealRecord(
  draft: RecordDraft,
  last: Pick<ComplianceRecord, 'sequence' | 'hash'> | undefined,
  sha256: Sha256,
  signer: Signer,
): ComplianceRecord {
  const sequence = last === undefined ? 0 : last.sequence + 1;
  const body = {
    schema: 'breakwater/compliance-record' as const,
    version: '1' as const,
    sequence,
    previous: last?.hash ?? '',
    ...draft,
  };
  const hash = sha256(toCanonicalJson(body));
  return { ...body, hash, key: signer.key, signature: signer.sign(toRecordStatement({ hash, key: signer.key })) };
}

/** The end of the chain as it stands with this record. */
export function toHead(
  { sequence, hash, finishedAt }: Pick<ComplianceRecord, 'sequence' | 'hash' | 'finishedAt'>,
  { key, sign }: Signer,
): ComplianceHead {
  const end = { sequence, hash, finishedAt, key };
  return { schema: 'breakwater/compliance-head', version: '1', ...end, signature: sign(toHeadStatement(end)) };
}

/** The hash that a record should have. */
export function hashRecord({ hash: _hash, key: _key, signature: _signature, ...body }: ComplianceRecord, sha256: Sha256): string {
  return sha256(toCanonicalJson(body));
}

/** What the signature of a record is over; what a key signs for one purpose is worth nothing for another. */
export function toRecordStatement({ hash, key }: Pick<ComplianceRecord, 'hash' | 'key'>): string {
  return `breakwater/compliance-record/1 ${key} ${hash}`;
}

export function toHeadStatement({ sequence, hash, finishedAt, key }: Omit<ComplianceHead, 'schema' | 'version' | 'signature'>): string {
  return `breakwater/compliance-head/1 ${key} ${sequence} ${hash} ${finishedAt}`;
}
