import { ImageLayer, ImageOutput, ImagePackage, NotEvaluated, Severity } from '@breakwater/model';
import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { FINDING_STATES, FindingCounts, FindingRow, PACKAGE_USES } from '../findings.ts';
import { ListQuery, Page } from '../list/list.ts';
import { valuesOf } from '../list/values.ts';
import { strict } from '../strict.ts';

const params = Type.Object({ id: Type.String() });
const digest = Type.Optional(Type.String({ maxLength: 100, description: 'Of one of `variants`; without it that of the row' }));

/** `waiting` is queued or not yet matched; `failed` says why; `never`: nobody has been asked to look. */
export const IMAGE_SCAN_STATES = ['scanned', 'waiting', 'failed', 'never'] as const;
export const IMAGE_SIGNATURES = ['verified', 'not-verified', 'none', 'unknown'] as const;

const Base = Type.Object({
  name: Type.String({ description: 'Empty where only the digest is known' }),
  digest: Type.String({ description: 'Empty where only the name is known' }),
  method: Type.String({ description: 'layers (proven), annotation or label (stated), history (guessed)' }),
});

const Scan = Type.Object({
  state: Type.Enum([...IMAGE_SCAN_STATES]),
  scannedAt: Type.Optional(Type.String({ description: 'When its packages were last compared with advisories' })),
  databaseBuilt: Type.Optional(Type.String({ description: 'Of those advisories' })),
  complete: Type.Optional(
    Type.Boolean({ description: 'False when a layer could not be read: what is not listed is not known to be absent' }),
  ),
  notEvaluated: Type.Optional(Type.Integer({ description: 'Packages about which the advisories say nothing' })),
  code: Type.Optional(Type.String({ description: 'Of the last failure' })),
  message: Type.Optional(Type.String()),
});

/** What one read of an image says; absent where it was not read. */
const read = {
  digest: Type.Optional(Type.String({ description: 'Of the platform manifest; of several that run, the one at most risk' })),
  platform: Type.Optional(Type.String()),
  vulnerabilities: Type.Optional(FindingCounts),
  risk: Type.Optional(Type.Number({ description: 'Of its most pressing open finding, 0 to 100' })),
  bytes: Type.Optional(Type.Integer({ description: 'Of the layers as they are sent' })),
  created: Type.Optional(Type.String({ description: 'Absent where the build wrote no honest time' })),
  base: Type.Optional(Base),
  os: Type.Optional(Type.String({ description: 'Name of the distribution; empty for none' })),
  user: Type.Optional(Type.String({ description: 'Empty when none is configured, which means root' })),
  surface: Type.Optional(Type.Integer({ description: '0 to 100; 100 is an image with nothing but the application' })),
  secrets: Type.Optional(Type.Integer()),
  packages: Type.Optional(Type.Integer()),
  signed: Type.Enum([...IMAGE_SIGNATURES], { description: 'unknown when nobody says whose signatures count' }),
  scan: Scan,
};

export const ImageRow = Type.Object({
  id: Type.String(),
  reference: Type.String(),
  digests: Type.Array(Type.String(), { description: 'That running pods report' }),
  workloads: Type.Integer(),
  clusters: Type.Integer(),
  pinned: Type.Boolean({ description: 'Whether the reference names a digest' }),
  watched: Type.Boolean({ description: 'Whether somebody watches it' }),
  ...read,
});

const { config, needless, secrets, endOfLife, efficiency, instructions, problems, surface } = ImageOutput.properties;

/** What is in the image; absent parts were not read. */
const content = {
  config,
  layers: Type.Array(Type.Object({ ...ImageLayer.properties, vulnerabilities: FindingCounts })),
  needless,
  credentials: secrets,
  endOfLife,
  efficiency: Type.Optional(efficiency),
  surfaceParts: surface.properties.parts,
  instructions,
  problems,
  notEvaluated: Type.Array(NotEvaluated),
};

export const Image = Type.Object({
  ...ImageRow.properties,
  ...content,
  variants: Type.Array(
    Type.Object({
      digest: Type.String(),
      platform: Type.String(),
      running: Type.Boolean({ description: 'Whether a pod reports it now' }),
      seenAt: Type.String(),
      vulnerabilities: Type.Optional(FindingCounts),
      risk: Type.Optional(Type.Number()),
    }),
    { description: 'Images that the reference stands for or stood for, the newest first' },
  ),
  usedBy: Type.Array(
    Type.Object({
      workload: Type.String(),
      cluster: Type.String(),
      clusterName: Type.String(),
      namespace: Type.String(),
      kind: Type.String(),
      name: Type.String(),
      container: Type.String(),
    }),
  ),
});

const PackageRow = Type.Object({ ...ImagePackage.properties, severity: Type.Optional(Severity), vulnerabilities: FindingCounts });

