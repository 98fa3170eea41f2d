import { type Raw, toRecord, toText } from './raw.ts';

/** Whom a token is of, as `system:serviceaccount:namespace:name`. */
export interface TokenUser {
  readonly name: string;
  /** The node that the token's pod runs on; absent for a token that is bound to no pod, and where the API server (before 1.30) does not say it. */
  readonly node?: string;
  /** The pod that the token is bound to. */
  readonly pod?: { readonly name: string; readonly uid: string };
}

const EXTRA = 'authentication.kubernetes.io/';

/** https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-review-v1/ */
export function toReview(token: string, audience: string): Raw {
  return { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec: { token, audiences: [audience] } };
}

/** An API server that does not know audiences leaves them out of its answer: then the token may be of anybody for anything. */
export function readReview(review: Raw, audience: string): TokenUser | undefined {
  const { authenticated, audiences, user } = toRecord(review['status']);
  const isMeant = authenticated === true && Array.isArray(audiences) && audiences.includes(audience);
  const name = toText(toRecord(user)['username']);
  if (!isMeant || name === '') return undefined;
  const extra = toRecord(toRecord(user)['extra']);
  const [node, pod, uid] = ['node-name', 'pod-name', 'pod-uid'].map(key => readOne(extra[`${EXTRA}${key}`]));
  return {
    name,
    ...(node === undefined ? {} : { node }),
    ...(pod === undefined || uid === undefined ? {} : { pod: { name: pod, uid } }),
  };
}

/** Values are lists; one that says several things says none. */
function readOne(value: unknown): string | undefined {
  const [first, ...more] = Array.isArray(value) ? value.map(toText) : [];
  return first === '' || more.length > 0 ? undefined : first;
}
