import { Severity } from '@breakwater/model';
import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { ListQuery, Page } from '../list/list.ts';
import { valuesOf } from '../list/values.ts';
import { strict } from '../strict.ts';

const params = Type.Object({ id: Type.String({ description: 'Of an image' }) });
const Days = Type.Integer({ minimum: 1, maximum: 3650 });

/** Days from when a finding was first seen with a fix until it has to be gone. */
export const FixDays = Type.Object({ critical: Days, high: Days, medium: Days, low: Days }, strict);

export const PLAN_STATES = ['open', 'closed'] as const;

export const FixPlanRow = Type.Object({
  id: Type.String({ description: 'Of the image' }),
  reference: Type.String(),
  digest: Type.String(),
  state: Type.Enum([...PLAN_STATES], { description: 'closed when a newer image runs that has none of the findings' }),
  severity: Severity,
  raise: Type.Integer({ description: 'Packages to raise' }),
  closes: Type.Integer({ description: 'Vulnerabilities that go' }),
  base: Type.Optional(Type.String({ description: 'Digest of a newer base image by the same name that has fewer findings' })),
  order: Type.Integer({ description: 'Rebuild those with a lower number first: others rest on them' }),
  owners: Type.Array(Type.String()),
  clusters: Type.Array(Type.String(), { description: 'Names' }),
  namespaces: Type.Array(Type.String()),
  dueAt: Type.Optional(Type.String({ description: 'Of the most pressing finding' })),
  overdue: Type.Boolean(),
  closedAt: Type.Optional(Type.String()),
});

const Counts = Type.Object({ critical: Type.Integer(), high: Type.Integer(), medium: Type.Integer(), low: Type.Integer() });

const closes = Type.Array(Type.String(), { description: 'Ids of vulnerabilities that go' });

export const FixPlan = Type.Object({
  ...FixPlanRow.properties,
  packages: Type.Array(
    Type.Object({
      name: Type.String(),
      type: Type.String(),
      from: Type.String(),
      to: Type.String({ description: 'The lowest version that closes all of them' }),
      severity: Severity,
      closes,
      layer: Type.Optional(Type.Integer()),
      instruction: Type.String({ description: 'Of the layer that brought it; empty when not known' }),
      base: Type.Optional(Type.Boolean({ description: 'Whether the base image brought it' })),
      dueAt: Type.String(),
      overdue: Type.Boolean(),
    }),
  ),
  removable: Type.Array(
    Type.Object({ name: Type.String(), version: Type.String(), saves: Type.Integer({ description: 'Bytes' }), closes }),
  ),
  baseUpdate: Type.Optional(
    Type.Object({
      name: Type.String(),
      from: Type.String({ description: 'Digest' }),
      to: Type.String({ description: 'Digest' }),
      reference: Type.String({ description: 'What to write after FROM' }),
      before: Counts,
      after: Counts,
    }),
  ),
  after: Type.Array(Type.Object({ id: Type.String(), reference: Type.String() }), { description: 'Images to rebuild before it' }),
  before: Type.Array(Type.Object({ id: Type.String(), reference: Type.String() }), { description: 'Images that rest on it' }),
  workloads: Type.Array(
    Type.Object({
      workload: Type.String(),
      cluster: Type.String(),
      clusterName: Type.String(),
      namespace: Type.String(),
      kind: Type.String(),
      name: Type.String(),
      owner: Type.String(),
    }),
  ),
  history: Type.Array(
    Type.Object({
      digest: Type.String(),
      until: Type.String(),
      closed: Type.Array(Type.String(), { description: 'Ids that went with it' }),
    }),
    { description: 'Images that the reference stood for before, the newest first' },
  ),
  rebuilds: Type.Array(
    Type.Object({ at: Type.String(), by: Type.String(), notifier: Type.String(), delivered: Type.Boolean(), message: Type.String() }),
    { description: 'What was asked for, the newest first' },
  ),
});

export const resource = defineResource({
  name: 'fixPlan',
  doc: 'What to raise, remove and rebuild, in which order, by whom and until when',
  endpoints: {
    list: {
      method: 'GET',
      path: '/api/v1/fix-plan',
      summary: 'Images that a rebuild would mend; without a filter on state the open ones',
      permission: 'view',
      query: ListQuery,
      list: {
        reference: { type: 'text', doc: 'Reference', sortable: true },
        owner: { type: 'text', doc: 'Owner of a workload that runs it' },
        cluster: { type: 'text', doc: 'Cluster, by id or name' },
        namespace: { type: 'text', doc: 'Namespace' },
        overdue: { type: 'boolean', doc: 'Whether something should have been mended already' },
        state: { type: 'choice', doc: 'State', choices: PLAN_STATES },
        severity: { type: 'severity', doc: 'Severity of the worst finding', sortable: true },
        order: { type: 'number', doc: 'Order of rebuilding', sortable: true },
        closes: { type: 'number', doc: 'Vulnerabilities that go', sortable: true },
        dueAt: { type: 'time', doc: 'When it has to be mended', sortable: true },
      },
      answer: Page(FixPlanRow),
    },
    values: valuesOf('/api/v1/fix-plan'),
    get: {
      method: 'GET',
      path: '/api/v1/fix-plan/:id',
      summary: 'The plan of one image',
      permission: 'view',
      params,
      answer: FixPlan,
    },
    rebuild: {
      method: 'POST',
      path: '/api/v1/fix-plan/:id/rebuild',
      summary: 'Send the plan of one image to the webhook of a builder',
      permission: 'administer',
      params,
      body: Type.Object({ notifier: Type.String({ description: 'Id of a notifier of type webhook' }) }, strict),
      answer: Type.Object({ delivered: Type.Boolean(), message: Type.String() }),
    },
    settings: {
      method: 'GET',
      path: '/api/v1/fix-plan/settings',
      summary: 'Days until a finding with a fix has to be gone, by severity',
      permission: 'view',
      answer: FixDays,
    },
    change: {
      method: 'PUT',
      path: '/api/v1/fix-plan/settings',
      summary: 'Change the days',
      permission: 'administer',
      body: FixDays,
      answer: FixDays,
    },
  },
});
