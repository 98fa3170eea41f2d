import { isRecord, type Raw, toRecord, toText, toTexts } from '@breakwater/inventory';
import { measureDepth } from '../../thread/measure-depth.ts';
import { type AdmissionRequest, OPERATIONS } from './admission-request.ts';

export const REVIEW_VERSION = 'admission.k8s.io/v1';

/** Real objects have some twenty levels; deeper ones were made to exhaust whoever walks down. */
const MAX_DEPTH = 200;

/** Why a body is no review that could be answered, and the HTTP status that says so. */
export interface ReviewFault {
  readonly status: 400 | 413 | 415;
  readonly message: string;
}

/** Reads an AdmissionReview. https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#request */
export function readReview(body: string): AdmissionRequest | ReviewFault {
  if (measureDepth(body) > MAX_DEPTH) return refuse(`the review is nested deeper than ${MAX_DEPTH} levels`);
  const review = parse(body);
  if (!isRecord(review)) return refuse('the body is no JSON object; an AdmissionReview is wanted');
  const [apiVersion, kind] = [toText(review['apiVersion']), toText(review['kind'])];
  if (kind !== 'AdmissionReview' || apiVersion !== REVIEW_VERSION)
    return refuse(
      `${apiVersion || 'no version'} ${kind || 'of no kind'} is not answered here; the webhook configuration has to ask for ${REVIEW_VERSION} AdmissionReview (admissionReviewVersions: [v1])`,
    );
  return isRecord(review['request']) ? readRequest(review['request']) : refuse('the AdmissionReview has no request');
}

export function isFault(read: AdmissionRequest | ReviewFault): read is ReviewFault {
  return 'message' in read;
}

function readRequest(request: Raw): AdmissionRequest | ReviewFault {
  const uid = toText(request['uid']);
  const operation = OPERATIONS.find(known => known === request['operation']);
  if (uid === '') return refuse('the request has no uid, so that no answer could be told apart');
  if (operation === undefined)
    return refuse(`the request has the operation '${toText(request['operation']).slice(0, 50)}'; known are ${OPERATIONS.join(', ')}`);
  const user = toRecord(request['userInfo']);
  const [kind, resource] = [toRecord(request['kind']), toRecord(request['resource'])];
  return {
    uid,
    operation,
    kind: { group: toText(kind['group']), version: toText(kind['version']), kind: toText(kind['kind']) },
    resource: { group: toText(resource['group']), version: toText(resource['version']), resource: toText(resource['resource']) },
    subResource: toText(request['subResource']),
    name: toText(request['name']),
    namespace: toText(request['namespace']),
    user: { name: toText(user['username']), groups: toTexts(user['groups']) },
    object: toObject(request['object']),
    oldObject: toObject(request['oldObject']),
    dryRun: request['dryRun'] === true,
  };
}

function toObject(value: unknown): Raw | null {
  return isRecord(value) ? value : null;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function refuse(message: string): ReviewFault {
  return { status: 400, message };
}
