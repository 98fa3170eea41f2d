import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { createLog } from '@breakwater/daemon';
import { afterAll, expect, test } from 'vitest';
import type { ServerOptions } from '../../options.ts';
import { startServer } from '../../start-server.ts';
import { createDataFolder } from '../../testing/data-folder.ts';
import { logIn } from '../../testing/test-server.ts';

const folder = createDataFolder();
afterAll(folder.remove);

const options: ServerOptions = {
  version: '0',
  log: createLog('silent'),
  dataDir: folder.path,
  host: '127.0.0.1',
  port: 0,
  sensorPort: 0,
};

test('the first password is told when everything runs, again until somebody has logged in, and then no more', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise(resolve => taken.once('listening', resolve));
  await expect(startServer({ ...options, port: (taken.address() as AddressInfo).port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  taken.close();

  const first = await startServer(options);
  const lost = first.firstPassword ?? '';
  expect(lost).toMatch(/^\w{20}$/);
  await first.close();

  const second = await startServer(options);
  const password = second.firstPassword ?? '';
  await expect(logIn(second.url, 'admin', lost)).rejects.toMatchObject({ code: 'wrong-credentials' });
  await logIn(second.url, 'admin', password);
  await second.close();

  const third = await startServer(options);
  expect(third.firstPassword).toBeUndefined();
  await logIn(third.url, 'admin', password);
  await third.close();
});
