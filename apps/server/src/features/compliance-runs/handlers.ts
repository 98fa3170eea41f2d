import { type Answer, complianceRuns } from '@breakwater/api';
import type { RecordedItem } from '@breakwater/model';
import type { Principal } from '../../access/principal.ts';
import { builtInStandards } from '../../catalogue/catalogue.ts';
import { nameReport } from '../../compliance/name-report.ts';
import { readRecord } from '../../compliance/queue/store.ts';
import type { ServerContext } from '../../context.ts';
import { RequestError, refuseUnknown } from '../../http/request-error.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { isUuid } from '../../list/row-id.ts';
import { listPage } from '../../list/store.ts';
import { ThreadFailure } from '../../thread/asked-thread.ts';
import { countStates, describeFacts, groupByNode, sortByState } from './nodes.ts';
import {
  addRun,
  findRun,
  findRunBefore,
  findWholeCluster,
  type NodeFrame,
  type RunRecord,
  readControl,
  readControls,
  readNodeFacts,
  readNodeFrames,
  readNodeItems,
  readProblems,
  runsSource,
} from './store.ts';

/** Changes that one answer lists. */
const MAX_CHANGES = 1000;

export function createComplianceRunsFeature({ query, auditor }: ServerContext): Feature {
  const find = async (principal: Principal, id: string): Promise<RunRecord> =>
    (isUuid(id) ? await findRun(query, principal, id) : undefined) ?? refuseUnknown('run');
  const read = async (run: RunRecord): Promise<string> => (await readRecord(query, run.id)) ?? refuseUnfinished(run);
  return defineFeature(complianceRuns, {
    list: async ({ principal, query: request }) => {
      const page = await listPage<RunRecord>(query, complianceRuns.endpoints.list.list, request, runsSource(principal));
      return { ...page, results: page.results.map(toRun) };
    },
    start: async ({ principal, body: { cluster, frameworks, scope = {}, language = 'en' } }) => {
      checkFrameworks(frameworks);
      const found = (await findWholeCluster(query, principal, cluster)) ?? refuseUnknown('cluster');
      const id = await addRun(query, { cluster: found, frameworks, scope, language, requester: principal.person });
      return toRun(await find(principal, id));
    },
    get: async ({ principal, params }) => {
      const run = await find(principal, params.id);
      const [controls, problems] = await Promise.all([readControls(query, run.id), readProblems(query, run.id)]);
      return { run: toRun(run), controls: controls.map(control => ({ ...control, state: control.state as never })), problems };
    },
    control: async ({ principal, params, query: { framework, control } }) => {
      const run = await find(principal, params.id);
      const found = (await readControl(query, run.id, framework, control)) ?? refuseUnknown('control');
      const { objects: _objects, failing: _failing, ...summary } = found.summary;
      return { ...summary, state: summary.state as never, items: JSON.parse(found.items) as RecordedItem[] };
    },
    nodes: async ({ principal, params }) => {
      const run = await find(principal, params.id);
      const [items, frames] = await Promise.all([readNodeItems(query, run.id), readNodeFrames(query, run.cluster)]);
      return {
        nodes: [...groupByNode(items)].map(([node, own]) => toNode(node, own, frames)).toSorted((a, b) => (a.node < b.node ? -1 : 1)),
      };
    },
    node: async ({ principal, params, query: { node } }) => {
      const run = await find(principal, params.id);
      const [items, frames] = await Promise.all([readNodeItems(query, run.id), readNodeFrames(query, run.cluster, node)]);
      const own = groupByNode(items).get(node) ?? refuseUnknown('node');
      const facts = await readNodeFacts(query, run.cluster, node);
      return { node: toNode(node, own, frames), ...(facts === undefined ? {} : { facts: describeFacts(facts) }), ...sortByState(own) };
    },
    drift: async ({ principal, params, query: { from } }) => {
      const later = await find(principal, params.id);
      const id = from ?? (await findRunBefore(query, later.cluster, later.sequence ?? 0)) ?? refuseUnknown('run before this one');
      const earlier = await find(principal, id);
      if (earlier.cluster !== later.cluster) throw new RequestError('bad-request', 'query.from: it is a run of another cluster.');
      const { drift } = await orRefuse(auditor.ask({ type: 'drift', from: await read(earlier), to: await read(later) }));
      const items = drift.items.slice(0, MAX_CHANGES).map(item => ({ ...item, controls: [...item.controls] }));
      const frame = { id: earlier.id, sequence: earlier.sequence ?? 0, finishedAt: earlier.finishedAt ?? '' };
      return { from: frame, items, more: drift.items.length - items.length };
    },
    report: async ({ principal, params, query: { format = 'html', language = 'en' } }) => {
      const run = await find(principal, params.id);
      const { report } = await orRefuse(auditor.ask({ type: 'report', record: await read(run), format, language }));
      const { extension, mediaType, content } = report;
      return { name: nameReport(run, extension), mediaType, content };
    },
    record: async ({ principal, params }) => ({ record: await read(await find(principal, params.id)) }),
  });
}

function toNode(node: string, items: readonly RecordedItem[], frames: readonly NodeFrame[]) {
  const { info = {}, distribution = null, collectedAt = null } = frames.find(frame => frame.node === node) ?? {};
  return {
    node,
    states: countStates(items),
    info: { ...info } as Record<string, string>,
    ...(distribution === null ? {} : { distribution }),
    ...(collectedAt === null ? {} : { collectedAt }),
  };
}

function toRun({ sequence, finishedAt, hash, scores, ...run }: RunRecord): Answer<typeof complianceRuns.endpoints.start> {
  return {
    ...run,
    scores: scores.map(score => ({ ...score, states: { ...score.states } as Record<string, number> })),
    ...(sequence === null ? {} : { sequence }),
    ...(finishedAt === null ? {} : { finishedAt }),
    ...(hash === null ? {} : { hash }),
  };
}

/** Throws RequestError. */
function checkFrameworks(frameworks: readonly string[]): void {
  const known = builtInStandards.map(({ id }) => id);
  const unknown = frameworks.find(id => !known.includes(id));
  if (unknown === undefined) return;
  throw new RequestError('bad-request', `body.frameworks: no framework is called '${unknown}'.`, `Known are ${known.join(', ')}.`);
}

function refuseUnfinished({ state }: RunRecord): never {
  throw new RequestError('conflict', state === 'failed' ? 'The run failed, so there is nothing of it.' : 'The run is not done yet.');
}

async function orRefuse<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (cause) {
    if (cause instanceof ThreadFailure) throw new RequestError('unavailable', `It could not be done: ${cause.message}.`);
    throw cause;
  }
}
