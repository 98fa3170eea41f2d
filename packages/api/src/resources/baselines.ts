import { BehaviorBaseline } from '@breakwater/model';
import { Type } from 'typebox';
import { defineResource } from '../endpoint.ts';
import { ListQuery, Page } from '../list/list.ts';
import { valuesOf } from '../list/values.ts';
import { strict } from '../strict.ts';
import { GeneratedPolicies } from './network.ts';

const STATES = ['learning', 'locked'] as const;
const COVERAGES = ['full', 'partial'] as const;
/** Parts of a baseline. */
export const BASELINE_SECTIONS = ['processes', 'peers', 'listeners', 'files', 'names', 'calls'] as const;
/** How an entry came into a baseline. */
export const ENTRY_ORIGINS = ['learned', 'manifest', 'allowed'] as const;
/** What people may want of a baseline. */
export const BASELINE_CHANGES = ['lock', 'unlock', 'remove', 'allow'] as const;
const CHANGE_STATES = ['pending', 'applied', 'refused'] as const;
/** Entries, and events, of one request. */
const MAX_ENTRIES = 100;
const MAX_EVENTS = 20;

const params = Type.Object({ id: Type.String() });
const Partial = Type.Object(
  { partial: Type.Optional(Type.Boolean({ description: 'Also from one that still learns, or that did not see a container start' })) },
  strict,
);

export const BaselineRow = Type.Object({
  id: Type.String(),
  cluster: Type.String(),
  clusterName: Type.String(),
  namespace: Type.String({ description: 'Empty for a user of the API server' }),
  workload: Type.String({ description: 'Kind and name, as Deployment/web; of a user User/jo' }),
  container: Type.String(),
  version: Type.String({ description: 'Hash of the pod template, else digests of the images; empty where neither is known' }),
  state: Type.Enum([...STATES]),
  coverage: Type.Enum([...COVERAGES], { description: 'partial: no container was seen from its start' }),
  lockedBy: Type.String({ description: '`steadiness` for by itself; empty while it learns' }),
  lockedAt: Type.Optional(Type.String()),
  since: Type.String({ description: 'When learning began' }),
  lastSeen: Type.String(),
  lastNew: Type.String({ description: 'When something new was learned last' }),
  events: Type.Integer({ minimum: 0, description: 'That were learned from' }),
  entries: Type.Integer({ minimum: 0 }),
  pods: Type.Integer({ minimum: 0, description: 'That were learned from, up to a hundred' }),
  pending: Type.Integer({ minimum: 0, description: 'Changes that were asked for and that its sensor has not answered yet' }),
});

const Entry = Type.Object({
  section: Type.Enum([...BASELINE_SECTIONS]),
  text: Type.String({ description: 'One line by which it is spoken of, as `process init /bin/sh`' }),
  origin: Type.Enum([...ENTRY_ORIGINS], { description: 'Seen while it learned, promised by the manifest, or allowed by somebody' }),
  firstSeen: Type.String(),
  details: Type.Array(Type.String(), { description: 'Of a program: how it is called, by whom and by what' }),
});

const Version = Type.Object({
  id: Type.String(),
  version: Type.String(),
  state: Type.Enum([...STATES]),
  lastSeen: Type.String(),
});

const Change = Type.Object({
  id: Type.String(),
  change: Type.Enum([...BASELINE_CHANGES]),
  entries: Type.Array(Type.String()),
  events: Type.Array(Type.String(), { description: 'What was allowed as it was seen, each in one line' }),
  requester: Type.String(),
  reason: Type.String(),
  state: Type.Enum([...CHANGE_STATES], { description: 'pending: the sensor has not answered yet' }),
  message: Type.String({ description: 'Why not, or what of it there was nothing to do for' }),
  requestedAt: Type.String(),
  finishedAt: Type.Optional(Type.String()),
});

const Entries = Type.Array(Type.String({ minLength: 1, maxLength: 5000 }), {
  maxItems: MAX_ENTRIES,
  description: 'Lines, as `process init /bin/sh`',
});

const Deviation = Type.Object({
  verdict: Type.String({ description: 'As `new-path`' }),
  detail: Type.String(),
  count: Type.Integer({ minimum: 1 }),
  firstSeen: Type.String(),
  lastSeen: Type.String(),
  event: Type.String({ description: 'Id of the last one' }),
});

export const BaselineDetail = Type.Object({
  ...BaselineRow.properties,
  learning: Type.Optional(
    Type.Object(
      {
        reason: Type.Enum(['nothing-seen', 'young', 'new'], {
          description: 'Nothing was seen yet; it learns for so long at least; something new was seen',
        }),
        until: Type.Optional(Type.String({ description: 'When it is locked by itself, unless something new comes' })),
      },
      { description: 'Why it still learns; absent where it is locked, or about to be' },
    ),
  ),
  follows: Type.Optional(Type.String({ description: 'The version that it started from' })),
  list: Type.Array(Entry, { description: 'Section by section' }),
  removed: Type.Array(Type.String(), { description: 'Entries that somebody took out; they are not learned again' }),
  suppressed: Type.Integer({ minimum: 0, description: 'Events whose news did not fit in: what they hold is new whenever it comes' }),
  syscalls: Type.Optional(Type.Integer({ minimum: 0, description: 'System calls that were made; absent where nobody looked' })),
  changes: Type.Array(Change, { description: 'What people wanted of it, the newest first' }),
  versions: Type.Array(Version, { description: 'Of the same container, the newest first' }),
});

