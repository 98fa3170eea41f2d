import { type Client, clusters, policies, violations, workloads } from '@breakwater/api';
import { createAuthority, createCertificateRequest, signClientRequest, toFingerprint } from '@breakwater/daemon';
import { type Item, KNOWS_ENFORCEMENT, MAX_FRAME_BYTES, parseJoinToken, RENEW_PATH, type Refused } from '@breakwater/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildObject, buildViolation, buildWorkload, remove } from '../testing/items.ts';
import { type Enrolled, enrol, joinCluster, post, TestSensor } from '../testing/test-sensor.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

let running: TestServer;
let admin: Client;
beforeAll(async () => {
  running = await startTestServer();
  admin = running.admin;
});
afterAll(() => running.close());

const join = (): Promise<string> => running.server.createJoinToken();

describe('enrolment', () => {
  test('gives a certificate for a token, once', async () => {
    const token = await join();
    const { status, enrolled } = await enrol(token, 'e1', 'first');
    expect([status, toFingerprint(enrolled?.ca ?? '')]).toStrictEqual([200, parseJoinToken(token)?.caFingerprint]);
    expect(await enrol(token, 'e2')).toMatchObject({
      status: 403,
      body: { error: { code: 'join-token-used', message: 'the join token was used already; make a new one' } },
    });
  });

  test('takes a token of the API, which then says who used it', async () => {
    const { joinToken, secret, command } = await admin.call(clusters.endpoints.createJoinToken, { body: { name: 'for e3' } });
    expect(command).toBe(`breakwater sensor --join ${secret}`);
    expect((await enrol(secret, 'e3')).status).toBe(200);
    const { results } = await admin.call(clusters.endpoints.listJoinTokens, { query: { filter: 'name="for e3"' } });
    expect(results).toStrictEqual([{ ...joinToken, usedBy: 'e3' }]);
  });

  test.each([
    [
      'unknown tokens',
      { joinToken: 'x', request: 'REQUEST', cluster: { id: 'a', name: 'a', type: 'kubernetes' } },
      403,
      'join-token-unknown',
      'the join token is not known',
    ],
    [
      'requests that are none',
      { joinToken: 'x', request: 'x', cluster: { id: 'a', name: 'a', type: 'kubernetes' } },
      400,
      'certificate-request-invalid',
      'it is no certificate request (PKCS #10 in PEM)',
    ],
    ['unknown keys', { joinTokn: 'x' }, 400, 'bad-request', "body.joinTokn: 'joinTokn' is not a known key; did you mean 'joinToken'?"],
    ['no JSON', '{', 400, 'bad-request', 'the body is no JSON'],
  ])('refuses %s', async (_, body, status, code, message) => {
    const { request } = await createCertificateRequest();
    const sent = JSON.parse(JSON.stringify(body).replace('"REQUEST"', JSON.stringify(request))) as unknown;
    expect(await post(`${running.server.sensorUrl}/enrol`, sent)).toStrictEqual({ status, body: { error: { code, message } } });
  });

  test('a bad request does not use up the token', async () => {
    const token = await join();
    const secret = parseJoinToken(token)?.secret ?? '';
    const body = { joinToken: secret, request: 'x', cluster: { id: 'e4', name: 'e4', type: 'kubernetes' } };
    expect((await post(`${running.server.sensorUrl}/enrol`, body)).status).toBe(400);
    expect((await enrol(token, 'e4')).status).toBe(200);
  });

  test('renews a certificate for who has one', async () => {
    const { enrolled } = await enrol(await join(), 'e5');
    const { request } = await createCertificateRequest();
    const url = `${running.server.sensorUrl}${RENEW_PATH}`;
    expect(await post(url, { request }, enrolled)).toMatchObject({ status: 200, body: { ca: enrolled?.ca } });
    expect(await post(url, { request })).toMatchObject({ status: 401, body: { error: { code: 'certificate-missing' } } });
  });
});

