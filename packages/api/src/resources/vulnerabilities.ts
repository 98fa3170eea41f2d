import { Cvss, EXPOSURES, Severity, Vulnerability as VulnerabilityShape } from '@breakwater/model';
import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { FINDING_STATES, FindingRow, PACKAGE_USES } from '../findings.ts';
import { ListQuery, Page } from '../list/list.ts';
import { valuesOf } from '../list/values.ts';
import { ExceptionRow } from './exceptions.ts';

const params = Type.Object({ id: Type.String() });
const State = Type.Enum([...FINDING_STATES]);

/** One row for each vulnerability, whatever the number of images that it is in. */
export const VulnerabilityRow = Type.Object({
  id: Type.String({ description: 'CVE id where one exists' }),
  severity: Type.Unsafe<Severity>(Severity),
  score: Type.Optional(Type.Number({ description: 'CVSS, the highest of the newest version' })),
  epss: Type.Optional(Type.Number()),
  exploited: Type.Boolean({ description: 'Known to be exploited (CISA KEV)' }),
  risk: Type.Number({ description: '0 to 100' }),
  packages: Type.Array(Type.String(), { description: 'Names, at most 20' }),
  fixable: Type.Boolean({ description: 'Whether a fix exists of at least one of them' }),
  fixedIn: Type.Array(Type.String(), { description: '`package version`, at most 20' }),
  images: Type.Integer({ description: 'In which it is, accepted or not' }),
  workloads: Type.Integer(),
  clusters: Type.Integer(),
  namespaces: Type.Integer(),
  firstSeen: Type.String({ description: 'When it was found anywhere for the first time' }),
  state: State,
  accepted: Type.Object({
    findings: Type.Integer({ description: 'Packages of images that exceptions cover' }),
    by: Type.Array(Type.String(), { description: 'Who approved' }),
  }),
});

export const Vulnerability = Type.Object({
  ...VulnerabilityRow.properties,
  aliases: Type.Array(Type.String()),
  cvss: Type.Array(Cvss),
  probability: VulnerabilityShape.properties.epss,
  kev: VulnerabilityShape.properties.kev,
  reasons: Type.Array(Type.String(), { description: 'Of its risk' }),
  evidence: Type.Array(Type.String(), { description: 'Records and ranges that matched, at most 20' }),
  sources: Type.Array(Type.String(), { description: 'Feeds that say so' }),
  links: Type.Array(Type.Object({ title: Type.String(), url: Type.String() })),
  exceptions: Type.Array(ExceptionRow, { description: 'That name it, of any state' }),
});

const AffectedImage = Type.Object({
  image: Type.String({ description: 'Id in /images' }),
  reference: Type.String(),
  digest: Type.String(),
  instruction: Type.String({ description: 'Of the layer that brought the package; empty when not known' }),
  workloads: Type.Integer(),
  ...FindingRow.properties,
});

const AffectedWorkload = Type.Object({
  workload: Type.String({ description: 'Id in /workloads' }),
  cluster: Type.String(),
  clusterName: Type.String(),
  namespace: Type.String(),
  kind: Type.String(),
  name: Type.String(),
  owner: Type.String(),
  exposure: Type.Enum([...EXPOSURES]),
  exposedBy: Type.Array(Type.String()),
  risk: Type.Number({ description: 'Of the workload' }),
  containers: Type.Array(Type.Object({ name: Type.String(), image: Type.String(), reference: Type.String() })),
  state: State,
});

export const resource = defineResource({
  name: 'vulnerabilities',
  doc: 'Vulnerabilities of everything that runs, one row for each id',
  endpoints: {
    list: {
      method: 'GET',
      path: '/api/v1/vulnerabilities',
      summary: 'Vulnerabilities of what the caller sees; without a filter on state the open ones',
      permission: 'view',
      query: ListQuery,
      list: {
        id: { type: 'text', doc: 'Id', sortable: true },
        severity: { type: 'severity', doc: 'Severity', sortable: true },
        score: { type: 'number', doc: 'CVSS; -1 when there is none', sortable: true },
        epss: { type: 'number', doc: 'Probability of exploitation; -1 when not known', sortable: true },
        risk: { type: 'number', doc: 'Risk, 0 to 100', sortable: true },
        exploited: { type: 'boolean', doc: 'Known to be exploited' },
        fixable: { type: 'boolean', doc: 'Whether there is a fix' },
        package: { type: 'text', doc: 'Package' },
        image: { type: 'text', doc: 'Reference or digest of an image' },
        base: { type: 'boolean', doc: 'Whether a base image brings it' },
        cluster: { type: 'text', doc: 'Cluster, by id or name' },
        namespace: { type: 'text', doc: 'Namespace of a workload that it is in' },
        label: { type: 'text', doc: 'Label of such a workload' },
        owner: { type: 'text', doc: 'Owner of such a workload' },
        state: { type: 'choice', doc: 'State', choices: FINDING_STATES },
        firstSeen: { type: 'time', doc: 'First found anywhere', sortable: true },
        images: { type: 'number', doc: 'Images that it is in', sortable: true },
        workloads: { type: 'number', doc: 'Workloads that it is in', sortable: true },
      },
      answer: Page(VulnerabilityRow),
    },
    values: valuesOf('/api/v1/vulnerabilities'),
    get: {
      method: 'GET',
      path: '/api/v1/vulnerabilities/:id',
      summary: 'One vulnerability: how grave it is, why it was found, and what was decided about it',
      permission: 'view',
      params,
      answer: Vulnerability,
    },
    images: {
      method: 'GET',
      path: '/api/v1/vulnerabilities/:id/images',
      summary: 'Images that it is in, a row for each package',
      permission: 'view',
      params,
      query: ListQuery,
      list: {
        reference: { type: 'text', doc: 'Reference of the image', sortable: true },
        package: { type: 'text', doc: 'Package', sortable: true },
        risk: { type: 'number', doc: 'Risk, 0 to 100', sortable: true },
        fixable: { type: 'boolean', doc: 'Whether there is a fix' },
        base: { type: 'boolean', doc: 'Whether the base image brought it' },
        use: { type: 'choice', doc: 'Whether a program of the package was seen running', choices: PACKAGE_USES },
        state: { type: 'choice', doc: 'State', choices: FINDING_STATES },
        firstSeen: { type: 'time', doc: 'First found in that image', sortable: true },
      },
      answer: Page(AffectedImage),
    },
    workloads: {
      method: 'GET',
      path: '/api/v1/vulnerabilities/:id/workloads',
      summary: 'Workloads that it is in, with sort=-risk those at most risk first',
      permission: 'view',
      params,
      query: ListQuery,
      list: {
        cluster: { type: 'text', doc: 'Cluster, by id or name', sortable: true },
        namespace: { type: 'text', doc: 'Namespace', sortable: true },
        name: { type: 'text', doc: 'Name', sortable: true },
        owner: { type: 'text', doc: 'Owner', sortable: true },
        exposure: { type: 'choice', doc: 'From where it can be reached', choices: EXPOSURES },
        risk: { type: 'number', doc: 'Risk of the workload, 0 to 100', sortable: true },
        state: { type: 'choice', doc: 'State', choices: FINDING_STATES },
      },
      answer: Page(AffectedWorkload),
    },
  },
});
