import { createLog } from '@breakwater/daemon';
import type { Event } from '@breakwater/model';
import { expect, test, vi } from 'vitest';
import { AgentError } from '../errors.ts';
import { deliverEvents } from './deliver-events.ts';
import { formatEvent } from './format-event.ts';
import { Outbox } from './outbox.ts';
import { printEvents } from './print-events.ts';

const toEvent = (id: string): Event => ({ id, time: '', type: 'process-exit', cluster: '', node: 'n' });
const idsOf = (events: readonly { readonly text: string }[]) => events.map(({ text }) => (JSON.parse(text) as Event).id);
const WORD = { node: 'n', bootId: 'b', version: '1', since: '', capabilities: [], problems: [] };

test('an event is written as JSON has it', () => {
  const ancestor = { id: 'a', exe: '/bin/"sh"', argv: ['sh\n'], uid: 0 };
  const by = { id: 'p', exe: '', argv: [], argvTruncated: false, uid: 0, ancestors: [ancestor, ancestor] };
  for (const event of [toEvent('x'), { ...toEvent('y'), process: by }, { ...toEvent('z'), process: { ...by, ancestors: [] } }])
    expect(JSON.parse(formatEvent(event))).toStrictEqual(event);
});

test('what waits is bounded: the oldest go, and are counted', () => {
  const outbox = new Outbox(Buffer.byteLength(JSON.stringify(toEvent('0'))) * 3);
  for (const id of '012345') outbox.add(toEvent(id));
  expect([outbox.dropped, outbox.size, idsOf(outbox.take(2, 1e6)), idsOf(outbox.take(9, 1)), outbox.size]).toStrictEqual([
    3,
    3,
    ['3', '4'],
    ['5'],
    0,
  ]);
});

test('a batch that was not taken is sent again, the same and first', async () => {
  const outbox = new Outbox();
  const sent: (readonly string[])[] = [];
  let fails = 2;
  const stop = deliverEvents({
    outbox,
    describe: () => WORD,
    log: createLog('silent'),
    send: async (_, events) => {
      sent.push(idsOf(events));
      outbox.add(toEvent(`later-${sent.length}`));
      if (fails-- > 0) throw new AgentError('sensor-unreachable', 'away');
      return { taken: events.length, refused: [] };
    },
  });
  outbox.add(toEvent('a'));
  outbox.add(toEvent('b'));
  await vi.waitFor(() => expect(sent.length).toBeGreaterThan(3), 5000);
  await stop();
  expect(sent.slice(0, 4)).toStrictEqual([
    ['a', 'b'],
    ['a', 'b'],
    ['a', 'b'],
    ['later-1', 'later-2', 'later-3'],
  ]);
});

test('events are printed a line each, also those that wait at the end', async () => {
  const outbox = new Outbox();
  const out: string[] = [];
  outbox.add(toEvent('a'));
  outbox.add(toEvent('line\nbreak'));
  await printEvents(outbox, async text => void out.push(text))();
  expect(
    out
      .join('')
      .trimEnd()
      .split('\n')
      .map(line => (JSON.parse(line) as Event).id),
  ).toStrictEqual(['a', 'line\nbreak']);
});
