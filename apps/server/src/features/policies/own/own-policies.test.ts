import { audit, type Client, policies, presets, session, tokens, violations } from '@breakwater/api';
import { renderNewPolicy } from '@breakwater/policy';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildViolation } from '../../../testing/items.ts';
import { joinCluster, type TestSensor } from '../../../testing/test-sensor.ts';
import { startTestServer, type TestServer, withToken } from '../../../testing/test-server.ts';

let running: TestServer;
let admin: Client;
let sensor: TestSensor;
beforeAll(async () => {
  running = await startTestServer();
  admin = running.admin;
  sensor = await joinCluster(await running.server.createJoinToken(), 'c1');
});
afterAll(() => running.close());

const TEXT = renderNewPolicy('own-one');
const { create, replace, source, import: importAll, check } = policies.endpoints;
const read = (id: string) => admin.call(policies.endpoints.get, { params: { id } });
const remove = (id: string) => admin.call(policies.endpoints.delete, { params: { id } });
const sets = () => sensor.frames.flatMap(frame => (frame.type === 'policy-set' ? [frame.set] : []));

test('a policy is written, reaches the sensors, is changed and deleted', async () => {
  const made = await admin.call(create, { body: { text: TEXT } });
  expect(made).toMatchObject({ id: 'own-one', title: 'Own one', builtIn: false, enabled: true, updatedBy: 'admin', target: 'container' });
  await sensor.until(() => sets().at(-1)?.policies.length === 1);
  expect(sets().at(-1)?.policies[0]).toMatchObject({ id: 'own-one', examples: { comply: [{ name: 'another image' }] } });

  await sensor.store([buildViolation({ name: 'web' }, { policy: 'own-one' })]);
  const { results } = await admin.call(violations.endpoints.list, { query: { filter: 'policy=own-one,category=images' } });
  expect(results.map(({ title, categories }) => [title, categories])).toStrictEqual([['Own one', ['images']]]);

  const text = `${TEXT}# kept\n`.replace('title: Own one', 'title: Another title');
  const changed = await admin.call(replace, { params: { id: 'own-one' }, body: { text, revision: made.revision ?? 0 } });
  expect([changed.title, (changed.revision ?? 0) > (made.revision ?? 0)]).toStrictEqual(['Another title', true]);
  expect(await admin.call(source, { params: { id: 'own-one' } })).toStrictEqual({ text, revision: changed.revision, builtIn: false });

  await admin.call(policies.endpoints.setSettings, { params: { id: 'own-one' }, body: { settings: [{ scope: {}, enabled: false }] } });
  expect((await read('own-one')).enabled).toBe(false);
  await remove('own-one');
  await expect(read('own-one')).rejects.toMatchObject({ code: 'not-found' });
  await sensor.until(() => sets().at(-1)?.policies.length === 0);
  expect(sets().at(-1)?.settings).toStrictEqual([]);
});

test('two who edit at once do not overwrite each other', async () => {
  const { revision = 0 } = await admin.call(create, { body: { text: renderNewPolicy('own-two') } });
  const save = (title: string) =>
    admin.call(replace, {
      params: { id: 'own-two' },
      body: { text: renderNewPolicy('own-two').replace('title: Own two', `title: ${title}`), revision },
    });
  const outcomes = await Promise.allSettled([save('first'), save('second')]);
  expect(outcomes.map(({ status }) => status).toSorted()).toStrictEqual(['fulfilled', 'rejected']);
  expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'conflict', message: 'admin has changed the policy since it was read.' },
  });
  await remove('own-two');
  await expect(save('third')).rejects.toMatchObject({ code: 'not-found', message: "There is no policy 'own-two' any more." });
});

