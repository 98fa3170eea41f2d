import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { createFolder } from '../testing/folder.ts';
import type { ItemChange } from '../thread/messages.ts';
import { RESERVE } from './disk.ts';
import { State } from './state.ts';

function open(folder = createFolder(), bytes = 1_000_000, measureRoom = () => 1e9): State {
  const onDamage = (message: string): never => {
    throw new Error(message);
  };
  const state = State.open({ folder, cluster: 'cluster', spoolBytes: bytes, onDamage, measureRoom });
  onTestFinished(() => {
    try {
      state.close();
    } catch {
      // The test closed it.
    }
  });
  return state;
}

const put = (key: string, hash = 'h', body = '{}'): ItemChange => ({ action: 'put', type: 'object', key, hash, body });
const remove = (key: string): ItemChange => ({ action: 'delete', type: 'object', key });
const stays = (): boolean => false;
const listSpool = (state: State): readonly string[] =>
  state.listAfter(0, 1000, 1e9).map(({ action, key, hash }) => `${action} ${key} ${hash}`.trim());

it.each<[string, readonly ItemChange[], readonly string[]]>([
  ['puts', [put('a'), put('b')], ['put a h', 'put b h']],
  ['the same again', [put('a'), put('a')], ['put a h']],
  ['a newer one in place of the older', [put('a', '1'), put('b'), put('a', '2')], ['put b h', 'put a 2']],
  ['a deletion in place of the put', [put('a'), remove('a')], ['delete a']],
  ['no deletion of what was never told', [remove('a')], []],
  ['a put after its deletion', [put('a', '1'), remove('a'), put('a', '1')], ['put a 1']],
])('spools %s', (_name, changes, spool) => {
  const state = open();
  state.apply(changes);
  expect(listSpool(state)).toEqual(spool);
});

it('gives rows after an id, bounded by count and bytes, but never none', () => {
  const state = open();
  state.apply([put('a', 'h', 'x'.repeat(5000)), put('b'), put('c')]);
  const [first] = state.listAfter(0, 10, 100);
  expect(state.listAfter(0, 10, 100).map(({ key }) => key)).toEqual(['a']);
  expect(state.listAfter(first?.id ?? 0, 1, 1e6).map(({ key }) => key)).toEqual(['b']);
  expect(state.listAfter(first?.id ?? 0, 9, 1e6).map(({ key }) => key)).toEqual(['b', 'c']);
});

it('deletes what is acknowledged, and not what came in its place meanwhile', () => {
  const state = open();
  state.apply([put('a', '1'), put('b', '1')]);
  const sent = state.listAfter(0, 10, 1e6);
  state.apply([put('a', '2')]);
  state.acknowledge(sent.at(-1)?.id ?? 0);
  expect(listSpool(state)).toEqual(['put a 2']);
  expect(state.spool.items).toBe(1);
});

it('survives the end of the process with everything that was not acknowledged', () => {
  const folder = createFolder();
  const first = open(folder);
  first.apply([put('a'), put('b')]);
  first.acknowledge(first.listAfter(0, 1, 1e6)[0]?.id ?? 0);
  first.close();
  const second = open(folder);
  expect(listSpool(second)).toEqual(['put b h']);
  expect(second.spool).toMatchObject({ items: 1, dropped: 0 });
});

it('takes what a new run does not tell for gone', () => {
  const folder = createFolder();
  const first = open(folder);
  first.apply([put('a'), put('b')]);
  first.acknowledge(first.lastId);
  first.close();
  const second = open(folder);
  second.apply([put('b')]);
  second.finishRun();
  expect(listSpool(second)).toEqual(['delete a']);
});

it('drops the oldest when there is no room, and counts it', () => {
  const state = open(createFolder(), 1000);
  state.apply(Array.from({ length: 20 }, (_, index) => put(`k${index}`, 'h', 'x'.repeat(100))));
  expect(state.spool.bytes).toBeLessThanOrEqual(1000);
  expect(state.spool.dropped).toBe(20 - state.spool.items);
  expect(state.isLossy).toBe(true);
  expect(listSpool(state).at(-1)).toBe('put k19 h');
});

it('gives back what the disk lacks of its reserve, the oldest first, and uses pages again that were left', () => {
  let room = RESERVE;
  const state = open(createFolder(), 1_000_000, () => room);
  const many = (name: string) => Array.from({ length: 20 }, (_, index) => put(`${name}${index}`, 'h', 'x'.repeat(4000)));
  state.apply(many('a'));
  expect(state.spool.dropped).toBe(0);
  room = RESERVE - 40_000;
  state.apply(many('b'));
  expect(state.spool.dropped).toBe(10);
  expect(listSpool(state).at(0)).toBe('put a10 h');
  // What was dropped left pages: what the file does not need is not missing.
  state.apply([]);
  expect(state.spool.dropped).toBe(10);
});

it('says what could not be written until everything was told in a new run, and finds what went meanwhile', () => {
  const state = open();
  state.apply([put('a'), put('b', '1')]);
  state.acknowledge(state.lastId);
  // Lost: that a is gone, and another version of b.
  state.lose(2);
  expect([state.spool.dropped, state.isIncomplete]).toEqual([2, true]);
  state.startRun();
  state.apply([put('b', '2')]);
  state.finishRun();
  expect([listSpool(state), state.isIncomplete]).toEqual([['put b 2', 'delete a'], false]);
});

it('drops no problem, since one of them says what was dropped', () => {
  const state = open(createFolder(), 1000);
  state.apply([{ ...put('spool-full'), type: 'problem' } as ItemChange]);
  state.apply(Array.from({ length: 20 }, (_, index) => put(`k${index}`, 'h', 'x'.repeat(100))));
  expect(listSpool(state).at(0)).toBe('put spool-full h');
});

