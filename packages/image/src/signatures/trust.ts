import { ImageError } from '../errors.ts';
import type { TrustedKey } from './trusted-key.ts';
import type { TrustedRoot } from './trusted-root.ts';

/** Somebody whom an issuer of identities vouches for. In patterns `*` stands for any characters. */
export interface TrustedIdentity {
  readonly identity?: string | undefined;
  readonly identityPattern?: string | undefined;
  readonly issuer?: string | undefined;
  readonly issuerPattern?: string | undefined;
}

/** Whose signatures count for an image, and what must have been attested. */
export interface Trust {
  readonly keys: readonly TrustedKey[];
  readonly identities: readonly TrustedIdentity[];
  /** Fulcio, Rekor and time stamp authorities; needed for identities. */
  readonly root: TrustedRoot | undefined;
  /** Predicate types of which a verified attestation is there each. */
  readonly predicateTypes: readonly string[];
  /** Patterns of which the builder and the source repository of a verified provenance match one; none for any. */
  readonly builders: readonly string[];
  readonly sources: readonly string[];
}

export const NO_TRUST: Trust = { keys: [], identities: [], root: undefined, predicateTypes: [], builders: [], sources: [] };

/** What is wrong with somebody who is trusted by name; undefined when nothing is. */
export function findIdentityFault({ identity, identityPattern, issuer, issuerPattern }: TrustedIdentity): string | undefined {
  if (isEmpty(identity) && isEmpty(identityPattern))
    return 'an issuer without an identity accepts everybody that it vouches for; add identity';
  if (isEmpty(issuer) && isEmpty(issuerPattern)) return 'an identity without its issuer can be claimed through any other; add issuer';
  if (identity !== undefined && identityPattern !== undefined) return 'give identity or identityPattern, not both';
  if (issuer !== undefined && issuerPattern !== undefined) return 'give issuer or issuerPattern, not both';
  const open = [identityPattern, issuerPattern].find(pattern => pattern !== undefined && /^\**$/.test(pattern));
  return open === undefined ? undefined : `the pattern '${open}' accepts everybody; name what must not differ`;
}

function isEmpty(text: string | undefined): boolean {
  return text === undefined || text === '';
}

/** A trust that would accept anyone, or that cannot be looked up, is refused. Throws ImageError `trust-invalid`. */
export function checkTrust({ identities, root }: Trust): void {
  for (const identity of identities) {
    const fault = findIdentityFault(identity);
    if (fault !== undefined) throw new ImageError('trust-invalid', fault);
  }
  if (identities.length > 0 && root === undefined) {
    throw new ImageError('trust-invalid', 'signatures without keys need a trusted_root.json to be verified by; name its file');
  }
}

/** Whether a certificate's identity and issuer are those of somebody trusted: both of the same entry. */
export function isTrusted(identities: readonly TrustedIdentity[], identity: string, issuer: string): boolean {
  return identities.some(
    trusted =>
      findIdentityFault(trusted) === undefined &&
      (trusted.identity === identity || (trusted.identityPattern !== undefined && matchesPattern(trusted.identityPattern, identity))) &&
      (trusted.issuer === issuer || (trusted.issuerPattern !== undefined && matchesPattern(trusted.issuerPattern, issuer))),
  );
}

/** The whole text, where `*` stands for any characters. In time that is linear in the text for each star. */
export function matchesPattern(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === text;
  const last = rest.pop() ?? '';
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  const end = text.length - last.length;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