describe('a text is refused', () => {
  test.each<[string, string, string, unknown]>([
    [
      'that does not compile',
      TEXT.replace('container.image !=', 'container.imag !='),
      "The policy cannot be used: line 8, column 23: 'Container' has no field 'imag'; did you mean 'image'?",
      { path: 'expression', place: { line: 8, column: 23 } },
    ],
    [
      'whose key is misspelt',
      TEXT.replace('severity:', 'severty:'),
      "The policy cannot be used: line 3, column 1: 'severty' is not a known key; did you mean 'severity'? (and 1 more)",
      { path: 'severty', place: { line: 3, column: 1 } },
    ],
    [
      'whose example does not hold',
      TEXT.replace('/other:1', '/own-one:1'),
      "The policy cannot be used: line 23, column 7: example 'another image': expected to comply, but: container 'app' runs 'registry.example.com/own-one:1'",
      { path: 'examples.comply[0].name', place: { line: 23, column: 7 } },
    ],
    [
      'with the id of one that ships',
      TEXT.replace('id: own-one', 'id: privileged-container'),
      "The policy cannot be used: line 1, column 1: a policy that ships with Breakwater is called 'privileged-container'",
      { path: 'id', place: { line: 1, column: 1 } },
    ],
    [
      'with an id that stands for something else',
      TEXT.replace('id: own-one', 'id: new'),
      "The policy cannot be used: line 1, column 1: no policy can be called 'new'",
      { path: 'id', place: { line: 1, column: 1 } },
    ],
    [
      'that is no YAML',
      'id: [',
      'The policy cannot be used: line 1, column 5: document 1 cannot be read: unexpected end of the stream within a flow collection',
      { place: { line: 1, column: 5 } },
    ],
    ['that is empty', '# nothing', 'The policy cannot be used: the text holds no policy', {}],
  ])('%s', async (_name, text, message, issue) => {
    await expect(admin.call(create, { body: { text } })).rejects.toMatchObject({
      code: 'policy-invalid',
      message,
      issues: [issue, ...(message.includes('more)') ? [{}] : [])],
    });
  });

  test('that is too long', async () => {
    await expect(admin.call(create, { body: { text: `${TEXT}# ${'x'.repeat(70_000)}` } })).rejects.toMatchObject({ code: 'bad-request' });
    const { issues } = await admin.call(check, { body: { text: `${TEXT}# ${'x'.repeat(70_000)}` } });
    expect(issues).toStrictEqual([{ code: 'limit', message: 'a policy has at most 64 KiB of text' }]);
  });

  test('when one exists already', async () => {
    await admin.call(create, { body: { text: TEXT } });
    await expect(admin.call(create, { body: { text: TEXT } })).rejects.toMatchObject({
      code: 'conflict',
      message: "There is a policy 'own-one' already.",
    });
    expect((await admin.call(check, { body: { text: TEXT } })).issues).toStrictEqual([
      { code: 'taken', message: "there is a policy 'own-one' already", path: 'id' },
    ]);
    expect((await admin.call(check, { body: { text: TEXT, id: 'own-one' } })).issues).toStrictEqual([]);
    await remove('own-one');
  });
});

test('a policy that ships is neither replaced nor deleted, and can be cloned', async () => {
  const params = { id: 'privileged-container' };
  await expect(admin.call(replace, { params, body: { text: TEXT, revision: 1 } })).rejects.toMatchObject({
    message: 'A policy that ships with Breakwater is not changed.',
  });
  await expect(remove(params.id)).rejects.toMatchObject({ message: 'A policy that ships with Breakwater is not deleted.' });
  const { text, builtIn } = await admin.call(source, { params });
  expect(builtIn).toBe(true);
  const clone = text.replace('id: privileged-container', 'id: no-privileged');
  expect((await admin.call(check, { body: { text: clone } })).issues).toStrictEqual([]);
});

describe('import', () => {
  const two = ['own-a', 'own-b'].map(renderNewPolicy).join('---\n');

  test('brings all or none', async () => {
    const broken = two.replace("image: 'registry.example.com/own-b:1'", "image: 'registry.example.com/x:1'");
    await expect(admin.call(importAll, { body: { text: broken } })).rejects.toMatchObject({
      code: 'policy-invalid',
      issues: [{ message: expect.stringContaining("own-b: example 'this image'"), place: { line: 59, column: 7 } }],
    });
    await expect(read('own-a')).rejects.toMatchObject({ code: 'not-found' });
    expect(await admin.call(importAll, { body: { text: two } })).toStrictEqual({ created: ['own-a', 'own-b'], replaced: [] });
    await expect(admin.call(importAll, { body: { text: two } })).rejects.toMatchObject({ code: 'conflict' });
    expect(await admin.call(importAll, { body: { text: two, replace: true } })).toStrictEqual({
      created: [],
      replaced: ['own-a', 'own-b'],
    });
  });

  test('takes what export gives', async () => {
    const all = await admin.call(policies.endpoints.export, { query: {} });
    expect(all).toStrictEqual({ text: two, policies: 2 });
    const some = await admin.call(policies.endpoints.export, { query: { ids: 'own-b,privileged-container' } });
    expect([some.policies, some.text.startsWith(renderNewPolicy('own-b'))]).toStrictEqual([2, true]);
    await Promise.all([remove('own-a'), remove('own-b')]);
    await admin.call(importAll, { body: { text: all.text } });
    expect(await admin.call(policies.endpoints.export, { query: {} })).toStrictEqual(all);
  });
});