describe('a connection', () => {
  test('needs a certificate of this server that is valid now', async () => {
    const { enrolled } = await enrol(await join(), 'f1');
    if (enrolled === undefined) throw new Error('not enrolled');
    const foreign = await createAuthority('Somebody', 10);
    const { key, request } = await createCertificateRequest();
    const certificate = await signClientRequest(foreign, request, 'f1', 10);
    await expect(TestSensor.connect({ ...enrolled, key, certificate })).rejects.toMatchObject({ message: expect.stringContaining('401') });
  });

  test.each([
    [
      'clock-skew',
      { time: '2020-01-01T00:00:00.000Z' },
      /^the sensor's clock says 2020-01-01T00:00:00.000Z, the server's .*; set them alike$/,
    ],
    ['protocol-unsupported', { protocol: 0 }, /^protocol 0 is too old; this server takes 1 to 1$/],
    [
      'cluster-mismatch',
      { cluster: { id: 'other', name: 'x', type: 'kubernetes' } },
      /^the certificate is for cluster g1, the sensor speaks for other$/,
    ],
  ] as const)('is refused for %s', async (code, change, message) => {
    const sensor = await TestSensor.connect(await need(enrol(await join(), 'g1')));
    await sensor.hello('g1', change);
    await sensor.untilClosed();
    expect(sensor.frames).toStrictEqual([{ type: 'refused', code, message: expect.stringMatching(message) }]);
  });

  test.each([
    ['what is no JSON', '{', 'frame-invalid', 'the frame is no JSON'],
    ['a type that is misspelt', '{"type":"btach"}', 'frame-invalid', "no frame is called 'btach'; did you mean 'batch'?"],
    ['a field that is missing', '{"type":"synced"}', 'frame-invalid', "frame 'synced': 'sequence' is missing"],
    ['a second hello', undefined, 'frame-invalid', 'a second hello on one connection'],
    ['a sequence with a gap', '{"type":"synced","sequence":2}', 'sequence-wrong', 'sequence 2 came after 0'],
  ])('ends after %s', async (_, text, code, message) => {
    const sensor = await joinCluster(await join(), 'h1');
    if (text === undefined) await sensor.hello('h1');
    else await sensor.socket.send(text);
    await sensor.untilClosed();
    expect(sensor.frames.at(-1)).toStrictEqual({ type: 'refused', code, message });
  });

  test('takes events apart from items, acknowledges what it stored, and goes on after what is no event', async () => {
    const sensor = await joinCluster(await join(), 'h6');
    expect(sensor.frames[0]).toMatchObject({ type: 'welcome', capabilities: expect.arrayContaining(['events']) });
    await sensor.send({ type: 'events', sequence: 1, events: [{ type: 'of a later release' }] });
    await sensor.until(frames => frames.some(frame => frame.type === 'events-stored' && frame.sequence === 1));
    await sensor.sync();
    await sensor.send({ type: 'events', sequence: 3, events: [] });
    await sensor.untilClosed();
    expect(sensor.frames.at(-1)).toStrictEqual({ type: 'refused', code: 'sequence-wrong', message: 'sequence 3 of events came after 1' });
  });

  test('begins with a hello', async () => {
    const sensor = await TestSensor.connect(await need(enrol(await join(), 'h2')));
    await sensor.send({ type: 'synced', sequence: 1 });
    await sensor.untilClosed();
    expect(sensor.frames).toStrictEqual([{ type: 'refused', code: 'frame-invalid', message: "the first frame is a hello, not 'synced'" }]);
  });

  test('ends when a frame is too large, and the server goes on', async () => {
    const sensor = await joinCluster(await join(), 'h3');
    sensor.socket.send('x'.repeat(MAX_FRAME_BYTES + 1)).catch(() => {});
    await sensor.untilClosed();
    await (await joinCluster(await join(), 'h4')).sync();
  });

  test('of a cluster that was removed is refused, until a new token brings it back', async () => {
    const enrolled = await need(enrol(await join(), 'h5'));
    await admin.call(clusters.endpoints.delete, { params: { id: 'h5' } });
    const sensor = await TestSensor.connect(enrolled);
    await sensor.hello('h5');
    await sensor.untilClosed();
    expect(sensor.frames).toStrictEqual([
      { type: 'refused', code: 'cluster-removed', message: 'the cluster h5 was removed; a new join token brings it back' },
    ]);
    await (await joinCluster(await join(), 'h5')).sync();
    expect((await admin.call(clusters.endpoints.get, { params: { id: 'h5' } })).state).toBe('connected');
  });

  test.each<[string, readonly string[], Refused['code']]>([
    ['that knows the code', ['connection-replaced'], 'connection-replaced'],
    ['of the release before', [], 'server-busy'],
  ])('of the same cluster takes over: an older one %s stores nothing any more', async (_, capabilities, code) => {
    const enrolled = await need(enrol(await join(), 'h6'));
    const [old, young] = [await TestSensor.connect(enrolled), await TestSensor.connect(enrolled)];
    await old.greet('h6', { capabilities: [...capabilities] });
    await young.greet('h6');
    await old.put([buildWorkload({ name: 'ghost' })]);
    await old.untilClosed();
    const message = 'another connection of this cluster writes now, or the cluster was removed';
    expect(old.frames.at(-1)).toStrictEqual({ type: 'refused', code, message });
    expect((await admin.call(workloads.endpoints.list, { query: { filter: 'cluster=h6' } })).total).toBe(0);
  });
});

