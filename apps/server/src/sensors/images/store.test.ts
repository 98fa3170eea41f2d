import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../database/open-database.ts';
import { workloads } from '../../ingest/workload/store.ts';
import { buildWorkload } from '../../testing/items.ts';
import { openTestDatabase } from '../../testing/test-database.ts';
import { toDigest } from '../../testing/test-scanner.ts';
import { listUsedImages, readImageFacts } from './store.ts';

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
  await database.pool.query("INSERT INTO cluster (id, name, type) VALUES ('c1', 'c1', 'kubernetes')");
});
afterAll(() => database.close());

async function addImage(name: string, created: string | null, content: object): Promise<void> {
  const [reference, digest] = [`r.example/${name}:1`, toDigest(name)];
  await database.pool.query(
    `INSERT INTO image (digest, reference, platform, os_id, os_version, os_name, bytes, "user", base_name, base_digest, base_method, surface,
      secret_count, package_count, layer_count, complete, output, content, catalogers, created)
    VALUES ($1, $2, '', '', '', '', 1, '', '', '', '', 1, 0, 0, 1, true, '', $3, '', $4)`,
    [digest, reference, JSON.stringify(content), created],
  );
  await database.pool.query('INSERT INTO image_reference (reference, digest) VALUES ($1, $2)', [reference, digest]);
  const client = await database.pool.connect();
  const containers = [{ name: 'main', type: 'regular' as const, image: reference, digests: [digest], settings: [], ports: [] }];
  await workloads.put(client, 'c1', [buildWorkload({ name }, { containers })]);
  client.release();
}

test('the age of an image is that of the day on which it is told, and another day is told of', async () => {
  await addImage('cart', '2026-05-01T10:00:00Z', { user: '1000', ageDays: 3 });
  await addImage('future', '2126-05-01T10:00:00Z', { user: '1000', ageDays: 0 });
  await addImage('timeless', null, { user: '1000' });
  const used = await listUsedImages(database.pool, 'c1', '');
  const read = async (now: string) =>
    (await readImageFacts(database.pool, used, [], now)).map(({ content }) => [content?.user, content?.ageDays]);
  expect([await read('2026-05-02T09:59:59Z'), await read('2026-05-11T10:00:00Z')]).toStrictEqual([
    [
      ['1000', 0],
      ['1000', 0],
      ['1000', undefined],
    ],
    [
      ['1000', 10],
      ['1000', 0],
      ['1000', undefined],
    ],
  ]);

  await database.pool.query("UPDATE image SET created = created - interval '1 day' WHERE created < now()");
  const later = await listUsedImages(database.pool, 'c1', '');
  expect(later.map(({ version }, index) => version !== used[index]?.version)).toStrictEqual([true, false, false]);
});
