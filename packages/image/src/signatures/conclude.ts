import type { SignatureFinding } from './image-verification.ts';
import type { Judgement, Signer } from './judge-item.ts';
import type { Provenance } from './provenance.ts';
import { matchesPattern, type Trust } from './trust.ts';

export interface Judged {
  readonly finding: SignatureFinding;
  readonly judgement: Judgement;
}

export interface Conclusion {
  readonly state: 'verified' | 'not-verified' | 'none';
  readonly signers: readonly Signer[];
  readonly provenance: Provenance | undefined;
  readonly unmet: readonly string[];
}

/** From all that is attached to what it comes to. */
export function conclude(judged: readonly Judged[], trust: Trust): Conclusion {
  const verified = judged.filter(({ finding }) => finding.state === 'verified');
  const signing = verified.filter(isSigning);
  const signers = [...new Map(signing.flatMap(({ judgement }) => toEntry(judgement.signer))).values()];
  const stated = verified.flatMap(({ finding }) => finding.statement?.provenance ?? []);
  // The workflow that signed an image has built it where nothing else is said; one that only scanned it has not.
  const provenances = stated.length > 0 ? stated : signing.flatMap(({ judgement }) => judgement.certified ?? []);
  const unmet = listUnmet(verified, provenances, trust);
  const isVerified = signers.length > 0 && unmet.length === 0;
  return {
    state: isVerified ? 'verified' : judged.length === 0 ? 'none' : 'not-verified',
    signers,
    provenance: provenances.find(provenance => isAllowed(provenance, trust)) ?? provenances[0],
    unmet,
  };
}

/** Who signs that there are vulnerabilities in an image, or what is in it, does not say that it is good: a builder's provenance does. */
function isSigning({ finding: { form, statement } }: Judged): boolean {
  return form === 'cosign-signature' || statement === undefined || statement.kind === 'signature' || statement.kind === 'provenance';
}

function toEntry(signer: Signer | undefined): readonly [string, Signer][] {
  return signer === undefined ? [] : [[JSON.stringify(signer), signer]];
}

function listUnmet(verified: readonly Judged[], provenances: readonly Provenance[], trust: Trust): readonly string[] {
  const { predicateTypes, builders, sources } = trust;
  const types = new Set(verified.map(({ finding }) => finding.statement?.predicateType));
  const missing = predicateTypes.filter(type => !types.has(type)).map(type => `no verified attestation of type ${type}`);
  if (builders.length + sources.length === 0 || provenances.some(provenance => isAllowed(provenance, trust))) return missing;
  const [first] = provenances;
  if (first === undefined) return [...missing, 'no verified provenance says how it was built'];
  const wrong = matchesAny(builders, first.builder)
    ? `built from ${first.sourceRepository || 'a source that is not named'}`
    : `built by ${first.builder || 'somebody who is not named'}`;
  return [...missing, `${wrong}, which is not allowed`];
}

function isAllowed({ builder, sourceRepository }: Provenance, { builders, sources }: Trust): boolean {
  return matchesAny(builders, builder) && matchesAny(sources, sourceRepository);
}

function matchesAny(patterns: readonly string[], text: string): boolean {
  return patterns.length === 0 || patterns.some(pattern => matchesPattern(pattern, text));
}