it('keeps one item that is larger than all the room', () => {
  const state = open(createFolder(), 10);
  state.apply([put('a', 'h', 'x'.repeat(100))]);
  expect(listSpool(state)).toEqual(['put a h']);
});

it('keeps nothing for a server that does not exist', () => {
  const state = open(createFolder(), 0);
  state.apply([put('a')]);
  expect(listSpool(state)).toEqual([]);
  expect(state.hasItems).toBe(true);
});

it('compares its picture with that of the server', async () => {
  const state = open();
  state.apply([put('same'), put('lost'), put('other', 'new'), put('spooled')]);
  const rows = state.listAfter(0, 3, 1e6);
  state.acknowledge(rows.at(-1)?.id ?? 0);
  state.clearRemote();
  state.addRemote('object', [
    ['same', 'h'],
    ['other', 'old'],
    ['ghost', 'h'],
  ]);
  await state.dropKnown(stays);
  expect(await state.compare(stays)).toEqual({ wanted: 2 });
  expect(listSpool(state)).toEqual(['put spooled h', 'delete ghost']);
  state.apply([put('same'), put('lost'), put('other', 'new')]);
  expect(listSpool(state)).toEqual(['put spooled h', 'delete ghost', 'put lost h', 'put other new']);
});

it('knows what was acknowledged while pictures were exchanged', async () => {
  const state = open();
  state.clearRemote();
  state.addRemote('object', [['gone', 'h']]);
  state.apply([put('a'), put('gone')]);
  state.apply([remove('gone')]);
  state.acknowledge(state.lastId);
  expect(await state.compare(stays)).toEqual({ wanted: 0 });
  expect(listSpool(state)).toEqual([]);
});

it('forgets in the spool what the server has already', async () => {
  const state = open();
  state.apply([put('a'), put('b'), put('c')]);
  state.apply([remove('c')]);
  state.clearRemote();
  state.addRemote('object', [
    ['a', 'h'],
    ['b', 'old'],
  ]);
  await state.dropKnown(stays);
  expect(listSpool(state)).toEqual(['put b h']);
  expect(state.spool.items).toBe(1);
});

it('starts anew for another cluster, and says so', () => {
  const folder = createFolder();
  const first = open(folder);
  first.apply([put('a')]);
  first.close();
  const said: string[] = [];
  const second = State.open({ folder, cluster: 'another', spoolBytes: 1000, onDamage: message => said.push(message) });
  onTestFinished(() => second.close());
  expect(said).toEqual(['it was of cluster cluster']);
  expect(second.hasItems).toBe(false);
});

it('starts anew when a table is of another shape', () => {
  const folder = createFolder();
  const database = new DatabaseSync(join(folder, 'state.sqlite'));
  database.exec('CREATE TABLE spool (x)');
  database.close();
  const said: string[] = [];
  const state = State.open({ folder, cluster: 'cluster', spoolBytes: 1000, onDamage: message => said.push(message) });
  onTestFinished(() => state.close());
  expect(said).toHaveLength(1);
});

it('keeps the policy set', () => {
  const folder = createFolder();
  const set = { revision: 3, preset: 'all', policies: [], settings: [], exceptions: [] };
  const first = open(folder);
  expect(first.readPolicySet()).toBeUndefined();
  first.writePolicySet(set);
  first.close();
  expect(open(folder).readPolicySet()).toEqual(set);
});

/** A sensor's state and a server, with what is true. */
class World {
  readonly state = open(createFolder(), 600);
  readonly truth = new Map<string, string>();
  readonly server = new Map<string, string>();

  put(key: string, hash: string): void {
    this.truth.set(key, hash);
    this.state.apply([this.#toItem(key)]);
  }

  delete(key: string): void {
    this.truth.delete(key);
    this.state.apply([remove(key)]);
  }

  /** The server stores rows; whether the sensor hears of it is another matter. */
  send(most: number, isAcknowledged: boolean): void {
    const rows = this.state.listAfter(0, most, 1e9);
    for (const { action, key, hash } of rows) {
      if (action === 'put') this.server.set(key, hash);
      else this.server.delete(key);
    }
    if (isAcknowledged && rows.length > 0) this.state.acknowledge(rows.at(-1)?.id ?? 0);
  }

  /** A new connection: pictures are compared, and everything is told again. */
  async compare(): Promise<void> {
    this.state.clearRemote();
    this.state.addRemote('object', [...this.server]);
    await this.state.dropKnown(stays);
    await this.state.compare(stays);
    this.state.apply([...this.truth.keys()].map(key => this.#toItem(key)));
  }

  #toItem(key: string): ItemChange {
    return put(key, this.truth.get(key), 'x'.repeat(50));
  }
}

const key = fc.constantFrom('a', 'b', 'c', 'd');
const step: fc.Arbitrary<(world: World) => void> = fc.oneof(
  fc.tuple(key, fc.constantFrom('1', '2', '3')).map(
    ([name, hash]) =>
      (world: World) =>
        world.put(name, hash),
  ),
  key.map(name => (world: World) => world.delete(name)),
  fc.tuple(fc.integer({ min: 1, max: 3 }), fc.boolean()).map(
    ([most, heard]) =>
      (world: World) =>
        world.send(most, heard),
  ),
);

it('brings the server to its own picture, whatever is lost on the way', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async steps => {
      const world = new World();
      for (const run of steps) run(world);
      // The room may be too small for all of it at once.
      for (let round = 0; round < 10; round++) {
        await world.compare();
        world.send(1000, true);
      }
      expect(Object.fromEntries([...world.server].sort())).toEqual(Object.fromEntries([...world.truth].sort()));
      world.state.close();
    }),
    { numRuns: 30 },
  );
});
