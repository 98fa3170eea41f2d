import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { ImageError } from '../errors.ts';

/** A public key whose signatures count. */
export interface TrustedKey {
  /** What the user calls it: a file name. */
  readonly name: string;
  readonly key: KeyObject;
}

const RSA_BITS = 2048;

/** A public key in PEM: ECDSA over P-256, RSA of at least 2,048 bits, or Ed25519. Throws ImageError `key-invalid`. */
export function parsePublicKey(pem: string, name: string): TrustedKey {
  if (pem.includes('PRIVATE KEY')) throw invalid(name, 'is a private key, which belongs in no policy; give the public one (cosign.pub)');
  if (!/-----BEGIN (?:RSA )?PUBLIC KEY-----/.test(pem)) throw invalid(name, 'is no public key in PEM, as cosign.pub is');
  const key = readKey(pem, name);
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  const isKnown =
    type === 'ed25519' ||
    (type === 'ec' && details?.namedCurve === 'prime256v1') ||
    (type === 'rsa' && (details?.modulusLength ?? 0) >= RSA_BITS);
  if (isKnown) return { name, key };
  throw invalid(name, `is a key of a kind that is not verified; use ECDSA over P-256, RSA of at least ${RSA_BITS} bits, or Ed25519`);
}

function readKey(pem: string, name: string): KeyObject {
  try {
    return createPublicKey(pem);
  } catch (cause) {
    throw new ImageError('key-invalid', `the key ${name} cannot be read; write it again: cosign public-key`, { cause });
  }
}

function invalid(name: string, why: string): ImageError {
  return new ImageError('key-invalid', `the key ${name} ${why}`);
}

/** Whether the holder of the key signed these bytes: SHA-256 with ECDSA (DER) or RSA (PKCS #1 v1.5), or Ed25519. */
export function isSignedBy({ key }: TrustedKey, bytes: Uint8Array, signature: Uint8Array): boolean {
  try {
    return verify(key.asymmetricKeyType === 'ed25519' ? null : 'sha256', bytes, key, signature);
  } catch {
    // A signature that is no signature at all.
    return false;
  }
}