test('they survive a restart, and every change is in the audit', async () => {
  const { secret } = await admin.call(tokens.endpoints.create, { body: { name: 'a', role: 'admin', scope: {}, days: 1 } });
  await running.restart();
  admin = withToken(running.server.url, secret);
  const { results } = await admin.call(policies.endpoints.list, { query: { filter: 'builtIn=false' } });
  expect(results.map(({ id }) => id).toSorted()).toStrictEqual(['own-a', 'own-b']);
  const records = await admin.call(audit.endpoints.list, { query: { limit: 500 } });
  const actions = new Set(records.results.map(({ action }) => action).filter(action => action.startsWith('policies.')));
  expect([...actions].toSorted()).toStrictEqual([
    'policies.create',
    'policies.delete',
    'policies.import',
    'policies.replace',
    'policies.setSettings',
  ]);
});

test('a viewer reads them and changes nothing', async () => {
  const { secret } = await admin.call(tokens.endpoints.create, { body: { name: 'v', role: 'viewer', scope: {}, days: 1 } });
  const viewer = withToken(running.server.url, secret);
  expect((await viewer.call(session.endpoints.get, {})).role).toBe('viewer');
  expect((await viewer.call(source, { params: { id: 'own-a' } })).text).toBe(renderNewPolicy('own-a'));
  const forbidden = { code: 'forbidden' };
  const params = { id: 'own-a' };
  await expect(viewer.call(create, { body: { text: TEXT } })).rejects.toMatchObject(forbidden);
  await expect(viewer.call(replace, { params, body: { text: TEXT, revision: 1 } })).rejects.toMatchObject(forbidden);
  await expect(viewer.call(policies.endpoints.delete, { params })).rejects.toMatchObject(forbidden);
  await expect(viewer.call(importAll, { body: { text: TEXT } })).rejects.toMatchObject(forbidden);
  await expect(viewer.call(check, { body: { text: TEXT } })).rejects.toMatchObject(forbidden);
  await expect(viewer.call(policies.endpoints.dryRun, { body: params })).rejects.toMatchObject(forbidden);
  await expect(viewer.call(presets.endpoints.set, { body: { preset: 'all' } })).rejects.toMatchObject(forbidden);
  expect((await viewer.call(presets.endpoints.get, {})).preset).toBe('recommended');
});

test('presets are set everywhere and by cluster', async () => {
  const other = await joinCluster(await running.server.createJoinToken(), 'c2');
  const preset = () => other.frames.flatMap(frame => (frame.type === 'policy-set' ? [frame.set.preset] : [])).at(-1);
  const set = (body: { cluster?: string; preset?: string }) => admin.call(presets.endpoints.set, { body });
  expect((await set({ preset: 'baseline' })).preset).toBe('baseline');
  await other.until(() => preset() === 'baseline');
  expect((await set({ cluster: 'c2', preset: 'all' })).clusters).toStrictEqual([
    { cluster: 'c1', clusterName: 'c1' },
    { cluster: 'c2', clusterName: 'c2', preset: 'all' },
  ]);
  await other.until(() => preset() === 'all');
  await set({ cluster: 'c2' });
  await other.until(() => preset() === 'baseline');
  await expect(set({ preset: 'baselin' })).rejects.toMatchObject({
    message: "body.preset: no preset is called 'baselin'.",
    hint: "Did you mean 'baseline'?",
  });
  await expect(set({ cluster: 'c9', preset: 'all' })).rejects.toMatchObject({ code: 'not-found' });
  await expect(set({})).rejects.toMatchObject({ message: 'body.preset: it is missing.' });
});