export const resource = defineResource({
  name: 'images',
  doc: 'Images as they are referenced, with what scanners found in them',
  endpoints: {
    list: {
      method: 'GET',
      path: '/api/v1/images',
      summary: 'Images; who sees everything also sees those that are watched or were scanned and run nowhere',
      permission: 'view',
      query: ListQuery,
      list: {
        reference: { type: 'text', doc: 'Reference', sortable: true },
        digest: { type: 'text', doc: 'Digest' },
        cluster: { type: 'text', doc: 'Cluster, by id or name' },
        namespace: { type: 'text', doc: 'Namespace of a workload that uses it' },
        pinned: { type: 'boolean', doc: 'Whether the reference names a digest' },
        workloads: { type: 'number', doc: 'Workloads that use it', sortable: true },
        clusters: { type: 'number', doc: 'Clusters that run it', sortable: true },
        watched: { type: 'boolean', doc: 'Whether somebody watches it' },
        deployed: { type: 'boolean', doc: 'Whether a workload uses it' },
        risk: { type: 'number', doc: 'Risk, 0 to 100; -1 when not known', sortable: true },
        critical: { type: 'number', doc: 'Open critical findings; -1 when not known', sortable: true },
        high: { type: 'number', doc: 'Open high findings', sortable: true },
        medium: { type: 'number', doc: 'Open medium findings', sortable: true },
        low: { type: 'number', doc: 'Open low findings', sortable: true },
        fixable: { type: 'number', doc: 'Open findings that have a fix', sortable: true },
        exploited: { type: 'number', doc: 'Open findings that are known to be exploited', sortable: true },
        bytes: { type: 'number', doc: 'Size; -1 when not known', sortable: true },
        created: { type: 'time', doc: 'When it was made', sortable: true },
        base: { type: 'text', doc: 'Name of the base image', sortable: true },
        baseMethod: { type: 'text', doc: 'How the base image is known' },
        user: { type: 'text', doc: 'User; empty for root' },
        surface: { type: 'number', doc: 'Attack surface, 100 is the least; -1 when not known', sortable: true },
        secrets: { type: 'number', doc: 'Credentials in it; -1 when not known', sortable: true },
        packages: { type: 'number', doc: 'Packages; -1 when not known', sortable: true },
        os: { type: 'text', doc: 'Distribution', sortable: true },
        platform: { type: 'text', doc: 'Platform' },
        signed: { type: 'choice', doc: 'Signature', choices: IMAGE_SIGNATURES },
        scan: { type: 'choice', doc: 'State of its scan', choices: IMAGE_SCAN_STATES, sortable: true },
        scannedAt: { type: 'time', doc: 'Last comparison with advisories', sortable: true },
      },
      answer: Page(ImageRow),
    },
    values: valuesOf('/api/v1/images'),
    get: {
      method: 'GET',
      path: '/api/v1/images/:id',
      summary: 'One image: what is in it, where that comes from, and who uses it',
      permission: 'view',
      params,
      query: Type.Object({ digest }, strict),
      answer: Image,
    },
    packages: {
      method: 'GET',
      path: '/api/v1/images/:id/packages',
      summary: 'Packages of one image',
      permission: 'view',
      params,
      query: Type.Object({ ...ListQuery.properties, digest }, strict),
      list: {
        name: { type: 'text', doc: 'Name', sortable: true },
        version: { type: 'text', doc: 'Version' },
        type: { type: 'text', doc: 'Type, as in purl', sortable: true },
        layer: { type: 'number', doc: 'Layer that brought it', sortable: true },
        base: { type: 'boolean', doc: 'Whether the base image brought it' },
        license: { type: 'text', doc: 'Licence' },
        severity: { type: 'severity', doc: 'Severity of its worst open finding', sortable: true },
        vulnerabilities: { type: 'number', doc: 'Open findings', sortable: true },
      },
      answer: Page(PackageRow),
    },
    vulnerabilities: {
      method: 'GET',
      path: '/api/v1/images/:id/vulnerabilities',
      summary: 'Vulnerabilities of one image; without a filter on state the open ones',
      permission: 'view',
      params,
      query: Type.Object({ ...ListQuery.properties, digest }, strict),
      list: {
        id: { type: 'text', doc: 'Id', sortable: true },
        package: { type: 'text', doc: 'Package', sortable: true },
        type: { type: 'text', doc: 'Type of the package' },
        severity: { type: 'severity', doc: 'Severity', sortable: true },
        risk: { type: 'number', doc: 'Risk, 0 to 100', sortable: true },
        score: { type: 'number', doc: 'CVSS; -1 when there is none', sortable: true },
        epss: { type: 'number', doc: 'Probability of exploitation; -1 when not known', sortable: true },
        exploited: { type: 'boolean', doc: 'Known to be exploited' },
        fixable: { type: 'boolean', doc: 'Whether there is a fix' },
        layer: { type: 'number', doc: 'Layer that brought the package; 0 when not known', sortable: true },
        base: { type: 'boolean', doc: 'Whether the base image brought it' },
        state: { type: 'choice', doc: 'State', choices: FINDING_STATES },
        use: { type: 'choice', doc: 'Whether a program of the package was seen running', choices: PACKAGE_USES },
        firstSeen: { type: 'time', doc: 'First found in this image', sortable: true },
      },
      answer: Page(FindingRow),
    },
    sbom: {
      method: 'GET',
      path: '/api/v1/images/:id/sbom',
      summary: 'The packages of one image as an SBOM: CycloneDX 1.6 or SPDX 2.3, JSON',
      permission: 'view',
      params,
      query: Type.Object({ digest, format: Type.Optional(Type.Enum(['cyclonedx', 'spdx'], { default: 'cyclonedx' })) }, strict),
      answer: Type.Record(Type.String(), Type.Unknown()),
    },
  },
});
