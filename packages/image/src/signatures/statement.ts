import { ImageError } from '../errors.ts';
import { isObject, type JsonObject, parseJsonObject, toList, toText } from '../source/json.ts';

/** https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md, of version 0.1 too. */
export interface Statement {
  /** `sha256:…` of everything that it speaks of. */
  readonly subjects: readonly string[];
  readonly predicateType: string;
  readonly predicate: JsonObject;
}

const TYPES = new Set(['https://in-toto.io/Statement/v1', 'https://in-toto.io/Statement/v0.1']);

/** Throws ImageError `document-invalid`. */
export function parseStatement(payload: Uint8Array): Statement {
  const document = parseJsonObject(payload, 'the statement');
  const predicateType = toText(document['predicateType']);
  if (!TYPES.has(toText(document['_type']) ?? '') || predicateType === undefined) {
    throw new ImageError('document-invalid', 'it is no in-toto statement of version 0.1 or 1');
  }
  const { subject, predicate } = document;
  return { subjects: toList(subject).flatMap(listDigests), predicateType, predicate: isObject(predicate) ? predicate : {} };
}

function listDigests(subject: unknown): readonly string[] {
  const digests = isObject(subject) && isObject(subject['digest']) ? subject['digest'] : {};
  return ['sha256', 'sha512'].flatMap(algorithm => {
    const hex = toText(digests[algorithm]);
    return hex === undefined ? [] : [`${algorithm}:${hex.toLowerCase()}`];
  });
}

/** Of a signature that a key made for something else, the payload may look alike. */
const SIMPLE_SIGNING_TYPE = 'cosign container image signature';

/**
 * The digest that a payload of simple signing speaks of. Throws ImageError `document-invalid`.
 * https://github.com/containers/image/blob/main/docs/containers-signature.5.md
 */
export function parseSimpleSigning(payload: Uint8Array): string {
  const { critical } = parseJsonObject(payload, 'what is signed');
  if (!isObject(critical) || critical['type'] !== SIMPLE_SIGNING_TYPE) {
    throw new ImageError('document-invalid', `what is signed is not of the type '${SIMPLE_SIGNING_TYPE}'`);
  }
  const { image } = critical;
  const digest = isObject(image) ? toText(image['docker-manifest-digest']) : undefined;
  if (digest === undefined) throw new ImageError('document-invalid', 'what is signed names no image');
  return digest;
}
