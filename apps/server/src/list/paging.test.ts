import { type Client, clusters, workloads } from '@breakwater/api';
import { SEVERITIES } from '@breakwater/model';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildViolation, buildWorkload } from '../testing/items.ts';
import { joinCluster } from '../testing/test-sensor.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';

const COUNT = 57;
let running: TestServer;
let admin: Client;

/** Many equal values in every column, so that ties decide; and names that need care. */
const NAMES = ['plain', 'ünïcödé', "it's", 'a"b', '100%', 'a_b', 'A-Z', 'a,b|c'];
const rows = Array.from({ length: COUNT }, (_, index) => ({
  name: `${NAMES[index % NAMES.length]}-${index}`,
  namespace: `ns-${index % 3}`,
  owner: ['', 'team-a', 'team-b'][index % 3] ?? '',
  risk: Math.round((index % 7) * 13.37 * 100) / 100,
  exposure: (['external', 'node', 'cluster', 'none'] as const)[index % 4] ?? 'none',
  labels: { app: `app-${index % 5}`, 'app.kubernetes.io/part-of': index % 2 === 0 ? 'shop' : 'bank' },
  severity: index % 6,
}));

beforeAll(async () => {
  running = await startTestServer();
  admin = running.admin;
  const sensor = await joinCluster(await running.server.createJoinToken(), 'c1');
  await sensor.store(
    rows.flatMap(({ name, namespace, owner, risk, exposure, labels, severity: rank }) => {
      const severity = SEVERITIES[rank];
      const place = { name, namespace };
      const workload = buildWorkload(place, { owner, exposure, labels, risk: { score: risk, reasons: [] } });
      return severity === undefined ? [workload] : [workload, buildViolation(place, { severity })];
    }),
  );
});
afterAll(() => running.close());

async function readAll(query: {
  filter?: string;
  sort?: string;
  limit: number;
}): Promise<{ names: string[]; totals: Set<number>; pages: number }> {
  const names: string[] = [];
  const totals = new Set<number>();
  let pages = 0;
  for (let cursor: string | undefined = ''; cursor !== undefined; pages++) {
    const page: Awaited<ReturnType<typeof ask>> = await ask({ ...query, ...(cursor === '' ? {} : { cursor }) });
    names.push(...page.results.map(({ name }) => name));
    totals.add(page.total);
    cursor = page.next;
  }
  return { names, totals, pages };
}

function ask(query: object) {
  return admin.call(workloads.endpoints.list, { query });
}

const SORTS = ['cluster', 'namespace', 'name', 'kind', 'owner', 'risk', 'violations'].flatMap(field => [field, `-${field}`]);

test('pages of any length give every row once, in the order of the whole', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...SORTS), fc.integer({ min: 4, max: 60 }), async (sort, limit) => {
      const [paged, whole] = [await readAll({ sort, limit }), await readAll({ sort, limit: 500 })];
      expect(paged.names).toStrictEqual(whole.names);
      expect([...paged.names].sort()).toStrictEqual(rows.map(({ name }) => name).sort());
      expect([[...paged.totals], paged.pages]).toStrictEqual([[COUNT], Math.max(1, Math.ceil(COUNT / limit))]);
    }),
    { numRuns: 12 },
  );
});

test('what is added or removed between pages moves no other row', async () => {
  const first = await ask({ sort: 'name', limit: 20 });
  const sensor = await joinCluster(await running.server.createJoinToken(), 'c0');
  await sensor.store([buildWorkload({ name: '!before-all' })]);
  const second = await ask({ sort: 'name', limit: 20, cursor: first.next });
  const whole = (await readAll({ sort: 'name', limit: 500, filter: 'cluster=c1' })).names;
  expect([...first.results, ...second.results].map(({ name }) => name)).toStrictEqual(whole.slice(0, 40));
  await admin.call(clusters.endpoints.delete, { params: { id: 'c0' } });
});

describe('filters', () => {
  type Row = (typeof rows)[number];
  const cases: readonly (readonly [string, (row: Row) => boolean])[] = [
    ['namespace=ns-1', row => row.namespace === 'ns-1'],
    ['namespace=ns-1|ns-2', row => row.namespace !== 'ns-0'],
    ['namespace!=ns-1|ns-2', row => row.namespace === 'ns-0'],
    ['name~ÜNÏ', row => row.name.includes('ünï')],
    ['name~100%', row => row.name.includes('100%')],
    ['name~a_b', row => row.name.includes('a_b')],
    ['name!~plain|it', row => !row.name.includes('plain') && !row.name.includes('it')],
    ['name="a,b|c-7"', row => row.name === 'a,b|c-7'],
    ["name=it's-2", row => row.name === "it's-2"],
    ['name="a""b-3"', row => row.name === 'a"b-3'],
    ['owner=', row => row.owner === ''],
    ['risk>=40.11', row => row.risk >= 40.11],
    ['risk<13.37', row => row.risk < 13.37],
    ['exposure=external|node', row => row.exposure === 'external' || row.exposure === 'node'],
    ['exposure!=none', row => row.exposure !== 'none'],
    ['severity>=high', row => row.severity === 3 || row.severity === 4],
    ['severity=low', row => row.severity === 1],
    ['severity<medium', row => row.severity < 2 || row.severity === 5],
    ['violations>0', row => row.severity < 5],
    ['label.app=app-1|app-2', row => ['app-1', 'app-2'].includes(row.labels.app)],
    ['label.app.kubernetes.io/part-of=shop', row => row.labels['app.kubernetes.io/part-of'] === 'shop'],
    ['label.app!=app-1', row => row.labels.app !== 'app-1'],
    ['label.missing=', () => false],
    ['label.missing!=x', () => true],
    ['image~/plain', row => row.name.startsWith('plain')],
    ['image!~/plain', row => !row.name.startsWith('plain')],
    ['policy=privileged-container', row => row.severity < 5],
    ['policy!=privileged-container', row => row.severity === 5],
    ['cluster=c1', () => true],
    ['cluster!=c1', () => false],
    [
      'namespace=ns-0,severity>=high,label.app=app-0',
      row => row.namespace === 'ns-0' && [3, 4].includes(row.severity) && row.labels.app === 'app-0',
    ],
  ];
  test.each(cases)('%s', async (filter, fits) => {
    const { names } = await readAll({ filter, limit: 500, sort: 'name' });
    expect([...names].sort()).toStrictEqual(
      rows
        .filter(fits)
        .map(({ name }) => name)
        .sort(),
    );
  });

  test('never reach the database as anything but values', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), async value => {
        const filter = `name="${value.replaceAll('"', '""')}"`;
        const outcome = await ask({ filter }).then(
          page => page.total,
          (error: { code: string }) => error.code,
        );
        expect([0, 'bad-filter']).toContain(outcome);
      }),
      { numRuns: 60 },
    );
  });
});

test('a cursor belongs to its order', async () => {
  const { next } = await ask({ sort: 'name', limit: 5 });
  await expect(ask({ sort: '-name', limit: 5, cursor: next })).rejects.toMatchObject({
    code: 'bad-cursor',
    message: "The cursor belongs to the order 'name', not to '-name'.",
    hint: 'Keep the sort of the first page.',
  });
});
