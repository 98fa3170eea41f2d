import type { ImageSignature, ImageSigner, ImageVerificationOutput } from '@breakwater/model';
import { renderRows } from '@breakwater/report';
import { plural, toPlain } from './render-image.ts';

const NOBODY =
  'Nobody is named whose signature counts: give --key FILE, or --identity, --issuer and --trusted-root, or write a rule of trust in breakwater.yaml';

/** Who signed an image, what else is attached to it and why that does not count. */
export function renderVerification(output: ImageVerificationOutput, isAsked: boolean): string {
  const { image, results, provenance, unmet, problems, rule } = output;
  const title = [image.name, image.platform === undefined ? '' : `(${image.platform})`, image.digest]
    .filter(part => part !== '')
    .join('  ');
  const facts = [
    describeState(output),
    provenance === undefined ? '' : describeProvenance(provenance),
    rule === undefined ? '' : `as the rule for ${rule} asks`,
  ];
  const rows = results.map(result => [result.state, describeWhat(result), describeWho(result), result.statement?.text ?? '', result.place]);
  return `${[
    title,
    facts.filter(part => part !== '').join(' · '),
    ...(rows.length === 0 ? [] : ['', renderRows('table', ['state', 'what', 'by, or why not', 'says', 'in'], rows).trimEnd()]),
    ...(unmet.length === 0 ? [] : ['', ...unmet.map(text => `Missing: ${text}`)]),
    ...(isAsked ? [] : ['', NOBODY]),
    ...(problems.length === 0 ? [] : ['', ...problems.map(({ code, source, message }) => `${code}  ${source}: ${message}`)]),
  ]
    .map(text => (text.includes('\n') ? text : toPlain(text)))
    .join('\n')}\n`;
}

function describeState({ state, signers, results }: ImageVerificationOutput): string {
  if (state === 'verified') return `verified: signed by ${signers.map(describeSigner).join(', ')}`;
  return state === 'none' ? 'no signature and no attestation' : `not verified: ${plural(results.length, 'thing')} attached`;
}

function describeSigner({ name, issuer }: ImageSigner): string {
  return issuer === undefined ? name : `${name} (issuer ${issuer})`;
}

function describeProvenance({ builder, sourceRepository, sourceCommit }: NonNullable<ImageVerificationOutput['provenance']>): string {
  const from = sourceRepository === '' ? '' : `built from ${sourceRepository}${sourceCommit === '' ? '' : ` at ${sourceCommit}`}`;
  return [from, builder === '' ? '' : `by ${builder}`].filter(part => part !== '').join(' ');
}

const FORMS: Readonly<Record<string, string>> = {
  'cosign-signature': 'signature',
  notation: 'signature of Notation',
  sbom: 'SBOM',
  unknown: 'something that cannot be read',
};

function describeWhat({ form, statement }: ImageSignature): string {
  if (statement === undefined) return FORMS[form] ?? 'attestation';
  return statement.kind === 'other' ? `attestation ${statement.predicateType}` : statement.kind;
}

function describeWho({ signer, reason }: ImageSignature): string {
  return signer === undefined ? (reason ?? '') : describeSigner(signer);
}