describe('items', () => {
  test('come back as hashes, so that only differences are sent', async () => {
    const enrolled = await need(enrol(await join(), 'i1'));
    const first = await TestSensor.connect(enrolled);
    await first.greet('i1');
    const violation = buildViolation({ cluster: 'i1', name: 'web' });
    await first.store([buildWorkload({ name: 'web' }), violation, buildViolation({ cluster: 'i1', name: 'gone' })]);
    await first.store([remove(buildViolation({ cluster: 'i1', name: 'gone' }))]);
    first.close();
    const second = await TestSensor.connect(enrolled);
    await second.greet('i1');
    expect(second.hashes('workload')).toStrictEqual([['apps/Deployment/shop/web', 'h1']]);
    expect(second.hashes('violation')).toStrictEqual([[violation.key, 'h1']]);
    expect(second.hashes('object')).toStrictEqual([]);
  });

  test('sent again change nothing; what comes back opens again, with history', async () => {
    const sensor = await joinCluster(await join(), 'i2');
    const item = buildViolation({ cluster: 'i2', name: 'web' });
    const worse = buildViolation({ cluster: 'i2', name: 'web' }, { severity: 'critical', message: 'worse' }, { hash: 'h2' });
    const accepted = buildViolation({ cluster: 'i2', name: 'web' }, {}, { hash: 'h3', state: 'accepted', exception: 'x' });
    for (const step of [item, item, worse, accepted, item, remove(item), remove(item), item]) await sensor.store([step]);
    const { results, total } = await admin.call(violations.endpoints.list, { query: { filter: 'cluster=i2' } });
    expect([total, results[0]?.severity]).toStrictEqual([1, 'high']);
    const { history } = await admin.call(violations.endpoints.get, { params: { id: results[0]?.id ?? '' } });
    expect(history.map(({ event, detail }) => `${event}: ${detail}`).reverse()).toStrictEqual([
      'opened: it runs privileged',
      'updated: worse',
      'accepted: it runs privileged',
      'reopened: it runs privileged',
      'resolved: it runs privileged',
      'reopened: it runs privileged',
    ]);
  });

  test('count where they are: workloads know their violations', async () => {
    const sensor = await joinCluster(await join(), 'i3');
    const faults = (['low', 'high', 'high'] as const).map((severity, index) =>
      buildViolation({ cluster: 'i3', name: 'web' }, { severity, container: `c${index}` }),
    );
    await sensor.store([...faults, buildWorkload({ name: 'web' }), buildWorkload({ name: 'quiet' })]);
    const count = async (): Promise<unknown[]> => {
      const page = await admin.call(workloads.endpoints.list, { query: { filter: 'cluster=i3', sort: '-violations' } });
      return page.results.map(({ name, violations: counts }) => [name, counts['low'], counts['high']]);
    };
    expect(await count()).toStrictEqual([
      ['web', 1, 2],
      ['quiet', 0, 0],
    ]);
    await sensor.store(faults.slice(0, 2).map(remove));
    expect(await count()).toStrictEqual([
      ['web', 0, 1],
      ['quiet', 0, 0],
    ]);
  });

  test('of a batch count by their last word', async () => {
    const sensor = await joinCluster(await join(), 'i4');
    const workload = buildWorkload({ name: 'web' });
    await sensor.store([workload, remove(workload), buildWorkload({ name: 'web' }, { owner: 'last' }, 'h2')]);
    const { results } = await admin.call(workloads.endpoints.list, { query: { filter: 'cluster=i4' } });
    expect(results.map(({ owner }) => owner)).toStrictEqual(['last']);
  });

  test('with text that no database holds are stored all the same', async () => {
    const sensor = await joinCluster(await join(), 'i5');
    const odd = buildObject({ name: 'web' }, { text: 'a\0b\ud800c', '\0key': [1, '\\u0000'] });
    await sensor.store([odd, buildWorkload({ name: 'web' }, { owner: 'x\0y' })]);
    const { results } = await admin.call(workloads.endpoints.list, { query: { filter: 'cluster=i5' } });
    expect(results[0]?.owner).toBe('x\uFFFDy');
    const { object } = await admin.call(workloads.endpoints.get, { params: { id: results[0]?.id ?? '' } });
    expect(object).toMatchObject({ text: 'a\uFFFDb\uFFFDc', '\uFFFDkey': [1, '\\u0000'] });
  });

  test('that the database refuses end the connection, with nothing of their batch stored', async () => {
    const sensor = await joinCluster(await join(), 'i6');
    const item: Item = {
      ...buildObject({ name: 'web' }),
      key: Array.from({ length: 2000 }, (_, index) => String.fromCodePoint(0x4e00 + index * 7)).join(''),
    };
    await sensor.put([buildWorkload({ name: 'web' }), item]);
    await sensor.untilClosed();
    expect(sensor.frames.at(-1)).toMatchObject({
      type: 'refused',
      code: 'frame-invalid',
      message: expect.stringMatching(/^the database refuses an item: index row/),
    });
    expect((await admin.call(workloads.endpoints.list, { query: { filter: 'cluster=i6' } })).total).toBe(0);
  });

  test('more than are acknowledged at once are stored in order', async () => {
    const sensor = await joinCluster(await join(), 'i7');
    let last = 0;
    for (let round = 0; round < 60; round++)
      last = await sensor.put([buildWorkload({ name: 'web' }, { owner: `round ${round}` }, `h${round}`)]);
    await sensor.acknowledged(last);
    const acknowledged = sensor.frames.flatMap(frame => (frame.type === 'acknowledge' ? [frame.sequence] : []));
    expect(acknowledged).toStrictEqual(Array.from({ length: 60 }, (_, index) => index + 1));
    const { results } = await admin.call(workloads.endpoints.list, { query: { filter: 'cluster=i7' } });
    expect(results[0]?.owner).toBe('round 59');
  });
});

