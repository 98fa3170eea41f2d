import { Severity, VEX_STATUSES } from '@breakwater/model';
import { Type } from 'typebox';

/** Whether a vulnerability counts: `open` unless an approved exception covers it everywhere that the caller sees. */
export const FINDING_STATES = ['open', 'accepted', 'deferred', 'false-positive'] as const;

/** What an exception says of a vulnerability: that it is none, that it is borne, or that it waits for a date or a fix. */
export const EXCEPTION_KINDS = ['accepted', 'deferred', 'false-positive'] as const;

const Count = Type.Integer({ minimum: 0 });

/** Findings of one image that are open; accepted ones stand beside them. */
export const FindingCounts = Type.Object({
  critical: Count,
  high: Count,
  medium: Count,
  low: Count,
  fixable: Count,
  exploited: Count,
  accepted: Type.Integer({ minimum: 0, description: 'Findings that exceptions cover; they are not among the others' }),
});

export const FindingException = Type.Object({
  id: Type.String(),
  kind: Type.Enum([...EXCEPTION_KINDS]),
  reason: Type.String(),
  approver: Type.Optional(Type.String()),
  expiry: Type.Optional(Type.String()),
  vexStatus: Type.Optional(Type.Enum([...VEX_STATUSES])),
});

/** What was seen of the programs of a package. That nothing was seen says nothing: libraries are loaded without being started. */
export const PACKAGE_USES = ['loaded', 'unknown'] as const;

const PackageUse = Type.Object(
  {
    path: Type.String({ description: 'A program of it that ran' }),
    firstSeen: Type.String({ description: 'RFC 3339' }),
    lastSeen: Type.String({ description: 'RFC 3339' }),
  },
  { description: 'A program of the package was seen running in this image; absent where that is not known' },
);

/** A vulnerability of a package of an image. */
export const FindingRow = Type.Object({
  id: Type.String({ description: 'CVE id where one exists' }),
  package: Type.String(),
  version: Type.String(),
  type: Type.String({ description: 'deb, rpm, apk, npm, golang, … as in purl' }),
  purl: Type.String(),
  severity: Severity,
  score: Type.Optional(Type.Number({ description: 'CVSS, the highest of the newest version' })),
  epss: Type.Optional(Type.Number({ description: 'Probability from 0 to 1 that it is exploited within 30 days' })),
  exploited: Type.Boolean({ description: 'Known to be exploited (CISA KEV)' }),
  risk: Type.Number({ description: '0 to 100' }),
  fixedIn: Type.Array(Type.String()),
  status: Type.String({ description: 'fixed, affected, wont-fix, end-of-life, under-investigation' }),
  layer: Type.Optional(Type.Integer({ description: 'Number of the layer that brought the package, from 1' })),
  base: Type.Optional(Type.Boolean({ description: 'Whether the base image brought it; absent when no base is known' })),
  firstSeen: Type.String({ description: 'When it was found in this image for the first time' }),
  use: Type.Optional(PackageUse),
  state: Type.Enum([...FINDING_STATES]),
  exception: Type.Optional(FindingException),
});
