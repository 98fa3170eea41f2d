import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatReplica } from '@breakwater/protocol';
import { waitFor } from '@breakwater/testkit';
import { expect, it } from 'vitest';
import { ROLE_CA_FILE } from './roles/role-certificate.ts';
import { RoleClient } from './roles/role-client.ts';
import type { RunningSensor } from './sensor-options.ts';
import { buildDecision } from './testing/decision.ts';
import { createFolder } from './testing/folder.ts';
import { runSensor, startEdge } from './testing/run-sensor.ts';

const SECRET = 'shared-with-admission-for-tests-0123456789';

/** A folder of secrets for roles, and what asks with them. */
function createRole(dataDir: string) {
  const secrets = createFolder();
  mkdirSync(secrets, { recursive: true });
  writeFileSync(join(secrets, 'admission'), SECRET);
  const tokenFile = join(secrets, 'admission');
  const caFile = join(dataDir, 'roles', ROLE_CA_FILE);
  const connect = (sensor: RunningSensor): RoleClient => new RoleClient({ url: sensor.roleUrl ?? '', caFile, tokenFile });
  return { rolePort: { port: 0, secrets }, connect };
}

function createManifests(): string {
  const folder = createFolder();
  writeFileSync(join(folder, 'shop.yaml'), 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n');
  return folder;
}

it('tells what admission decided, once, in order, and after the server was away', async () => {
  const edge = await startEdge();
  const [dataDir, manifests] = [createFolder(), createManifests()];
  const { rolePort, connect } = createRole(dataDir);
  const joinToken = async (): Promise<string> => edge.joinToken;
  const source = { type: 'folder', name: 'shop', paths: [manifests] } as const;
  const listIds = (): readonly string[] => edge.events.map(event => (event as { readonly id: string }).id);

  const sensor = await runSensor(source, { dataDir, joinToken, rolePort });
  await sensor.synced;
  const role = connect(sensor);
  expect(await role.sendDecisions([buildDecision('a'), { id: 'no decision' }, buildDecision('b', { time: 'x' })])).toStrictEqual({
    taken: 2,
    refused: [{ index: 1, message: "the decision: 'time' is missing" }],
  });
  await waitFor('the decisions', () => edge.events.length === 2);
  expect(edge.events[0]).toMatchObject({ type: 'admission', id: 'a', body: { name: 'web', allowed: false } });

  await edge.stop();
  await role.sendDecisions([buildDecision('c', { count: 1 })]);
  await role.sendDecisions([buildDecision('d'), buildDecision('c', { count: 5 })]);
  role.close();
  await sensor.close();
  await edge.start();
  const again = await runSensor(source, { dataDir, joinToken, rolePort });
  await again.synced;
  await waitFor('what was decided meanwhile', () => edge.events.length === 4);
  expect([listIds(), edge.events.at(-1)]).toMatchObject([['a', 'b', 'd', 'c'], { body: { count: 5 } }]);
  await waitFor('the status', () => edge.statuses.at(-1)?.events?.items === 0);
});

it('keeps events for a server that does not take them yet', async () => {
  const edge = await startEdge();
  edge.takesEvents = false;
  const [dataDir, manifests] = [createFolder(), createManifests()];
  const { rolePort, connect } = createRole(dataDir);
  const source = { type: 'folder', name: 'shop', paths: [manifests] } as const;
  const sensor = await runSensor(source, { dataDir, joinToken: async () => edge.joinToken, rolePort });
  await sensor.synced;
  const role = connect(sensor);
  await role.sendDecisions([buildDecision('a')]);
  role.close();
  await waitFor('a status', () => edge.statuses.length > 2);
  expect([edge.events, edge.statuses.at(-1)?.events]).toStrictEqual([[], undefined]);
  edge.takesEvents = true;
  edge.cut();
  await waitFor('the decision', () => edge.events.length === 1);
});

it('says how many are lost when more come than are kept', async () => {
  const edge = await startEdge();
  const [dataDir, manifests] = [createFolder(), createManifests()];
  const { rolePort, connect } = createRole(dataDir);
  const source = { type: 'folder', name: 'shop', paths: [manifests] } as const;
  edge.takesEvents = false;
  const sensor = await runSensor(source, { dataDir, joinToken: async () => edge.joinToken, rolePort, eventBytes: 2000 });
  await sensor.synced;
  const role = connect(sensor);
  await role.sendDecisions([...'abcdefgh'].map(id => buildDecision(id)));
  const readProblem = () => edge.list('problem').find(({ body }) => body.code === 'events-lost')?.body;
  await waitFor('the problem', () => readProblem() !== undefined);
  expect(readProblem()).toStrictEqual({
    code: 'events-lost',
    source: 'events',
    message: '5 events are lost: while the server was away more came than is kept; see why the server is not reached',
  });
  await role.sendDecisions([buildDecision('i')]);
  role.close();
  await waitFor('the next', () => readProblem()?.message.startsWith('6 events') === true);
});

it.each([true, false])('tells which replicas of admission it hears of, to a server that takes them: %s', async takesEvents => {
  const edge = await startEdge();
  edge.takesEvents = takesEvents;
  const [dataDir, manifests] = [createFolder(), createManifests()];
  const { rolePort, connect } = createRole(dataDir);
  const source = { type: 'folder', name: 'shop', paths: [manifests] } as const;
  const sensor = await runSensor(source, { dataDir, joinToken: async () => edge.joinToken, rolePort });
  await sensor.synced;
  const role = connect(sensor);
  const word = { id: 'pod-1', revision: 7, since: '2026-12-01T10:00:00.000Z', certificateEnd: '2027-03-01T00:00:00.000Z', policies: 3 };
  await role.readBundle(undefined, 10, undefined, formatReplica(word, []));
  role.close();
  const before = edge.statuses.length;
  await waitFor('another status', () => edge.statuses.length > before + 2);
  const told = edge.statuses.at(-1)?.replicas?.map(({ silentSeconds, ...rest }) => ({ ...rest, isNow: silentSeconds < 10 }));
  expect(told).toStrictEqual(takesEvents ? [{ ...word, unusable: [], unusableCount: 0, isNow: true }] : undefined);
});

it.each([true, false])('has images read that admission waits for, by a server that can: %s', async takesEvents => {
  const edge = await startEdge();
  edge.takesEvents = takesEvents;
  const [dataDir, manifests] = [createFolder(), createManifests()];
  const { rolePort, connect } = createRole(dataDir);
  const source = { type: 'folder', name: 'shop', paths: [manifests] } as const;
  const sensor = await runSensor(source, { dataDir, joinToken: async () => edge.joinToken, rolePort });
  await sensor.synced;
  const role = connect(sensor);
  expect((await role.wantImages(['registry.example/new:1'])).taken).toBe(takesEvents ? 1 : 0);
  role.close();
  if (takesEvents) await waitFor('the server hears of it', () => edge.wanted.length === 1);
  expect(edge.wanted).toStrictEqual(takesEvents ? [['registry.example/new:1']] : []);
});
