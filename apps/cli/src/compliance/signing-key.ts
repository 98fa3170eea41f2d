import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import type { Sha256, Signer } from '@breakwater/compliance';
import { explain } from '../check/find-files.ts';
import { readText } from '../check/read-bytes.ts';
import { UsageError } from '../command.ts';

export const sha256: Sha256 = text => createHash('sha256').update(text).digest('hex');

/** Signs with the Ed25519 key of a file. Throws UsageError. */
export async function openSigner(file: string): Promise<Signer> {
  const privateKey = toKey(file, await readText(file), createPrivateKey);
  return {
    key: toKeyId(createPublicKey(privateKey)),
    sign: text => sign(null, Buffer.from(text), privateKey).toString('base64'),
  };
}

/** Makes a key: the private one is the user's own to read, the public one lies beside it. Throws UsageError. */
export async function createSigningKey(file: string): Promise<void> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  try {
    await writeFile(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
    await writeFile(toPublicFile(file), publicKey.export({ type: 'spki', format: 'pem' }), { flag: 'wx' });
  } catch (cause) {
    throw new UsageError(`--key ${file}: ${explain(cause)}`);
  }
}

export function toPublicFile(keyFile: string): string {
  return `${keyFile}.pub`;
}

/** Whether signatures are of the public key of a file. Throws UsageError. */
export async function openVerifier(
  file: string,
): Promise<{ readonly key: string; readonly isSigned: (text: string, signature: string) => boolean }> {
  if (!existsSync(file))
    throw new UsageError(
      `${file} is not there: give the public key of whoever wrote the record by --public-key, from where nobody else can change it`,
    );
  const publicKey = toKey(file, await readFile(file, 'utf8'), createPublicKey);
  return {
    key: toKeyId(publicKey),
    isSigned: (text, signature) => verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64')),
  };
}

function toKey(file: string, text: string, create: (text: string) => KeyObject): KeyObject {
  const wanted = 'make one with openssl genpkey -algorithm ed25519';
  let key: KeyObject;
  try {
    key = create(text);
  } catch {
    throw new UsageError(`${file} holds no key in PEM: ${wanted}`);
  }
  if (key.asymmetricKeyType !== 'ed25519') throw new UsageError(`${file} holds a key of another kind than Ed25519: ${wanted}`);
  return key;
}

/** The beginning of the hash of the public key. */
function toKeyId(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);
}
