import type { JsonObject } from '../source/json.ts';

/** A signature in the one form in which it is verified, whatever it was found as. */
export interface SignedItem {
  /** What it says of which image: simple signing, an in-toto statement, or nothing where the image's own manifest is signed. */
  readonly claim: { readonly kind: 'simple-signing' | 'statement'; readonly payload: Buffer } | { readonly kind: 'manifest' };
  /** The bytes that are signed. */
  readonly message: Buffer;
  /** Any of these is enough. */
  readonly signatures: readonly Buffer[];
  /** Certificate, transparency log and time stamps as a Sigstore bundle; undefined where there is no certificate. */
  readonly bundle: JsonObject | undefined;
}
