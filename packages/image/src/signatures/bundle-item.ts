import { ImageError } from '../errors.ts';
import { isObject, type JsonObject, parseJsonObject, toText } from '../source/json.ts';
import { encodeForSigning, parseEnvelope } from './envelope.ts';
import type { SignedItem } from './signed-item.ts';

/** A Sigstore bundle about an image; `manifest` is what a bundle without a statement signs. Throws ImageError `document-invalid`. */
export function readBundleItem(content: Buffer, manifest: Buffer): SignedItem {
  const document = parseJsonObject(content, 'the bundle');
  const bundle = hasCertificate(document) ? document : undefined;
  if (isObject(document['dsseEnvelope'])) {
    const envelope = parseEnvelope(document['dsseEnvelope']);
    return {
      claim: { kind: 'statement', payload: envelope.payload },
      message: encodeForSigning(envelope),
      signatures: envelope.signatures,
      bundle,
    };
  }
  const { messageSignature } = document;
  const signature = isObject(messageSignature) ? toText(messageSignature['signature']) : undefined;
  if (signature === undefined) throw new ImageError('document-invalid', 'the bundle holds neither an envelope nor a signature');
  return { claim: { kind: 'manifest' }, message: manifest, signatures: [Buffer.from(signature, 'base64')], bundle };
}

function hasCertificate({ verificationMaterial: material }: JsonObject): boolean {
  return isObject(material) && (material['certificate'] !== undefined || material['x509CertificateChain'] !== undefined);
}
