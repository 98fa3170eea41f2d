import type { ComplianceRecord } from '@breakwater/model';

export interface ComplianceOptions {
  readonly language: 'en' | 'ja';
  /** SHA-1 of bytes, in hexadecimal: names of parts are made of it (UUID version 5), so that two reports of one run are the same. */
  readonly sha1: (bytes: Uint8Array) => string;
}

/** One way to write down a run of compliance. */
export interface ComplianceFormat {
  readonly name: string;
  readonly doc: string;
  /** How a file of it ends. */
  readonly extension: string;
  readonly mediaType: string;
  /** In pieces, since a run may hold more than one string can. */
  readonly render: (record: ComplianceRecord, options: ComplianceOptions) => Iterable<string>;
}
