import { contentFact } from '../content-fact.ts';
import { defineFacts } from '../fact.ts';
import type { ImageUse } from '../model/image-use.ts';

const SIGNATURES = 'signatures and attestations in the registry';
const PROVENANCE = 'provenance or certificate that somebody trusted signed';
const NOT_ASKED = 'signatures were not verified: nobody says whose count';
const NOT_STATED = 'nobody trusted says it';

export const facts = defineFacts<ImageUse>('Image', {
  'content.signature': contentFact(
    'signature',
    'string',
    'verified by somebody trusted with all that must be attested, not-verified when something is attached that is not enough, none; unknown when nobody says whose signatures count',
    SIGNATURES,
    NOT_ASKED,
  ),
  'content.signers': contentFact('signers', 'list(string)', 'Names of trusted keys and identities that signed it', SIGNATURES, NOT_ASKED),
  'content.attestations': contentFact(
    'attestations',
    'list(string)',
    'Of what somebody trusted signed: provenance, sbom, vulnerabilities, and predicate types of others',
    SIGNATURES,
    NOT_ASKED,
  ),
  'content.scanAgeHours': contentFact(
    'scanAgeHours',
    'int',
    'Hours since the last scan for vulnerabilities that is attested',
    'scan that somebody trusted signed',
    NOT_STATED,
  ),
  'content.sourceRepository': contentFact(
    'sourceRepository',
    'string',
    'Repository that it was built from, as https://…',
    PROVENANCE,
    NOT_STATED,
  ),
  'content.sourceCommit': contentFact('sourceCommit', 'string', 'Commit that it was built from', PROVENANCE, NOT_STATED),
  'content.builder': contentFact('builder', 'string', 'URI of whoever built it', PROVENANCE, NOT_STATED),
});
