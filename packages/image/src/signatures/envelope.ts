import { ImageError } from '../errors.ts';
import { isObject, type JsonObject, toList, toText } from '../source/json.ts';

/** https://github.com/secure-systems-lab/dsse/blob/master/envelope.md */
export interface Envelope {
  readonly payloadType: string;
  readonly payload: Buffer;
  readonly signatures: readonly Buffer[];
}

/** More than these are not tried: honest envelopes have one. */
const SIGNATURES = 16;

/** What an envelope is for is signed with it: a statement in an envelope for something else is none. */
const STATEMENT_TYPE = 'application/vnd.in-toto+json';

/** An envelope around an in-toto statement. Throws ImageError `document-invalid`. */
export function parseEnvelope(document: JsonObject): Envelope {
  const [payloadType, payload] = [toText(document['payloadType']), toText(document['payload'])];
  if (payloadType === undefined || payload === undefined)
    throw new ImageError('document-invalid', 'the envelope holds no payload with a type');
  if (payloadType !== STATEMENT_TYPE)
    throw new ImageError('document-invalid', 'the envelope is for something else than an in-toto statement');
  const signatures = toList(document['signatures']).slice(0, SIGNATURES);
  return {
    payloadType,
    payload: Buffer.from(payload, 'base64'),
    signatures: signatures.flatMap(entry => toSignature(isObject(entry) ? entry['sig'] : undefined)),
  };
}

function toSignature(value: unknown): readonly Buffer[] {
  const text = toText(value);
  return text === undefined ? [] : [Buffer.from(text, 'base64')];
}

/** What is signed: type and payload with their lengths. https://github.com/secure-systems-lab/dsse/blob/master/protocol.md */
export function encodeForSigning({ payloadType, payload }: Envelope): Buffer {
  return Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.length} `), payload]);
}
