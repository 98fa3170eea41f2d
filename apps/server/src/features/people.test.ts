import { type Client, exceptions, policies, session, tokens, users, violations } from '@breakwater/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildViolation } from '../testing/items.ts';
import { joinCluster } from '../testing/test-sensor.ts';
import { logIn, startTestServer, type TestServer, withToken } from '../testing/test-server.ts';

let running: TestServer;
let admin: Client;
beforeAll(async () => {
  running = await startTestServer();
  admin = running.admin;
});
afterAll(() => running.close());

const NOBODY_LEFT = { code: 'conflict', message: 'No administrator would be left.' };

describe('users', () => {
  test('the last administrator stays', async () => {
    const me = await admin.call(session.endpoints.get, {});
    await expect(admin.call(users.endpoints.update, { params: { id: me.id }, body: { role: 'viewer' } })).rejects.toMatchObject(
      NOBODY_LEFT,
    );
    await expect(admin.call(users.endpoints.delete, { params: { id: me.id } })).rejects.toMatchObject({
      message: 'Nobody removes themselves.',
    });
  });

  test('are added once, changed, and gone with their sessions and tokens', async () => {
    const { user, password } = await admin.call(users.endpoints.create, { body: { name: 'ann', role: 'admin', scope: {} } });
    await expect(admin.call(users.endpoints.create, { body: { name: 'ANN', role: 'viewer', scope: {} } })).rejects.toMatchObject({
      code: 'conflict',
      message: "There is a user 'ann' already.",
    });
    const ann = await logIn(running.server.url, 'ann', password);
    const { secret } = await ann.call(tokens.endpoints.create, { body: { name: 'of ann', role: 'admin', scope: {}, days: 1 } });
    const token = withToken(running.server.url, secret);
    expect((await token.call(session.endpoints.get, {})).name).toBe('token of ann');
    await admin.call(users.endpoints.update, { params: { id: user.id }, body: { role: 'viewer', scope: { namespaces: ['shop'] } } });
    expect(await ann.call(session.endpoints.get, {})).toMatchObject({ role: 'viewer', scope: { namespaces: ['shop'] } });
    await admin.call(users.endpoints.delete, { params: { id: user.id } });
    for (const client of [ann, token])
      await expect(client.call(session.endpoints.get, {})).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test('get another password from an administrator: sessions end, and nothing works before it is changed; tokens stay', async () => {
    const { user, password } = await admin.call(users.endpoints.create, { body: { name: 'cy', role: 'admin', scope: {} } });
    const cy = await logIn(running.server.url, 'cy', password);
    const { secret } = await cy.call(tokens.endpoints.create, { body: { name: 'of cy', role: 'viewer', scope: {}, days: 1 } });
    const reset = await admin.call(users.endpoints.resetPassword, { params: { id: user.id } });
    expect(reset.user.name).toBe('cy');
    await expect(cy.call(session.endpoints.get, {})).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(logIn(running.server.url, 'cy', password)).rejects.toMatchObject({ code: 'wrong-credentials' });
    const again = await logIn(running.server.url, 'cy', reset.password);
    expect(await again.call(session.endpoints.get, {})).toMatchObject({ passwordReset: true, mustChangePassword: true });
    await expect(again.call(users.endpoints.list, { query: {} })).rejects.toMatchObject({ code: 'password-reset' });
    await again.call(session.endpoints.changePassword, { body: { current: reset.password, next: 'a password of my own' } });
    expect(await again.call(session.endpoints.get, {})).toMatchObject({ passwordReset: false, mustChangePassword: false });
    await again.call(users.endpoints.list, { query: {} });
    await withToken(running.server.url, secret).call(violations.endpoints.list, { query: {} });
    await admin.call(users.endpoints.delete, { params: { id: user.id } });
  });

  test('do not reset their own: that would be a change without the current one', async () => {
    const me = await admin.call(session.endpoints.get, {});
    await expect(admin.call(users.endpoints.resetPassword, { params: { id: me.id } })).rejects.toMatchObject({
      code: 'conflict',
      message: 'Nobody resets their own password.',
    });
  });

  test.each([
    [{ role: 'admin', scope: { namespaces: ['a'] } }, 'scope: administrators see everything.'],
    [{ role: 'viewer', scope: { labels: { a: 'b' } } }, 'scope.labels: what a person sees is limited by clusters and namespaces.'],
    [{ role: 'viewer', scope: { namespace: ['a'] } }, "body.scope.namespace: 'namespace' is not a known key; did you mean 'namespaces'?"],
  ] as const)('with %j are refused', async (body, message) => {
    await expect(admin.call(users.endpoints.create, { body: { name: 'x', ...body } as never })).rejects.toMatchObject({ message });
  });
});

describe('tokens', () => {
  test('work until they are ended, and are kept as a hash only', async () => {
    const { token, secret } = await admin.call(tokens.endpoints.create, { body: { name: 'ci', role: 'viewer', scope: {}, days: 7 } });
    expect([secret.slice(0, 3), Date.parse(token.expiresAt) - Date.parse(token.createdAt) > 6.9 * 86_400_000]).toStrictEqual(['bw_', true]);
    const client = withToken(running.server.url, secret);
    await client.call(violations.endpoints.list, { query: {} });
    const { results } = await admin.call(tokens.endpoints.list, { query: { filter: 'name=ci' } });
    expect(results).toStrictEqual([{ ...token, lastUsedAt: expect.any(String) }]);
    await admin.call(tokens.endpoints.delete, { params: { id: token.id } });
    await expect(client.call(session.endpoints.get, {})).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});

describe('exceptions', () => {
  const request = (client: Client, change: object = {}) =>
    client.call(exceptions.endpoints.request, { body: { target: 'privileged-container', scope: {}, reason: 'legacy', ...change } });
  const approve = (client: Client, id: string) => client.call(exceptions.endpoints.approve, { params: { id }, body: { comment: 'fine' } });

  test('of the only administrator are approved by themselves, which is recorded', async () => {
    const { id } = await request(admin);
    expect(await approve(admin, id)).toMatchObject({
      state: 'approved',
      selfApproved: true,
      decision: 'fine',
      exception: { requester: 'admin', approver: 'admin' },
    });
    await admin.call(exceptions.endpoints.end, { params: { id }, body: { comment: 'over' } });
  });

  test('are approved by another person, not through a token of one’s own either, reach the sensors and end', async () => {
    const { password, user } = await admin.call(users.endpoints.create, { body: { name: 'bea', role: 'admin', scope: {} } });
    const bea = await logIn(running.server.url, 'bea', password);
    const sensor = await joinCluster(await running.server.createJoinToken(), 'c1');
    const sets = () => sensor.frames.flatMap(frame => (frame.type === 'policy-set' ? [frame.set] : []));
    const { id } = await request(admin, { expiry: '2999-12-31' });
    const { secret } = await admin.call(tokens.endpoints.create, { body: { name: 't', role: 'admin', scope: {}, days: 1 } });
    for (const client of [admin, withToken(running.server.url, secret)]) {
      await expect(approve(client, id)).rejects.toMatchObject({ code: 'forbidden', message: 'Nobody approves what they asked for.' });
    }
    expect(sets().at(-1)?.exceptions).toStrictEqual([]);
    expect(await approve(bea, id)).toMatchObject({ state: 'approved', selfApproved: false, exception: { approver: 'bea' } });
    await expect(approve(bea, id)).rejects.toMatchObject({ code: 'conflict', message: "The exception is 'approved' already." });
    await sensor.until(() => sets().length === 2);
    expect(sets()[1]?.exceptions).toStrictEqual([
      {
        id,
        target: 'privileged-container',
        scope: {},
        reason: 'legacy',
        requester: 'admin',
        approver: 'bea',
        expiry: '2999-12-31T23:59:59.999Z',
      },
    ]);
    await sensor.store([buildViolation({ name: 'web' }, {}, { state: 'accepted', exception: id })]);
    expect((await admin.call(exceptions.endpoints.list, { query: { filter: 'state=approved' } })).results[0]).toMatchObject({
      id,
      violations: 1,
    });
    const shown = await bea.call(exceptions.endpoints.get, { params: { id } });
    expect([shown.violations, shown.accepted.map(({ name, state }) => `${name} ${state}`)]).toStrictEqual([1, ['web accepted']]);
    await bea.call(exceptions.endpoints.end, { params: { id }, body: { comment: 'no more' } });
    const { history } = await admin.call(exceptions.endpoints.get, { params: { id } });
    expect(history.map(({ event, by, comment }) => [event, by, comment])).toStrictEqual([
      ['ended', 'bea', 'no more'],
      ['approved', 'bea', 'fine'],
      ['requested', 'admin', 'legacy'],
    ]);
    await sensor.until(() => sets().length === 3);
    expect(sets()[2]?.exceptions).toStrictEqual([]);
    await admin.call(users.endpoints.delete, { params: { id: user.id } });
  });

  test('are found by where they may hold: one that names no place holds everywhere', async () => {
    const scopes = {
      anywhere: {},
      shop: { namespaces: ['shop'] },
      star: { namespaces: ['sh*'] },
      bar: { namespaces: ['sh_p'] },
      c1: { clusters: ['c1'] },
    };
    const ids = new Map<string, string>();
    for (const [name, scope] of Object.entries(scopes)) {
      const { id } = await request(admin, { target: 'host-network', scope });
      ids.set(id, name);
    }
    const find = async (filter: string) => {
      const { results } = await admin.call(exceptions.endpoints.list, { query: { filter: `target=host-network,${filter}` } });
      return results.map(({ id }) => ids.get(id)).sort();
    };
    expect(await find('namespace=shop')).toStrictEqual(['anywhere', 'c1', 'shop', 'star']);
    expect(await find('namespace!=shop')).toStrictEqual(['bar']);
    expect(await find('namespace=sh_p')).toStrictEqual(['anywhere', 'bar', 'c1', 'star']);
    expect(await find('cluster=other')).toStrictEqual(['anywhere', 'bar', 'shop', 'star']);
    expect(await find('cluster=c1')).toStrictEqual(['anywhere', 'bar', 'c1', 'shop', 'star']);
  });

  test('that are denied stay so', async () => {
    const { id } = await request(admin);
    expect(await admin.call(exceptions.endpoints.deny, { params: { id }, body: { comment: 'no' } })).toMatchObject({
      state: 'denied',
      decision: 'no',
    });
    await expect(approve(admin, id)).rejects.toMatchObject({ code: 'conflict' });
  });

  test.each([
    [{ target: 'privileged-contaner' }, "body.target: nothing is called 'privileged-contaner'.", "Did you mean 'privileged-container'?"],
    [{ expiry: 'tomorrow' }, "body.expiry: 'tomorrow' is no time.", 'Write 2026-11-25 or 2026-11-25T10:00:00Z.'],
    [{ expiry: '2020-01-01' }, 'body.expiry: it lies in the past.', undefined],
    [{ reason: '' }, 'body.reason: must not have fewer than 1 characters', undefined],
  ])('asked for with %j are refused', async (change, message, hint) => {
    await expect(request(admin, change)).rejects.toMatchObject({ message, hint });
  });

  test('may be about vulnerabilities', async () => {
    expect(await request(admin, { target: 'CVE-2024-3094', vexStatus: 'not_affected' })).toMatchObject({
      exception: { vexStatus: 'not_affected' },
    });
  });
});

describe('settings of policies', () => {
  const set = (settings: unknown) =>
    admin.call(policies.endpoints.setSettings, { params: { id: 'allow-list-prefix-open' }, body: { settings: settings as never } });

  test('switch a policy for all or for a part', async () => {
    expect(
      await set([
        { scope: {}, enabled: false },
        { scope: { clusters: ['c1'] }, enabled: true },
      ]),
    ).toMatchObject({
      enabled: false,
      settings: 2,
      ownSettings: [{ enabled: expect.any(Boolean) }, { enabled: expect.any(Boolean) }],
    });
    const { results } = await admin.call(policies.endpoints.list, { query: { filter: 'enabled=false,id=allow-list-prefix-open' } });
    expect(results).toHaveLength(1);
    expect(await set([])).toMatchObject({ settings: 0, ownSettings: [] });
  });

  test('say what is done about violations, everywhere or for a part', async () => {
    const settings = [
      { scope: {}, enforcement: { deploy: 'deny' } },
      { scope: { namespaces: ['shop'] }, enforcement: { deploy: 'warn' } },
    ];
    expect(await set(settings)).toMatchObject({ enforcement: { deploy: 'deny' }, ownSettings: expect.arrayContaining(settings) });
    const { results } = await admin.call(policies.endpoints.list, { query: { filter: 'enforcement=deny' } });
    expect(results.map(({ id, enforcement }) => [id, enforcement])).toStrictEqual([['allow-list-prefix-open', { deploy: 'deny' }]]);
    expect(await set([])).toMatchObject({ enforcement: {} });
  });

  test.each([
    [[{ scope: {} }], 'body.settings.0: it neither switches the policy nor sets a parameter or an enforcement'],
    [[{ scope: {}, enforcement: {} }], 'body.settings.0: it neither switches the policy nor sets a parameter or an enforcement'],
    [
      [{ scope: { images: ['a'] }, enabled: true }],
      'body.settings.0: a policy is set for clusters, namespaces, workloads, labels, not for images',
    ],
    [
      [{ scope: {}, params: { nonsense: 1 } }],
      "body.settings.0: policy 'allow-list-prefix-open' has no parameter 'nonsense'; it takes none",
    ],
    [
      [
        { scope: { clusters: ['a'] }, enabled: true },
        { scope: { clusters: ['a'] }, enabled: false },
      ],
      'body.settings.1: the same scope stands there twice',
    ],
  ])('%j are refused', async (settings, message) => {
    await expect(set(settings)).rejects.toMatchObject({ message });
  });
});
