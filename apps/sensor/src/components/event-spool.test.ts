import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Event } from '@breakwater/protocol';
import { expect, it, onTestFinished } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import { RESERVE } from './disk.ts';
import { EventSender } from './event-sender.ts';
import { EventSpool, type EventSpoolOptions } from './event-spool.ts';

function open(options: Partial<EventSpoolOptions> = {}): EventSpool {
  const onDamage = (message: string): never => {
    throw new Error(message);
  };
  const spool = EventSpool.open({ folder: createFolder(), bytes: 1_000_000, onDamage, measureRoom: () => 1e9, ...options });
  onTestFinished(() => {
    try {
      spool.close();
    } catch {
      // The test closed it.
    }
  });
  return spool;
}

/** What the spool is about is the way, not the body. */
const event = (id: string, note = ''): Event =>
  ({ type: 'admission', id, time: '2026-12-01T00:00:00Z', body: { note } }) as unknown as Event;
const listIds = (spool: EventSpool): readonly string[] => spool.listAfter(0, 1000, 1e9).map(({ text }) => (JSON.parse(text) as Event).id);

it('keeps events in order over a restart, and deletes what is acknowledged', () => {
  const folder = createFolder();
  const first = open({ folder });
  first.add([event('a'), event('b')]);
  first.add([event('c')]);
  first.close();
  const second = open({ folder });
  expect([listIds(second), second.size.items]).toStrictEqual([['a', 'b', 'c'], 3]);
  second.acknowledge(second.listAfter(0, 2, 1e6).at(-1)?.row ?? 0);
  expect([listIds(second), second.size.items]).toStrictEqual([['c'], 1]);
});

it('puts a newer one in place of the older, which may be on its way', () => {
  const spool = open();
  spool.add([event('a', 'old'), event('b')]);
  const sent = spool.listAfter(0, 10, 1e6);
  spool.add([event('a', 'new')]);
  spool.acknowledge(sent.at(-1)?.row ?? 0);
  expect(spool.listAfter(0, 10, 1e6).map(({ text }) => JSON.parse(text) as Event)).toStrictEqual([event('a', 'new')]);
});

it('drops the oldest when there is no room, and counts them', () => {
  const spool = open({ bytes: 1000 });
  for (const id of 'abcdefgh') spool.add([event(id, 'x'.repeat(100))]);
  expect([listIds(spool), spool.size.dropped]).toStrictEqual([['f', 'g', 'h'], 5]);
});

it('halves itself when the disk is nearly full', () => {
  let room = 1e9;
  const spool = open({ measureRoom: () => room });
  spool.add([...'abcdef'].map(id => event(id)));
  room = RESERVE - 1;
  spool.add([event('g')]);
  expect([listIds(spool), spool.size.dropped]).toStrictEqual([['e', 'f', 'g'], 4]);
});

it('keeps nothing where there is no server', () => {
  const spool = open({ bytes: 0 });
  spool.add([event('a')]);
  expect(spool.size).toStrictEqual({ items: 0, bytes: 0, dropped: 0 });
});

it('starts anew, and says so, when the file is none', () => {
  const folder = createFolder();
  writeFileSync(join(folder, 'events.sqlite'), 'x'.repeat(5000));
  const told: string[] = [];
  const spool = open({ folder, onDamage: message => void told.push(message) });
  spool.add([event('a')]);
  expect([told, listIds(spool)]).toStrictEqual([['file is not a database'], ['a']]);
});

it('sends what waits in frames that the server keeps up with, and again on the next connection', () => {
  const spool = open({ bytes: 10_000_000 });
  const frames: { readonly sequence: number; readonly events: readonly Event[] }[] = [];
  const connect = (): EventSender => new EventSender(spool, text => void frames.push(JSON.parse(text)));
  spool.add(Array.from({ length: 4800 }, (_, index) => event(`${index}`)));
  const first = connect();
  first.pump();
  expect([frames.map(({ sequence }) => sequence), first.isWaiting]).toStrictEqual([[1, 2, 3, 4, 5, 6, 7, 8], true]);
  first.acknowledge(2);
  expect([frames.length, spool.size.items]).toStrictEqual([10, 3800]);
  first.stop();
  frames.length = 0;
  const second = connect();
  second.pump();
  expect([frames[0]?.sequence, frames[0]?.events[0]?.id, frames.flatMap(({ events }) => events).length]).toStrictEqual([1, '1000', 3800]);
  second.acknowledge(8);
  expect([spool.size.items, second.isWaiting]).toStrictEqual([0, false]);
  second.stop();
});
