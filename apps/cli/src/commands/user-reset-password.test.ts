import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { run } from '../testing/terminal.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'breakwater-'));
  vi.stubEnv('DATABASE_URL', '');
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test('a wrong folder does not become an empty database', async () => {
  expect(await run(['user', 'reset-password', 'admin', '--data', folder])).toStrictEqual({
    code: 2,
    out: '',
    err: `error: there is no database in ${folder}; name the data folder with --data, or set DATABASE_URL\n`,
  });
});

test('a database that is away is no fault of the program', async () => {
  vi.stubEnv('DATABASE_URL', 'postgres://nobody@127.0.0.1:1/none');
  const { code, out, err } = await run(['user', 'reset-password', 'admin']);
  expect([code, out]).toStrictEqual([2, '']);
  expect(err).toMatch(/^error: the database cannot be reached: /);
  vi.stubEnv('DATABASE_URL', '');
});
