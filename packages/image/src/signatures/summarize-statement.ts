import { isObject, type JsonObject, toList, toText } from '../source/json.ts';
import { toPlainText } from './plain-text.ts';
import { type Provenance, readProvenance } from './provenance.ts';
import type { Statement } from './statement.ts';

/** What an attestation is about, and its gist for a reader. */
export interface StatementSummary {
  readonly kind: 'signature' | 'provenance' | 'sbom' | 'vulnerabilities' | 'other';
  readonly predicateType: string;
  /** `CycloneDX 1.6, 214 components`; empty when there is nothing to say. */
  readonly text: string;
  readonly provenance: Provenance | undefined;
  /** When a scan for vulnerabilities ended, else began, RFC 3339 as written; empty for others. */
  readonly scannedAt: string;
}

/** What cosign 3 signs instead of a simple signing payload. */
const SIGNATURE_TYPE = 'https://sigstore.dev/cosign/sign/v1';
/** https://github.com/sigstore/cosign/blob/main/specs/COSIGN_VULN_ATTESTATION_SPEC.md, with the names that it had before. */
const VULNERABILITY_TYPE = /^https:\/\/cosign\.sigstore\.dev\/attestation\/vuln\/v1$|^https:\/\/in-toto\.io\/attestation\/vulns/;
const SBOM_TYPE = /^https:\/\/(?:cyclonedx\.org\/(?:bom|schema|specification)|spdx\.dev\/Document|spdx\.org\/)/i;

export function summarizeStatement({ predicateType, predicate }: Statement): StatementSummary {
  const type = toPlainText(predicateType);
  const provenance = readProvenance(predicateType, predicate);
  const summary = { predicateType: type, text: '', provenance: undefined, scannedAt: '' };
  if (provenance !== undefined) return { ...summary, kind: 'provenance', text: describeProvenance(provenance), provenance };
  if (predicateType === SIGNATURE_TYPE) return { ...summary, kind: 'signature' };
  if (SBOM_TYPE.test(predicateType)) return { ...summary, kind: 'sbom', text: describeSbom(predicate) };
  if (VULNERABILITY_TYPE.test(predicateType)) {
    return { ...summary, kind: 'vulnerabilities', text: describeScan(predicate), scannedAt: readScanTime(predicate) };
  }
  return { ...summary, kind: 'other' };
}

function describeProvenance({ builder, sourceRepository, sourceCommit, builtAt }: Provenance): string {
  const source = `${sourceRepository}${sourceCommit === '' ? '' : `@${sourceCommit.slice(0, 12)}`}`;
  const parts = [source === '' ? '' : `from ${source}`, builder === '' ? '' : `by ${builder}`, builtAt === '' ? '' : `at ${builtAt}`];
  return parts.filter(part => part !== '').join(' ');
}

function describeSbom(predicate: JsonObject): string {
  // Some tools wrap the document once more.
  const document = isObject(predicate['Data']) ? predicate['Data'] : predicate;
  const cyclone = toText(document['specVersion']);
  if (cyclone !== undefined) return toPlainText(`CycloneDX ${cyclone}, ${toList(document['components']).length} components`);
  const spdx = toText(document['spdxVersion']);
  if (spdx !== undefined) return toPlainText(`${spdx}, ${toList(document['packages']).length} packages`);
  return Array.isArray(document['@graph']) ? `SPDX 3, ${document['@graph'].length} elements` : '';
}

function describeScan(predicate: JsonObject): string {
  const scanner = isObject(predicate['scanner']) ? predicate['scanner'] : {};
  const name = [toText(scanner['uri']), toText(scanner['version'])].filter(part => part !== undefined).join(' ');
  const time = readScanTime(predicate);
  return toPlainText([name === '' ? '' : `by ${name}`, time === '' ? '' : `at ${time}`].filter(part => part !== '').join(' '));
}

function readScanTime(predicate: JsonObject): string {
  const metadata = isObject(predicate['metadata']) ? predicate['metadata'] : {};
  const time = toText(metadata['scanFinishedOn']) ?? toText(metadata['scanStartedOn']) ?? '';
  return Number.isNaN(Date.parse(time)) ? '' : toPlainText(time);
}
