import type { Event as RuntimeEvent } from '@breakwater/model';
import type { AgentWord, Event } from '@breakwater/protocol';
import { expect, test } from 'vitest';
import { RecentIds } from './recent-ids.ts';
import { createEventTaker } from './take-events.ts';

const AGENT: AgentWord = { node: 'n1', bootId: 'b', version: '1', since: '', capabilities: [], problems: [] };
const build = (change: Partial<RuntimeEvent> = {}): RuntimeEvent => ({
  id: 'n1/b/1',
  time: '2026-12-01T10:00:00.000000001Z',
  type: 'process-exit',
  cluster: '',
  node: 'n1',
  exit: { code: 0 },
  ...change,
});

function take(...events: readonly unknown[]) {
  const kept: Event[] = [];
  const heard: AgentWord[] = [];
  const taker = createEventTaker({
    join: async joined => joined.map(event => ({ ...event, cluster: 'c' })),
    hear: agent => heard.push(agent),
    recent: new RecentIds(),
    keep: told => kept.push(...told),
  });
  return taker({ agent: AGENT, events: [...events] }, true).then(answer => ({ answer, kept, heard }));
}

test('what an agent saw becomes an event of the cluster', async () => {
  const body = { ...build(), cluster: 'c' };
  expect(await take(build())).toStrictEqual({
    answer: { taken: 1, refused: [] },
    kept: [{ type: 'runtime', id: 'n1/b/1', time: '2026-12-01T10:00:00.000000001Z', body }],
    heard: [AGENT],
  });
});

test('an agent without events is heard of', async () => {
  expect(await take()).toStrictEqual({ answer: { taken: 0, refused: [] }, kept: [], heard: [AGENT] });
});

test.each<readonly [name: string, event: unknown, message: RegExp]>([
  ['nothing', null, /^id: /],
  ['another type', build({ type: 'shell' as RuntimeEvent['type'] }), /^body\.type: /],
  ['another node', build({ node: 'n2' }), /^node: the agent of n1 tells what happens there, and not on n2$/],
  ['an id without end', build({ id: 'x'.repeat(401) }), /^id: /],
])('%s is refused, and the others are taken', async (_, event, message) => {
  const { answer, kept } = await take(event, build());
  expect([answer.taken, kept.length, answer.refused]).toStrictEqual([1, 1, [{ index: 0, message: expect.stringMatching(message) }]]);
});

test('what arguments show of passwords is not kept', async () => {
  const process = { id: 'p', exe: '/app', argv: ['app', '--password=hunter2'], argvTruncated: false, uid: 0, ancestors: [] };
  const { kept } = await take(build({ process }));
  expect(kept[0]?.body).toMatchObject({ process: { argv: ['app', '--password=***'] } });
});

test('what an agent tells again is taken once; what could not be joined is new when it comes again', async () => {
  let isThere = false;
  const kept: string[] = [];
  const taker = createEventTaker({
    join: async events => {
      if (!isThere) throw new Error('the thread has ended');
      return events;
    },
    hear: () => undefined,
    recent: new RecentIds(),
    keep: told => void kept.push(...told.map(({ id }) => id)),
  });
  const tell = (...ids: readonly string[]) => taker({ agent: AGENT, events: ids.map(id => build({ id })) }, true);
  await expect(tell('a')).rejects.toThrow('the thread has ended');
  isThere = true;
  expect(await tell('a', 'b')).toStrictEqual({ taken: 2, refused: [] });
  expect(await tell('b', 'c')).toStrictEqual({ taken: 2, refused: [] });
  expect(kept).toStrictEqual(['a', 'b', 'c']);
});

test('the oldest of what was taken is forgotten first', () => {
  const recent = new RecentIds(2);
  for (const id of ['a', 'b', 'c']) recent.add(id);
  expect(['a', 'b', 'c'].map(id => recent.has(id))).toStrictEqual([false, true, true]);
});
