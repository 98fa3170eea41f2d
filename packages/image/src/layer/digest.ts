import { createHash, type Hash } from 'node:crypto';
import { ImageError } from '../errors.ts';

const DIGEST = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;

/** `algorithm:hex` of an algorithm that is known. https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests */
export function isDigest(value: unknown): value is string {
  return typeof value === 'string' && DIGEST.test(value);
}

export function toDigest(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** Throws ImageError `digest-mismatch`. */
export function checkDigest(bytes: Uint8Array, digest: string): void {
  const check = new DigestCheck(digest);
  check.update(bytes);
  check.end();
}

/** Compares bytes that come in pieces with what was promised. */
export class DigestCheck {
  readonly #expected: string;
  readonly #algorithm: string;
  readonly #hash: Hash;

  constructor(expected: string) {
    if (!DIGEST.test(expected)) throw new ImageError('document-invalid', `'${expected.slice(0, 150)}' is no digest that can be checked`);
    this.#expected = expected;
    this.#algorithm = expected.slice(0, expected.indexOf(':'));
    this.#hash = createHash(this.#algorithm);
  }

  update(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  /** Throws ImageError `digest-mismatch`. */
  end(): void {
    const actual = `${this.#algorithm}:${this.#hash.digest('hex')}`;
    if (actual === this.#expected) return;
    throw new ImageError(
      'digest-mismatch',
      `the bytes have the digest ${actual}, not ${this.#expected}; they were changed or cut on their way: fetch or save the image again`,
    );
  }
}