export const resource = defineResource({
  name: 'baselines',
  doc: 'What each version of a container does, as it was learned; locked, it is what is normal',
  endpoints: {
    list: {
      method: 'GET',
      path: '/api/v1/baselines',
      summary: 'Baselines; the newest first',
      permission: 'view',
      query: ListQuery,
      list: {
        lastNew: { type: 'time', doc: 'When something new was learned last', sortable: true },
        cluster: { type: 'text', doc: 'Cluster, by id or name', sortable: true },
        namespace: { type: 'text', doc: 'Namespace', sortable: true },
        workload: { type: 'text', doc: 'Kind and name of the workload', sortable: true },
        container: { type: 'text', doc: 'Container', sortable: true },
        version: { type: 'text', doc: 'Version of the workload' },
        state: { type: 'choice', doc: 'Whether it still learns', choices: [...STATES] },
        coverage: { type: 'choice', doc: 'Whether a container was seen from its start', choices: [...COVERAGES] },
        lockedBy: { type: 'text', doc: 'Who locked it; steadiness for by itself' },
        since: { type: 'time', doc: 'When learning began', sortable: true },
        lastSeen: { type: 'time', doc: 'When something was learned from last', sortable: true },
        entries: { type: 'number', doc: 'How much it knows', sortable: true },
        events: { type: 'number', doc: 'How many events it learned from', sortable: true },
      },
      answer: Page(BaselineRow),
    },
    values: valuesOf('/api/v1/baselines'),
    get: {
      method: 'GET',
      path: '/api/v1/baselines/:id',
      summary: 'One baseline with all that it knows',
      permission: 'view',
      params,
      answer: BaselineDetail,
    },
    diff: {
      method: 'GET',
      path: '/api/v1/baselines/:id/diff',
      summary: 'What it knows that another version of the same container did not, and the other way round',
      permission: 'view',
      params,
      query: Type.Object(
        { before: Type.String({ maxLength: 2000, description: 'The other version; empty for the one without a name' }) },
        strict,
      ),
      answer: Type.Object({
        before: Version,
        changes: Type.Array(
          Type.Object({
            change: Type.Enum(['added', 'gone']),
            text: Type.String({ description: 'An entry, or a detail of one as `process init /bin/sh: user 0`' }),
          }),
        ),
      }),
    },
    export: {
      method: 'GET',
      path: '/api/v1/baselines/:id/export',
      summary: 'The baseline as files of `breakwater baseline` hold it',
      permission: 'view',
      params,
      answer: Type.Unsafe<BehaviorBaseline>(BehaviorBaseline),
    },
    preview: {
      method: 'POST',
      path: '/api/v1/baselines/:id/preview',
      summary: 'What the container did in the last days that the baseline would not know, were it locked as it is, without these entries',
      permission: 'view',
      readOnly: true,
      params,
      body: Type.Object(
        {
          remove: Type.Optional(Entries),
          since: Type.Optional(Type.String({ maxLength: 40, description: 'RFC 3339; seven days ago when absent' })),
        },
        strict,
      ),
      answer: Type.Object({
        deviations: Type.Array(Deviation, { description: 'The newest first' }),
        events: Type.Integer({ minimum: 0, description: 'That were looked at' }),
        truncated: Type.Boolean({ description: 'There were more; the newest were looked at' }),
      }),
    },
    change: {
      method: 'POST',
      path: '/api/v1/baselines/:id/changes',
      summary: 'Lock it, let it learn on, take entries out, or allow what it does not know; its sensor does so, now or once it is back',
      permission: 'respond',
      params,
      body: Type.Object(
        {
          change: Type.Enum([...BASELINE_CHANGES]),
          entries: Type.Optional(Entries),
          events: Type.Optional(
            Type.Array(Type.String({ maxLength: 1000 }), {
              maxItems: MAX_EVENTS,
              description: 'Ids of events; to be allowed as they were seen',
            }),
          ),
          reason: Type.String({ minLength: 1, maxLength: 2000 }),
        },
        strict,
      ),
      answer: BaselineDetail,
      status: 202,
    },
    seccomp: {
      method: 'GET',
      path: '/api/v1/baselines/:id/seccomp',
      summary:
        'A seccomp profile that allows the system calls that were seen; refused where it would be incomplete, unless that is asked for',
      permission: 'view',
      params,
      query: Partial,
      answer: Type.Object({
        defaultAction: Type.String(),
        architectures: Type.Array(Type.String()),
        syscalls: Type.Array(Type.Object({ names: Type.Array(Type.String()), action: Type.String() })),
      }),
    },
    policies: {
      method: 'GET',
      path: '/api/v1/baselines/:id/network-policies',
      summary:
        'NetworkPolicies that allow what all containers of this version were seen to connect to; refused where it would be incomplete, unless that is asked for',
      permission: 'view',
      params,
      query: Partial,
      answer: GeneratedPolicies,
    },
  },
});
