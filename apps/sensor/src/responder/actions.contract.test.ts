import { readPath } from '@breakwater/inventory';
import { listSchemaIssues, RESPONSE_ACTIONS, ResponseRecord } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { actions } from './actions.generated.ts';
import { ACTION_CASES, type ActionCase, createCluster } from './testing/action-cases.ts';
import type { FakeCluster } from './testing/fake-cluster.ts';
import { Killed, Killer, toKillable } from './testing/killable.ts';
import { createJournal, createResponder } from './testing/run-responder.ts';

test('every action of the protocol is there, once, and every action has a case', () => {
  expect(actions.map(({ name }) => name).toSorted()).toStrictEqual([...RESPONSE_ACTIONS].toSorted());
  expect([...new Set(ACTION_CASES.map(({ request }) => request.action))].toSorted()).toStrictEqual([...RESPONSE_ACTIONS].toSorted());
});

function listWrites(cluster: FakeCluster): readonly string[] {
  return cluster.written.map(({ verb, what }) => `${verb} ${what}`);
}

function expectAfter(cluster: FakeCluster, { after }: ActionCase): void {
  for (const [kind, name, path, value] of after) {
    const object = cluster.find(kind, name);
    expect(path.length === 0 ? object : readPath(object, ...path)).toStrictEqual(value);
  }
}

describe.each(ACTION_CASES)('$name', each => {
  const { request, writes, undoable } = each;

  test('a dry run says every change, and changes nothing', async () => {
    const cluster = createCluster(each);
    const before = cluster.state;
    const { responder } = createResponder(cluster);
    const record = await responder.respond({ ...request, dryRun: true });
    expect([record.state, record.message, record.refusals]).toStrictEqual(['done', 'dry run: nothing was changed', []]);
    expect(listSchemaIssues(ResponseRecord, record)).toStrictEqual([]);
    expect([cluster.state, cluster.written]).toStrictEqual([before, []]);
    const planned = new Set(
      record.steps.flatMap(({ changes }) => changes.map(({ verb, resource, name }) => `${verb} ${resource} ${name}`)),
    );
    const toPlanned = (write: string): string => write.replace(/^delete pods (web-.*)/, 'create pods/eviction $1');
    for (const write of writes.filter(text => !text.startsWith('rebuild'))) expect([...planned]).toContain(toPlanned(write));
  });

  test('it is done once, however often it is asked for, and taken back', async () => {
    const cluster = createCluster(each);
    const before = cluster.state;
    const { responder } = createResponder(cluster);
    const [first, second] = await Promise.all([responder.respond(request), responder.respond(request)]);
    expect(second).toStrictEqual(first);
    expect([first.state, first.isUndoable, listWrites(cluster)]).toStrictEqual(['done', undoable, writes]);
    expect(listSchemaIssues(ResponseRecord, first)).toStrictEqual([]);
    expectAfter(cluster, each);
    if (!undoable) {
      await expect(async () => responder.undo(request.id, request.requestedBy, 'enough')).rejects.toMatchObject({
        code: 'undo-impossible',
      });
      return;
    }
    const undone = await responder.undo(request.id, request.requestedBy, 'enough');
    expect([undone.state, undone.message, undone.isUndoable]).toStrictEqual(['undone', 'everything is as it was before', false]);
    // What controllers made meanwhile is theirs.
    expect(dropEmpty(cluster.state.filter(object => readPath(object, 'metadata', 'name') !== 'web-5d-new'))).toStrictEqual(
      dropEmpty(before),
    );
  });

  test('killed at every point and started again it is never done twice and never half, nor is it taken back so', async () => {
    const points = await countPoints(each, false);
    expect(points).toBeGreaterThan(5);
    for (let at = 1; at <= points; at++) for (const after of [false, true]) await expectWhole(each, at, after);
    if (!undoable) return;
    const undoPoints = await countPoints(each, true);
    for (let at = 1; at <= undoPoints; at++) for (const after of [false, true]) await expectUndone(each, at, after);
  });
});

/** Operations of one response, or of taking it back. */
async function countPoints(each: ActionCase, undo: boolean): Promise<number> {
  const cluster = createCluster(each);
  const journal = createJournal();
  if (undo) await createResponder(cluster, { journal }).responder.respond(each.request);
  const killer = new Killer(0, false);
  const edge = toKillable(cluster, killer);
  const { responder } = createResponder(edge, { edge, journal: toKillable(journal, killer) });
  if (undo) await responder.undo(each.request.id, each.request.requestedBy, 'enough');
  else await responder.respond(each.request);
  return killer.count;
}

async function expectWhole(each: ActionCase, at: number, after: boolean): Promise<void> {
  const cluster = createCluster(each);
  const journal = createJournal();
  const killer = new Killer(at, after);
  const edge = toKillable(cluster, killer);
  const dying = createResponder(edge, { edge, journal: toKillable(journal, killer) });
  await expect(dying.responder.respond(each.request)).rejects.toThrow(Killed);
  const { responder } = createResponder(cluster, { journal });
  await responder.resume();
  // The sensor tells of it again, as it was not reported.
  const record = await responder.respond(each.request);
  expect({ at, after, state: record.state, writes: listWrites(cluster) }).toStrictEqual({ at, after, state: 'done', writes: each.writes });
  expectAfter(cluster, each);
}

async function expectUndone(each: ActionCase, at: number, after: boolean): Promise<void> {
  const { request } = each;
  const cluster = createCluster(each);
  const before = dropEmpty(cluster.state);
  const journal = createJournal();
  await createResponder(cluster, { journal }).responder.respond(request);
  const killer = new Killer(at, after);
  const edge = toKillable(cluster, killer);
  const dying = createResponder(edge, { edge, journal: toKillable(journal, killer) });
  await expect(async () => dying.responder.undo(request.id, request.requestedBy, 'enough')).rejects.toThrow(Killed);
  const written = cluster.written.length;
  const { responder } = createResponder(cluster, { journal });
  await responder.resume();
  const record = await responder.undo(request.id, request.requestedBy, 'enough');
  expect({ at, after, state: record.state }).toStrictEqual({ at, after, state: 'undone' });
  const left = cluster.state.filter(object => readPath(object, 'metadata', 'name') !== 'web-5d-new');
  expect({ at, after, left: dropEmpty(left) }).toStrictEqual({ at, after, left: before });
  // Each write of the response is answered by one of taking it back.
  expect({ at, after, writes: cluster.written.length }).toStrictEqual({ at, after, writes: 2 * each.writes.length });
  expect(written).toBeLessThanOrEqual(cluster.written.length);
}

/** Maps that are left empty, as the API server leaves them out; in any order, as objects that were written move to the end. */
function dropEmpty(objects: readonly unknown[]): readonly unknown[] {
  const texts = objects.map(object => JSON.stringify(sortKeys(object)));
  return texts.toSorted().map(text => JSON.parse(text) as unknown);
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .map(([key, entry]) => [key, sortKeys(entry)] as const)
    .filter(([, entry]) => !(typeof entry === 'object' && entry !== null && !Array.isArray(entry) && Object.keys(entry).length === 0));
  return Object.fromEntries(entries.toSorted(([a], [b]) => a.localeCompare(b)));
}
