import type { Severity } from '@breakwater/model';

/** How one kind of credential is recognised. */
export interface SecretKind {
  readonly id: string;
  readonly severity: Severity;
  /** Texts of which one stands in every credential of the kind, compared without regard to case; only around them the pattern is asked. */
  readonly marks: readonly string[];
  /**
   * An expression of RE2 that covers the mark; its first group is the credential. With the flag `y` it is asked only where the mark begins,
   * one byte before that where `boundary` is true, else about the bytes around the mark.
   */
  readonly pattern: RegExp;
  readonly boundary?: true;
  /** Bits per character that the credential has at least: what people write as examples has less. */
  readonly entropy?: number;
}

/** A credential in a file of a layer, in the environment or the history; never its text. */
export interface FoundSecret {
  readonly kind: string;
  readonly severity: Severity;
  /** A path, `env NAME` or `history N`. */
  readonly place: string;
  /** From 1. */
  readonly line: number;
  /** HMAC-SHA-256 of the credential, 32 hexadecimal digits: the same text is the same one within one salt. */
  readonly hash: string;
}
