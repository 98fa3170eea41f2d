import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLog } from '@breakwater/daemon';
import { afterAll, describe, expect, test } from 'vitest';
import { createDataFolder } from '../testing/data-folder.ts';
import { killDatabase } from '../testing/kill-database.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { openDatabase } from './open-database.ts';

const log = createLog('silent');
const folder = createDataFolder();
const dataDir = folder.path;
afterAll(folder.remove);

describe('an embedded PostgreSQL', () => {
  test('keeps its data, refuses a second owner, and finds what a crash left', async () => {
    const first = await openDatabase({ dataDir, log });
    await first.pool.query('CREATE TABLE kept (id integer PRIMARY KEY)');
    await expect(startEmbeddedPostgres({ dataDir, log })).rejects.toMatchObject({
      code: 'data-folder-in-use',
      message: `another breakwater process uses the data folder ${dataDir}; stop it, or name another folder`,
    });
    const { rows } = await first.pool.query(
      "SELECT setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'listen_addresses', 'synchronous_commit') ORDER BY name",
    );
    expect(rows.map(({ setting }) => setting)).toStrictEqual(['on', 'on', '', 'on']);
    await first.close();
    // A file of a process that is gone, whose number somebody else has now.
    writeFileSync(join(dataDir, 'postgres/data/postmaster.pid'), `${process.pid}\n${join(dataDir, 'postgres/data')}\n`);
    const second = await openDatabase({ dataDir, log });
    expect((await second.pool.query('SELECT * FROM kept')).rows).toStrictEqual([]);
    await second.close();
  });

  test('loses nothing that was acknowledged, killed while it writes', async () => {
    const database = await openDatabase({ dataDir, log });
    const acknowledged: number[] = [];
    let isWriting = true;
    let next = 1;
    const write = async (): Promise<void> => {
      while (isWriting) {
        const id = next++;
        try {
          await database.pool.query('INSERT INTO kept VALUES ($1)', [id]);
          acknowledged.push(id);
        } catch {
          await sleep(20);
        }
      }
    };
    const writers = Array.from({ length: 4 }, write);
    for (let kill = 0; kill < 5; kill++) {
      const before = acknowledged.length;
      await expect.poll(() => acknowledged.length).toBeGreaterThan(before + 50);
      killDatabase(database.pid);
    }
    const before = acknowledged.length;
    await expect.poll(() => acknowledged.length).toBeGreaterThan(before + 50);
    isWriting = false;
    await Promise.all(writers);
    const { rows } = await database.pool.query<{ id: number }>('SELECT id FROM kept');
    const stored = new Set(rows.map(({ id }) => id));
    expect(acknowledged.filter(id => !stored.has(id))).toStrictEqual([]);
    await database.close();
  });

  test('outlives the process that started it, and the next one takes over', async () => {
    const script = `
      const { openDatabase } = await import(${JSON.stringify(new URL('open-database.ts', import.meta.url).href)});
      const { createLog } = await import('@breakwater/daemon');
      const database = await openDatabase({ dataDir: ${JSON.stringify(dataDir)}, log: createLog('silent') });
      await database.pool.query('INSERT INTO kept VALUES (-1)');
      console.log(database.pid());`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { cwd: import.meta.dirname });
    const [output] = (await once(child.stdout, 'data')) as [Buffer];
    child.kill('SIGKILL');
    await once(child, 'exit');
    const orphan = Number(output.toString());
    expect(process.kill(orphan, 0)).toBe(true);
    const database = await openDatabase({ dataDir, log });
    expect((await database.pool.query('SELECT id FROM kept WHERE id = -1')).rows).toStrictEqual([{ id: -1 }]);
    expect(database.pid()).not.toBe(orphan);
    expect(() => process.kill(orphan, 0)).toThrow('ESRCH');
    await database.close();
  });

  test('does not open the data of another major version', async () => {
    writeFileSync(join(dataDir, 'postgres/data/PG_VERSION'), '17\n');
    await expect(openDatabase({ dataDir, log })).rejects.toMatchObject({
      code: 'data-folder-version',
      message: `the data in ${dataDir}/postgres/data is of PostgreSQL 17, this release brings 18; dump and restore it, or use an empty data folder`,
    });
  });

  test('that cannot be reached is said so', async () => {
    await expect(openDatabase({ url: 'postgresql://127.0.0.1:1/none', dataDir, log })).rejects.toMatchObject({
      code: 'database-unreachable',
      message: 'the database cannot be reached: connect ECONNREFUSED 127.0.0.1:1',
    });
  });
});
