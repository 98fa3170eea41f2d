import { readClaim } from './claim.ts';
import { toPlainText } from './plain-text.ts';
import type { Provenance } from './provenance.ts';
import type { SignedItem } from './signed-item.ts';
import type { StatementSummary } from './summarize-statement.ts';
import { isTrusted, type Trust } from './trust.ts';
import { isSignedBy } from './trusted-key.ts';
import type { CertifiedSigner } from './trusted-root.ts';

export type Signer =
  | { readonly kind: 'key'; readonly name: string }
  /** The name is what the certificate says: a mail address, or the URI of a workflow. */
  | { readonly kind: 'certificate'; readonly name: string; readonly issuer: string };

export interface Judgement {
  /** Somebody trusted; undefined where nobody trusted signed this image. */
  readonly signer: Signer | undefined;
  /** Why it does not count; empty when it does. */
  readonly reason: string;
  readonly statement: StatementSummary | undefined;
  /** What the certificate says of the workflow that holds it; of what counts only. */
  readonly certified: Provenance | undefined;
}

/** Whether a signature is over one of these digests of the image and by somebody trusted. */
export function judgeItem(item: SignedItem, digests: readonly string[], trust: Trust): Judgement {
  const { statement, fault } = readClaim(item, digests);
  const refuse = (reason: string): Judgement => ({ signer: undefined, reason, statement, certified: undefined });
  if (fault !== undefined) return refuse(fault);
  const key = trust.keys.find(candidate => item.signatures.some(signature => isSignedBy(candidate, item.message, signature)));
  if (key !== undefined) return { signer: { kind: 'key', name: key.name }, reason: '', statement, certified: undefined };
  if (item.bundle === undefined || trust.identities.length === 0 || trust.root === undefined) return refuse(describeUntrusted(item, trust));
  const outcome = trust.root.verify(item);
  if ('reason' in outcome) return refuse(outcome.reason);
  const { identity, issuer } = outcome.signer;
  if (!isTrusted(trust.identities, identity, issuer)) {
    return refuse(`signed by ${toPlainText(identity)} (issuer ${toPlainText(issuer)}), who is not trusted for this image`);
  }
  return {
    signer: { kind: 'certificate', name: toPlainText(identity), issuer: toPlainText(issuer) },
    reason: '',
    statement,
    certified: readCertifiedSource(outcome.signer),
  };
}

function describeUntrusted({ bundle }: SignedItem, { keys, identities }: Trust): string {
  if (keys.length + identities.length === 0) return 'nobody is named whose signature counts';
  if (bundle === undefined)
    return keys.length === 0 ? 'signed with a key, and no key is given' : 'signed by none of the keys that are given';
  return 'signed by a certificate, and no identity with its issuer is given';
}

/** https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md */
const BUILD_SIGNER = '1.3.6.1.4.1.57264.1.9';
const SOURCE_REPOSITORY = '1.3.6.1.4.1.57264.1.12';
const SOURCE_COMMIT = '1.3.6.1.4.1.57264.1.13';

/** Workflows have their source in their certificate: it is stated by whoever vouches for them. */
function readCertifiedSource({ extensions }: CertifiedSigner): Provenance | undefined {
  const repository = extensions.get(SOURCE_REPOSITORY);
  if (repository === undefined) return undefined;
  return {
    builder: toPlainText(extensions.get(BUILD_SIGNER) ?? ''),
    sourceRepository: toPlainText(repository),
    sourceCommit: toPlainText(extensions.get(SOURCE_COMMIT) ?? ''),
    builtAt: '',
  };
}
