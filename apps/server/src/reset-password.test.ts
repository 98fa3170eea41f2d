import { audit, session } from '@breakwater/api';
import { createLog } from '@breakwater/daemon';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { resetPassword } from './reset-password.ts';
import { logIn, startTestServer, type TestServer } from './testing/test-server.ts';

let running: TestServer;
beforeAll(async () => {
  running = await startTestServer();
});
afterAll(() => running.close());

const log = createLog('silent');

test('refuses while a server uses the folder', async () => {
  await expect(resetPassword({ dataDir: running.dataDir, log }, 'admin')).rejects.toMatchObject({ code: 'data-folder-in-use' });
});

test('gives a password that only opens the change of it; the record says how it came', async () => {
  await running.server.close();
  expect(await resetPassword({ dataDir: running.dataDir, log }, 'nobody')).toStrictEqual({ administrators: ['admin'] });
  const outcome = await resetPassword({ dataDir: running.dataDir, log }, ' Admin ');
  const password = 'password' in outcome ? outcome.password : '';
  await running.restart();
  const admin = await logIn(running.server.url, 'admin', password);
  expect(await admin.call(session.endpoints.get, {})).toMatchObject({ passwordReset: true });
  await expect(admin.call(audit.endpoints.list, { query: {} })).rejects.toMatchObject({
    code: 'password-reset',
    message: 'The password was reset by somebody else.',
    hint: 'Change it first: PUT /api/v1/session/password.',
  });
  await admin.call(session.endpoints.changePassword, { body: { current: password, next: 'a better one of my own' } });
  const { results } = await admin.call(audit.endpoints.list, { query: { filter: 'action=users.resetPassword' } });
  expect(results).toMatchObject([{ actor: 'command line', object: 'admin', status: 200 }]);
});
