import { type Static, Type } from 'typebox';
import { SEVERITIES, Severity } from '../severity.ts';
import { USE_STATES } from './vulnerability.ts';

/** Vulnerabilities that are told one by one, the most pressing first; the others are counted. */
export const MAX_SCANNED = 200;

const Counts = Type.Object(Object.fromEntries(SEVERITIES.map(severity => [severity, Type.Integer({ minimum: 0 })])));

export const ScannedVulnerability = Type.Object(
  {
    id: Type.String({ maxLength: 200 }),
    package: Type.String({ maxLength: 500 }),
    version: Type.String({ maxLength: 500 }),
    severity: Severity,
    fixedIn: Type.Array(Type.String({ maxLength: 500 }), { maxItems: 20 }),
    exploited: Type.Boolean({ description: 'Known to be exploited (CISA KEV)' }),
    probability: Type.Optional(Type.Number({ minimum: 0, maximum: 1, description: 'EPSS' })),
    remote: Type.Boolean({
      description: 'Rated as what hands over everything over the network, without login and without the help of anybody',
    }),
    base: Type.Optional(Type.Boolean({ description: 'Whether the base image brought the package' })),
    firstSeen: Type.Optional(Type.String({ description: 'RFC 3339; since when it is known of this image' })),
    use: Type.Optional(
      Type.Enum([...USE_STATES], { description: 'Whether code of the package was seen to be used; absent where nobody looked' }),
    ),
  },
  { $id: 'scanned-vulnerability', description: 'A vulnerability of a package of an image, as policies ask of it' },
);
export type ScannedVulnerability = Static<typeof ScannedVulnerability>;

/** What policies ask of the scan of an image. */
export const ImageScanSummary = Type.Object(
  {
    problem: Type.Optional(Type.String({ maxLength: 1000, description: 'Why there is no scan; absent when there is one' })),
    scannedAt: Type.Optional(Type.String({ description: 'RFC 3339; when its packages were last compared with the advisories' })),
    databaseBuilt: Type.Optional(Type.String({ description: 'RFC 3339; of those advisories' })),
    counts: Counts,
    fixable: Counts,
    notEvaluated: Type.Integer({ minimum: 0, description: 'Packages about which the advisories say nothing' }),
    vulnerabilities: Type.Array(ScannedVulnerability, { maxItems: MAX_SCANNED, description: 'The most pressing first' }),
    more: Type.Integer({ minimum: 0, description: 'Vulnerabilities beyond those' }),
  },
  { $id: 'image-scan-summary', description: 'What policies ask of the scan of an image' },
);
export type ImageScanSummary = Static<typeof ImageScanSummary>;
