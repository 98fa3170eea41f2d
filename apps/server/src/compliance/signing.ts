import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import type { Sha256, Signer } from '@breakwater/compliance';

export const sha256: Sha256 = text => createHash('sha256').update(text).digest('hex');

/** A key of an installation: PEM of both halves. */
export interface SigningKey {
  readonly privateKey: string;
  readonly publicKey: string;
}

export function createSigningKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

export function toSigner(privateKey: string): Signer {
  const key = createPrivateKey(privateKey);
  return { key: toKeyId(createPublicKey(key)), sign: text => sign(null, Buffer.from(text), key).toString('base64') };
}

export function toVerifier(publicKey: string): (text: string, signature: string) => boolean {
  const key = createPublicKey(publicKey);
  return (text, signature) => verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'));
}

/** The beginning of the hash of the public key, as the command line has it. */
function toKeyId(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);
}
