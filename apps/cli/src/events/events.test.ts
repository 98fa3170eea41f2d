import { type Client, createClient } from '@breakwater/api';
import { expect, test } from 'vitest';
import { UsageError } from '../command.ts';
import { run } from '../testing/terminal.ts';
import { readEventFilter, toFilter } from './event-options.ts';
import { EventFollower } from './follow-events.ts';

const NOW = Date.parse('2026-12-01T12:00:00Z');

test.each<[Readonly<Record<string, unknown>>, string]>([
  [{}, ''],
  [{ filter: 'type=dns', since: '15m' }, 'type=dns,time>=2026-12-01T11:45:00.000Z'],
  [{ since: '2026-11-30T00:00:00Z', until: '2h' }, 'time>=2026-11-30T00:00:00.000Z,time<2026-12-01T10:00:00.000Z'],
  [{ filter: 'subject="a,b"' }, 'subject="a,b"'],
])('%j is %s', (options, expected) => {
  expect(toFilter(readEventFilter({ options }, NOW)).filter ?? '').toBe(expected);
});

test.each<[Readonly<Record<string, unknown>>, string]>([
  [{ filter: 'typ=dns' }, "--filter: there is no field 'typ'; did you mean 'type'?"],
  [{ since: 'yesterday' }, "--since takes a time, as 2026-12-01T08:00:00Z or 15m, not 'yesterday'"],
])('%j is refused', (options, message) => {
  expect(() => readEventFilter({ options }, NOW)).toThrow(new UsageError(message));
});

interface Told {
  readonly id: string;
  readonly time: string;
}

/** A server that has some events, and gives two a page. */
function serve(events: readonly Told[]): { readonly client: Client; readonly asked: string[] } {
  const asked: string[] = [];
  const client = createClient(async path => {
    const { searchParams } = new URL(path);
    const filter = searchParams.get('filter') ?? '';
    const from = Number(searchParams.get('cursor') ?? '0');
    asked.push(filter);
    const [, since = ''] = /time>=([^,]+)/.exec(filter) ?? [];
    const found = events.filter(({ time }) => Date.parse(time) >= Date.parse(since));
    const next = from + 2 < found.length ? { next: String(from + 2) } : {};
    return Response.json({ results: found.slice(from, from + 2), total: found.length, ...next });
  }, 'https://server.test');
  return { client, asked };
}

test('each event is told once, in order, late ones too', async () => {
  const at = (seconds: number): string => new Date(NOW + seconds * 1000).toISOString();
  const events: Told[] = [1, 2, 3].map(second => ({ id: `e${second}`, time: at(second) }));
  const { client, asked } = serve(events);
  const follower = new EventFollower(client, [{ field: 'type', operator: '=', values: ['dns'] }], NOW);
  const next = async (seconds: number) => (await follower.next(NOW + seconds * 1000)).map(({ id }) => id);
  expect(await next(5)).toStrictEqual(['e1', 'e2', 'e3']);
  events.splice(0, 0, { id: 'late', time: at(0) });
  expect(await next(30)).toStrictEqual(['late']);
  events.push({ id: 'e4', time: at(100) });
  expect(await next(101)).toStrictEqual(['e4']);
  expect(await next(103)).toStrictEqual([]);
  expect(asked.at(0)).toBe('type=dns,time>=2026-12-01T12:00:00.000Z');
  expect(asked.at(-1)).toBe('type=dns,time>=2026-12-01T12:00:41.000Z');
});

test.each([[['events', 'tail']], [['events', 'export']], [['agent', 'status']]])('%j says that it needs a server', async words => {
  expect(await run(words)).toMatchObject({
    code: 2,
    err: expect.stringContaining('a server is needed: --server names it, or BREAKWATER_URL does'),
  });
});
