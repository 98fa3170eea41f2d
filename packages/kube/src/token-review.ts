import { type Raw, toRecord, toText } from './raw.ts';

/** Whom a token is of, as `system:serviceaccount:namespace:name`. */
export interface TokenUser {
  readonly name: string;
}

/** https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-review-v1/ */
export function toReview(token: string, audience: string): Raw {
  return { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec: { token, audiences: [audience] } };
}

/** An API server that does not know audiences leaves them out of its answer: then the token may be of anybody for anything. */
export function readReview(review: Raw, audience: string): TokenUser | undefined {
  const { authenticated, audiences, user } = toRecord(review['status']);
  const isMeant = authenticated === true && Array.isArray(audiences) && audiences.includes(audience);
  const name = toText(toRecord(user)['username']);
  return isMeant && name !== '' ? { name } : undefined;
}
