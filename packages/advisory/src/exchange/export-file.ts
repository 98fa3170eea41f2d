/** First line of an export: JSON; then the database, compressed with gzip. */
export interface ExportHeader {
  readonly schema: 'breakwater/advisory-export/1';
  readonly built: string;
  readonly records: number;
  /** Of the compressed database. */
  readonly sha256: string;
  /** Ed25519 over the header without it, base64. */
  readonly signature?: string;
}

export const EXPORT_SCHEMA = 'breakwater/advisory-export/1';
export const MAX_HEADER = 4096;

/** The bytes that are signed. */
export function toSigned({ schema, built, records, sha256 }: ExportHeader): Buffer {
  return Buffer.from(JSON.stringify({ schema, built, records, sha256 }));
}
