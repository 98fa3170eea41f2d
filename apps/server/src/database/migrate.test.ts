import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createLog } from '@breakwater/daemon';
import { Client, type ClientConfig } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDataFolder } from '../testing/data-folder.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { migrate } from './migrate.ts';
import type { Migration } from './migration.ts';
import { MIGRATIONS } from './migrations.ts';

const log = createLog('silent');
const folder = createDataFolder();
const dataDir = folder.path;
let postgres: EmbeddedPostgres;
let databases = 0;

beforeAll(async () => {
  postgres = await startEmbeddedPostgres({ dataDir, log });
});
afterAll(async () => {
  await postgres.stop();
  folder.remove();
});

/** A client of a new, empty database. */
async function openEmpty(): Promise<{ client: Client; config: ClientConfig }> {
  const name = `d${databases++}`;
  const maker = new Client(postgres.connection);
  await maker.connect();
  await maker.query(`CREATE DATABASE ${name}`);
  await maker.end();
  const config = { ...postgres.connection, database: name };
  const client = new Client(config);
  await client.connect();
  return { client, config };
}

async function readSchema(client: Client): Promise<readonly unknown[]> {
  const { rows } = await client.query(`
    SELECT table_name, column_name, data_type, is_nullable, column_default, NULL AS definition FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT tablename, indexname, NULL, NULL, NULL, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT conrelid::regclass::text, conname, contype::text, NULL, NULL, pg_get_constraintdef(oid) FROM pg_constraint
      WHERE connamespace = 'public'::regnamespace
    ORDER BY 1, 2, 6`);
  return rows;
}

test('the schema is the same at once and step by step', async () => {
  const [whole, steps] = [await openEmpty(), await openEmpty()];
  expect(await migrate(whole.client, MIGRATIONS, log)).toStrictEqual(MIGRATIONS.map(({ id }) => id));
  for (let count = 1; count <= MIGRATIONS.length; count++) {
    expect(await migrate(steps.client, MIGRATIONS.slice(0, count), log)).toStrictEqual([MIGRATIONS[count - 1]?.id]);
  }
  const schema = await readSchema(whole.client);
  expect(schema.length).toBeGreaterThan(150);
  expect(await readSchema(steps.client)).toStrictEqual(schema);
  await Promise.all([whole.client.end(), steps.client.end()]);
});

test('servers that start at once do each step once', async () => {
  const { client, config } = await openEmpty();
  const clients = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const other = new Client(config);
      await other.connect();
      return other;
    }),
  );
  const ran = await Promise.all(clients.map(other => migrate(other, MIGRATIONS, log)));
  expect(ran.flat().sort()).toStrictEqual(MIGRATIONS.map(({ id }) => id));
  await Promise.all([client, ...clients].map(other => other.end()));
});

const one: Migration = { id: '0001-one', sql: 'CREATE TABLE one (id integer)' };
const two: Migration = { id: '0002-two', sql: 'CREATE TABLE two (id integer)' };

test('a step that was changed afterwards is refused', async () => {
  const { client } = await openEmpty();
  await migrate(client, [one], log);
  await expect(migrate(client, [{ ...one, sql: 'CREATE TABLE other (id integer)' }], log)).rejects.toMatchObject({
    code: 'migration-changed',
    message: 'schema step 0001-one is not the one that the database has had; steps are never changed',
  });
  await client.end();
});

test('a server works on the schema of its successor', async () => {
  const { client } = await openEmpty();
  await migrate(client, [one, two], log);
  expect(await migrate(client, [one], log)).toStrictEqual([]);
  await client.end();
});

test('a step in between that is not known is refused', async () => {
  const { client } = await openEmpty();
  await migrate(client, [one], log);
  await expect(migrate(client, [two], log)).rejects.toMatchObject({
    code: 'migration-unknown',
    message: 'the database has had schema step 0001-one, which this release lacks',
  });
  await client.end();
});

test('a step that fails leaves nothing behind', async () => {
  const { client } = await openEmpty();
  const broken: Migration = { id: '0002-broken', sql: 'CREATE TABLE half (id integer); SELECT nonsense' };
  await expect(migrate(client, [one, broken], log)).rejects.toMatchObject({
    code: 'migration-failed',
    message: 'schema step 0002-broken failed: column "nonsense" does not exist',
  });
  expect((await client.query("SELECT to_regclass('half') AS half, to_regclass('one')::text AS one")).rows).toStrictEqual([
    { half: null, one: 'one' },
  ]);
  await client.end();
});

test('every file of the folder is a step, in order', () => {
  const files = readdirSync(join(import.meta.dirname, 'migrations')).map(name => name.replace(/\.ts$/, ''));
  expect(MIGRATIONS.map(({ id }) => id)).toStrictEqual(files.sort());
});