describe('the policy set', () => {
  test('reaches every connected sensor when it changes, and only then', async () => {
    const sensor = await joinCluster(await join(), 'j1');
    const sets = () => sensor.frames.flatMap(frame => (frame.type === 'policy-set' ? [frame.set] : []));
    expect(sets()).toHaveLength(1);
    const settings = [{ scope: { namespaces: ['shop'] }, enabled: false }];
    await admin.call(policies.endpoints.setSettings, { params: { id: 'privileged-container' }, body: { settings } });
    await sensor.until(() => sets().length === 2);
    expect(sets()[1]).toStrictEqual({
      revision: (sets()[0]?.revision ?? 0) + 1,
      preset: 'recommended',
      policies: [],
      settings: [{ policy: 'privileged-container', scope: { namespaces: ['shop'] }, enabled: false }],
      exceptions: [],
    });
  });

  test('says what is done about violations to sensors that know such settings, and nothing of it to others', async () => {
    const settings = [
      { scope: {}, enforcement: { deploy: 'deny' } as const },
      { scope: { clusters: ['j3'] }, enabled: true, enforcement: { deploy: 'inform' } as const },
    ];
    await admin.call(policies.endpoints.setSettings, { params: { id: 'privileged-container' }, body: { settings } });
    const old = await joinCluster(await join(), 'j2');
    const sensor = await joinCluster(await join(), 'j3', { capabilities: [KNOWS_ENFORCEMENT] });
    const read = ({ frames }: TestSensor) => frames.flatMap(frame => (frame.type === 'policy-set' ? frame.set.settings : []));
    const told = read(sensor).toSorted((a, b) => (a.scope.clusters ?? []).length - (b.scope.clusters ?? []).length);
    expect(told).toStrictEqual(settings.map(setting => ({ policy: 'privileged-container', ...setting })));
    expect(read(old)).toStrictEqual([{ policy: 'privileged-container', scope: { clusters: ['j3'] }, enabled: true }]);
    await admin.call(policies.endpoints.setSettings, { params: { id: 'privileged-container' }, body: { settings: [] } });
  });
});

test('status says how a sensor is', async () => {
  const sensor = await joinCluster(await join(), 'k1');
  await sensor.sync();
  const spool = { items: 1, bytes: 2, dropped: 3 };
  await sensor.send({ type: 'status', time: new Date().toISOString(), revision: 7, objects: 9, spool, memory: 1 });
  await sensor.sync();
  const read = () => admin.call(clusters.endpoints.get, { params: { id: 'k1' } });
  expect(await read()).toMatchObject({ state: 'connected', policyRevision: 7, spool });
  sensor.close();
  await expect.poll(async () => (await read()).state).toBe('away');
});

async function need(outcome: ReturnType<typeof enrol>): Promise<Enrolled> {
  const { enrolled, body } = await outcome;
  if (enrolled === undefined) throw new Error(JSON.stringify(body));
  return enrolled;
}
