import { baselines } from '@breakwater/api';
import { diffBaselines, explainIncomplete, findLearning, listEntries, nameSubject, toSeccomp } from '@breakwater/behavior';
import type { BehaviorBaseline } from '@breakwater/model';
import type { Principal } from '../../access/principal.ts';
import type { ServerContext } from '../../context.ts';
import { RequestError, refuseUnknown } from '../../http/request-error.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { toRowId } from '../../list/row-id.ts';
import { listPage, listValues } from '../../list/store.ts';
import { requestChange, toChange } from './changes/changes.ts';
import { type ChangeRecord, listChanges } from './changes/store.ts';
import { previewBaseline } from './preview/preview.ts';
import {
  type BaselineRecord,
  baselinesSource,
  findBaseline,
  findVersion,
  listOfVersion,
  listVersions,
  type VersionRecord,
  type WholeBaseline,
} from './store.ts';

export function createBaselinesFeature({ query, analyst }: ServerContext): Feature {
  const fields = baselines.endpoints.list.list;
  const find = async (principal: Principal, id: string): Promise<WholeBaseline> =>
    (await findBaseline(query, principal, id)) ?? refuseUnknown('baseline');
  const detail = async (found: WholeBaseline) => toDetail(found, await listVersions(query, found), await listChanges(query, found));

  return defineFeature(baselines, {
    list: async ({ principal, query: request }) => {
      const page = await listPage<BaselineRecord>(query, fields, request, baselinesSource(principal));
      return { ...page, results: page.results.map(toRow) };
    },
    values: ({ principal, query: request }) => listValues(query, fields, request, baselinesSource(principal)),
    get: async ({ principal, params: { id } }) => detail(await find(principal, id)),
    preview: async ({ principal, params: { id }, body }) => previewBaseline({ query, analyst }, principal, await find(principal, id), body),
    change: async ({ principal, params: { id }, body }) => {
      await requestChange(query, principal, await find(principal, id), body);
      return detail(await find(principal, id));
    },
    diff: async ({ principal, params: { id }, query: { before: version } }) => {
      const after = await find(principal, id);
      const before = (await findVersion(query, after, version)) ?? refuseUnknown('version');
      return { before: toVersion(before), changes: [...diffBaselines(before.body, after.body)] };
    },
    export: async ({ principal, params: { id }, setFileName }) => {
      const { body } = await find(principal, id);
      setFileName(toFileName(body, 'baseline.json'));
      return body;
    },
    seccomp: async ({ principal, params: { id }, query: { partial = false }, setFileName }) => {
      const { body } = await find(principal, id);
      const made = toSeccomp([body], partial);
      if ('code' in made) throw refuseExport(made.message);
      setFileName(toFileName(body, 'seccomp.json'));
      return {
        ...made,
        architectures: [...made.architectures],
        syscalls: made.syscalls.map(({ names, action }) => ({ names: [...names], action })),
      };
    },
    policies: async ({ principal, params: { id }, query: { partial = false } }) => {
      const found = await find(principal, id);
      const all = await listOfVersion(query, found);
      const incomplete = partial ? undefined : all.find(one => explainIncomplete(one) !== undefined);
      if (incomplete !== undefined)
        throw refuseExport(`${nameSubject(incomplete.subject)}: ${explainIncomplete(incomplete)}: policies would cut what is normal`);
      return (await analyst.ask(principal, found.cluster, 'baseline-policies', { baselines: all })).output;
    },
  });
}

function toRow({ key, lockedAt, ...record }: BaselineRecord) {
  return { id: toRowId(record.cluster, key), ...record, ...(lockedAt === null ? {} : { lockedAt }) };
}

function toVersion({ cluster, key, version, state, lastSeen }: VersionRecord) {
  return { id: toRowId(cluster, key), version, state, lastSeen };
}

function toDetail({ body, ...record }: WholeBaseline, versions: readonly VersionRecord[], changes: readonly ChangeRecord[]) {
  const { follows, removed, suppressed, syscalls } = body;
  const learning = body.state === 'locked' ? undefined : findLearning(body, new Date().toISOString());
  return {
    ...toRow(record),
    ...(learning === undefined ? {} : { learning }),
    ...(follows === undefined ? {} : { follows }),
    list: listEntries(body).map(({ details, ...entry }) => ({ ...entry, details: [...details] })),
    removed,
    suppressed: Object.values(suppressed).reduce((sum, count) => sum + count, 0),
    ...(syscalls === undefined ? {} : { syscalls: syscalls.length }),
    changes: changes.map(toChange),
    versions: versions.map(toVersion),
  };
}

function refuseExport(reason: string): RequestError {
  return new RequestError('conflict', `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`);
}

/** `shop-Deployment-web-app.seccomp.json` */
function toFileName({ subject: { namespace, workload, container } }: BehaviorBaseline, ending: string): string {
  const name = [namespace, workload, container].filter(part => part !== '').join('-');
  return `${name.replaceAll(/[^\w.-]+/g, '-').slice(0, 200)}.${ending}`;
}
