import type { Problem } from '@breakwater/model';
import type { AttachedForm } from './attached.ts';
import type { Signer } from './judge-item.ts';
import type { Provenance } from './provenance.ts';
import type { StatementSummary } from './summarize-statement.ts';

/** One signature, attestation or other thing that is attached to an image. */
export interface SignatureFinding {
  readonly form: AttachedForm;
  /** Digest of the manifest that it is attached to, and tag or digest of the one that it lies in. */
  readonly subject: string;
  readonly place: string;
  readonly state: 'verified' | 'not-verified' | 'not-evaluated';
  /** Set when it is verified. */
  readonly signer: Signer | undefined;
  /** Set when it is not. */
  readonly reason: string;
  readonly statement: StatementSummary | undefined;
}

/** Who signed an image, as far as was asked for. An error to look is none of these: it is thrown. */
export interface ImageVerification {
  readonly name: string;
  /** Of the platform's manifest. */
  readonly digest: string;
  readonly indexDigest: string | undefined;
  readonly platform: string | undefined;
  /** Signed as asked, with all that must be attested; signatures that are not enough; none. */
  readonly state: 'verified' | 'not-verified' | 'none';
  readonly findings: readonly SignatureFinding[];
  /** Everybody trusted who signed it. */
  readonly signers: readonly Signer[];
  /** Of verified statements and certificates only. */
  readonly provenance: Provenance | undefined;
  /** What is asked for and is not there. */
  readonly unmet: readonly string[];
  readonly problems: readonly Problem[];
  /** False when there was more than is read. */
  readonly complete: boolean;
}
