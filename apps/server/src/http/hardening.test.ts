import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { audit, type Client, session, users, violations } from '@breakwater/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { logIn, startTestServer, type TestServer, withoutLogin, withToken } from '../testing/test-server.ts';

let running: TestServer;
let admin: Client;
const consoleDir = mkdtempSync(join(tmpdir(), 'breakwater-console-'));

beforeAll(async () => {
  mkdirSync(join(consoleDir, 'assets'));
  writeFileSync(join(consoleDir, 'index.html'), '<!doctype html><title>console</title>');
  writeFileSync(join(consoleDir, 'assets/app-1234.js'), 'export {};');
  running = await startTestServer({ consoleDir });
  admin = running.admin;
});
afterAll(async () => {
  await running.close();
  rmSync(consoleDir, { recursive: true, force: true });
});

async function send(path: string, init: RequestInit = {}): Promise<{ status: number; body: unknown; headers: Headers }> {
  const answer = await fetch(running.server.url + path, init);
  const text = await answer.text();
  return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : text, headers: answer.headers };
}

const json = { 'content-type': 'application/json', 'x-breakwater-request': '1' };

describe('requests that nobody should send', () => {
  test.each([
    [
      'without the header that other sites cannot send',
      { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' },
      403,
      {
        code: 'csrf-header-missing',
        message: "The header 'x-breakwater-request' is missing.",
        hint: 'Send it with any value; other sites cannot.',
      },
    ],
    [
      'that are no JSON',
      { method: 'POST', headers: json, body: '{' },
      400,
      { code: 'bad-request', message: 'The body is not valid JSON.' },
    ],
    [
      'of another type',
      { method: 'POST', headers: { ...json, 'content-type': 'text/xml' }, body: '<a/>' },
      400,
      { code: 'bad-request', message: 'The body is not JSON: send it with the content type application/json.' },
    ],
    [
      'that are too large',
      { method: 'POST', headers: json, body: JSON.stringify({ name: 'x'.repeat(300_000) }) },
      413,
      { code: 'too-large', message: 'The body is larger than the server takes.' },
    ],
    [
      'with a key that is misspelt',
      { method: 'POST', headers: json, body: '{"nam":"a","password":"b"}' },
      400,
      { code: 'unknown-field', message: "body.nam: 'nam' is not a known key; did you mean 'name'?" },
    ],
    [
      'with a token that is none',
      { method: 'GET', headers: { authorization: 'Bearer bw_wrong' } },
      401,
      { code: 'unauthenticated', message: 'The API token is not known, or it has ended.', hint: "Send 'authorization: Bearer bw_…'." },
    ],
    [
      'with a cookie that is none',
      { method: 'GET', headers: { cookie: 'breakwater_session=wrong' } },
      401,
      { code: 'unauthenticated', message: 'Nobody is logged in.', hint: 'Log in, or send an API token as a bearer.' },
    ],
  ])('%s', async (_, init, status, error) => {
    expect(await send('/api/v1/session', init)).toMatchObject({ status, body: { error } });
  });

  test('for what is not there', async () => {
    expect(await send('/api/v1/sesion')).toMatchObject({
      status: 404,
      body: {
        error: { code: 'not-found', message: 'There is nothing at /api/v1/sesion.', hint: 'The contract is at /api/v1/openapi.json.' },
      },
    });
  });

  test.each([
    [{ filte: 'a' }, "query: there is no 'filte'.", "Did you mean 'filter'?"],
    [{ filter: 'severty>=high' }, "filter: there is no field 'severty'; did you mean 'severity'?", undefined],
    [
      { filter: 'severity>=hih' },
      "filter: 'hih' is no value of 'severity': it takes info, low, medium, high, critical; did you mean 'high'?",
      undefined,
    ],
    [
      { sort: 'messag' },
      "sort: it cannot be sorted by 'messag'; possible are severity, policy, cluster, namespace, name, owner, openedAt.",
      undefined,
    ],
    [{ cursor: 'nonsense' }, 'The cursor is not one that this list gave.', 'Ask for the first page, without a cursor.'],
    [{ limit: 501 }, 'query.limit: must be <= 500', undefined],
  ])('a list asked for with %j', async (query, message, hint) => {
    await expect(admin.call(violations.endpoints.list, { query: query as never })).rejects.toMatchObject({ message, hint });
  });

  test('a cursor that somebody changed', async () => {
    const cursor = Buffer.from(JSON.stringify(['-severity', 'x', 'y'])).toString('base64url');
    await expect(admin.call(violations.endpoints.list, { query: { cursor } })).rejects.toMatchObject({
      code: 'bad-request',
      message: 'A value in the request is none that the server can use.',
    });
  });
});

describe('the console', () => {
  test('is one page for every path, never kept', async () => {
    for (const path of ['/', '/violations?filter=severity>=high']) {
      const { status, body, headers } = await send(path, { headers: { accept: 'text/html' } });
      expect([status, body, headers.get('cache-control')]).toStrictEqual([200, '<!doctype html><title>console</title>', 'no-cache']);
    }
  });

  test('keeps what is named by its content', async () => {
    const { headers } = await send('/assets/app-1234.js');
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  test('may load only what is its own, and may not be framed', async () => {
    const { headers } = await send('/', { headers: { accept: 'text/html' } });
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;font-src 'self';connect-src 'self';worker-src 'self';manifest-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'",
    );
    expect([headers.get('x-content-type-options'), headers.get('referrer-policy')]).toStrictEqual(['nosniff', 'no-referrer']);
  });

  test('does not hide what is outside of its folder', async () => {
    expect((await send('/..%2f..%2fetc/passwd')).status).toBe(404);
  });
});

describe('health', () => {
  test('answers without login', async () => {
    expect(await send('/healthz')).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await send('/readyz')).toMatchObject({ status: 200, body: { status: 'ok' } });
  });
});

describe('logging in', () => {
  test('sets a cookie that scripts cannot read and other sites do not send', async () => {
    const { user, password } = await admin.call(users.endpoints.create, { body: { name: 'Kim ', role: 'viewer', scope: {} } });
    expect(user).toMatchObject({ name: 'kim', role: 'viewer', scope: {} });
    const body = JSON.stringify({ name: 'KIM', password });
    const { headers, body: me } = await send('/api/v1/session', { method: 'POST', headers: json, body });
    expect(headers.getSetCookie()).toStrictEqual([
      expect.stringMatching(/^breakwater_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/),
    ]);
    expect(me).toMatchObject({
      name: 'kim',
      permissions: ['public', 'self', 'view', 'request-exception', 'request-response'],
      mustChangePassword: true,
    });
  });

  test('ends with the session, and with a new password all others end', async () => {
    const { password } = await admin.call(users.endpoints.create, { body: { name: 'lee', role: 'viewer', scope: {} } });
    const [one, two] = [await logIn(running.server.url, 'lee', password), await logIn(running.server.url, 'lee', password)];
    await one.call(session.endpoints.changePassword, { body: { current: password, next: 'a better password' } });
    await expect(two.call(session.endpoints.get, {})).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await one.call(session.endpoints.get, {})).toMatchObject({ name: 'lee', mustChangePassword: false });
    await one.call(session.endpoints.delete, {});
    await expect(one.call(session.endpoints.get, {})).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test('waits after failures, and says as little of an unknown name as of a wrong password', async () => {
    const stranger = withoutLogin(running.server.url);
    const attempt = () => stranger.call(session.endpoints.create, { body: { name: 'nobody', password: 'guess' } });
    for (let count = 0; count < 5; count++) {
      await expect(attempt()).rejects.toMatchObject({ code: 'wrong-credentials', message: 'Name or password is wrong.' });
    }
    await expect(attempt()).rejects.toMatchObject({ code: 'too-many-requests', message: 'Too many logins have failed.' });
  });
});

test('every call that changes something is recorded, without what is secret', async () => {
  const { results } = await admin.call(audit.endpoints.list, {
    query: { filter: 'action=session.changePassword|session.create', limit: 500 },
  });
  expect(results.find(({ action }) => action === 'session.changePassword')).toMatchObject({
    actor: 'lee',
    status: 204,
    object: '',
    detail: { current: '(secret)', next: '(secret)' },
  });
  expect(results.filter(({ actor, status }) => actor === 'nobody' && status === 401)).toHaveLength(5);
  expect(JSON.stringify(results)).not.toContain('guess');
});

test('a token that has ended is none', async () => {
  await expect(withToken(running.server.url, 'bw_abc').call(session.endpoints.get, {})).rejects.toMatchObject({ code: 'unauthenticated' });
});

test('an address that asks too often has to wait', async () => {
  const busy = await startTestServer({ requestsPerMinute: 20 });
  const statuses = [];
  for (let count = 0; count < 25; count++) statuses.push((await fetch(`${busy.server.url}/healthz`)).status);
  await busy.close();
  expect(statuses.filter(status => status === 429).length).toBeGreaterThan(4);
});
