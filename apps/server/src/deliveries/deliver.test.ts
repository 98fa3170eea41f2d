import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Client, notifiers, problems } from '@breakwater/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ViolationMessage } from '../notifiers/message.ts';
import { sign } from '../notifiers/webhook.ts';
import { buildViolation, buildWorkload, remove } from '../testing/items.ts';
import { joinCluster, type TestSensor } from '../testing/test-sensor.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';
import { DELIVERY_TIMING, toRetryDelay } from './deliver.ts';

interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

let running: TestServer;
let admin: Client;
let sensor: TestSensor;
let receiver: Server;
let base: string;
const received: Received[] = [];
let status = 200;

beforeAll(async () => {
  receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    received.push({ path: request.url ?? '', headers: request.headers, text: Buffer.concat(chunks).toString() });
    response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end();
  });
  await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  running = await startTestServer({ allowLoopbackWebhooks: true, deliveryTiming: { grace: 500, retry: 1000 } });
  admin = running.admin;
  sensor = await joinCluster(await running.server.createJoinToken(), 'c1');
});
afterAll(async () => {
  await running.close();
  receiver.close();
});

const settings = { type: 'webhook', enabled: true, severity: 'medium', owners: [] as string[], clusters: [] as string[] } as const;

function add(name: string, change: object = {}, config: object = {}) {
  return admin.call(notifiers.endpoints.create, {
    body: { ...settings, name, ...change, config: { url: `${base}/${name}`, ...config } } as never,
  });
}

function messagesTo(name: string): ViolationMessage[] {
  return received.filter(({ path }) => path === `/${name}`).map(({ text }) => JSON.parse(text) as ViolationMessage);
}

describe('a violation that opens', () => {
  test('is told once to everybody whom it concerns, signed', async () => {
    const secret = 'a secret of some length';
    const all = await add('all', {}, { secret });
    expect(all.config).toStrictEqual({ url: `${base}/all` });
    await add('severe', { severity: 'critical' });
    await add('team-b', { owners: ['team-b'] });
    await add('elsewhere', { clusters: ['c2'] });
    await add('off', { enabled: false });
    const items = [
      buildViolation({ name: 'web' }),
      buildViolation({ name: 'job' }, { severity: 'critical' }),
      buildViolation({ name: 'tool' }, { severity: 'low' }),
      buildViolation({ name: 'old' }, {}, { state: 'accepted' }),
    ];
    await sensor.store(items);
    // The owner comes later than the violation.
    await sensor.store([buildWorkload({ name: 'web' }, { owner: 'team-b' }), buildWorkload({ name: 'job' })]);
    await sensor.store(items);
    await expect.poll(() => received.length).toBe(4);
    await new Promise(resolve => setTimeout(resolve, 1200));
    const names = (name: string) =>
      messagesTo(name)
        .map(({ violation }) => violation.name)
        .sort();
    expect({ all: names('all'), severe: names('severe'), 'team-b': names('team-b') }).toStrictEqual({
      all: ['job', 'web'],
      severe: ['job'],
      'team-b': ['web'],
    });
    expect(received).toHaveLength(4);
    const [first] = messagesTo('team-b');
    expect(first).toStrictEqual({
      schema: 'breakwater/notification/1',
      id: expect.any(String),
      event: 'violation-opened',
      time: expect.any(String),
      violation: {
        id: expect.any(String),
        opening: 1,
        policy: 'privileged-container',
        title: 'Privileged container',
        severity: 'high',
        message: 'it runs privileged',
        remediation: 'Remove `privileged`; add the single capability or device that is really needed.',
        cluster: 'c1',
        clusterName: 'c1',
        kind: 'Deployment',
        namespace: 'shop',
        name: 'web',
        container: 'main',
        owner: 'team-b',
      },
    });
    const raw = received.find(({ path }) => path === '/all');
    const timestamp = String(raw?.headers['x-breakwater-timestamp']);
    expect(raw?.headers['x-breakwater-signature']).toBe(sign(secret, timestamp, raw?.text ?? ''));
  });

  test('is told again when it comes back, and tried again when nobody takes it', async () => {
    received.length = 0;
    status = 500;
    const item = buildViolation({ name: 'job' }, { severity: 'critical' });
    await sensor.store([remove(item)]);
    await sensor.store([item]);
    await expect.poll(() => messagesTo('severe').length).toBe(1);
    const read = async () => (await admin.call(notifiers.endpoints.list, { query: { filter: 'name=severe' } })).results[0];
    await expect.poll(read).toMatchObject({ waiting: 1, delivered: 1, lastError: `127.0.0.1:${new URL(base).port} answered 500` });
    const { results } = await admin.call(problems.endpoints.list, { query: { filter: 'code=notifier-failing' } });
    expect(results.map(({ source }) => source).sort()).toContain('notifier severe');
    status = 200;
    await expect.poll(() => messagesTo('severe').length).toBe(2);
    await expect.poll(async () => (await read())?.delivered).toBe(2);
    const [one, two] = messagesTo('severe');
    expect([one?.id === two?.id, two?.violation.opening]).toStrictEqual([true, 2]);
  });
});

describe('notifiers', () => {
  test('send a test message and say what came of it', async () => {
    const { id } = await add('tested');
    const send = () => admin.call(notifiers.endpoints.test, { params: { id } });
    expect(await send()).toStrictEqual({ delivered: true, message: 'tested took the message.' });
    status = 302;
    expect(await send()).toStrictEqual({ delivered: false, message: `${new URL(base).host} answered 302` });
    status = 200;
  });

  test('keep a secret that is not sent again', async () => {
    const { id } = await add('kept', {}, { secret: 'a secret of some length' });
    const changed = await admin.call(notifiers.endpoints.update, { params: { id }, body: { severity: 'low' } });
    expect(changed).toMatchObject({ name: 'kept', severity: 'low', config: { url: `${base}/kept` } });
    await admin.call(notifiers.endpoints.test, { params: { id } });
    expect(received.at(-1)?.headers['x-breakwater-signature']).toMatch(/^sha256=[0-9a-f]{64}$/);
    await admin.call(notifiers.endpoints.delete, { params: { id } });
    await expect(admin.call(notifiers.endpoints.test, { params: { id } })).rejects.toMatchObject({ code: 'not-found' });
  });

  test.each([
    [{ url: 'ftp://a' }, 'body.config.url: it begins with https:// or http://.'],
    [{ url: 'x' }, 'body.config.url: it is no URL.'],
    [{ url: 'https://user:pass@a' }, 'body.config.url: it holds a name or password; sign messages with a secret instead.'],
    [{ url: 'https://a', secrt: 'x' }, "body.config: there is no 'secrt'; did you mean 'secret'?."],
    [{ url: 'https://a', secret: 'short' }, 'body.config.secret: it has at least 16 characters.'],
  ])('with %j are refused', async (config, message) => {
    await expect(add('bad', {}, config)).rejects.toMatchObject({ code: 'bad-request', message });
  });

  test('of a type that is misspelt are refused with the nearest', async () => {
    await expect(add('bad', { type: 'webhok' })).rejects.toMatchObject({
      message: "body.type: there is no notifier 'webhok'.",
      hint: "Did you mean 'webhook'?",
    });
  });
});

test('attempts are made less and less often, and then no more', () => {
  expect([1, 2, 3, 11, 12].map(attempts => toRetryDelay(attempts, DELIVERY_TIMING.retry))).toStrictEqual([
    5000,
    10_000,
    20_000,
    3_600_000,
    undefined,
  ]);
});
