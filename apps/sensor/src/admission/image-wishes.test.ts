import { expect, it, vi } from 'vitest';
import { ImageWishes } from './image-wishes.ts';

function create(answer: () => Promise<{ taken: number; refused: [] }>) {
  const asked: (readonly string[])[] = [];
  const told: string[] = [];
  const clock = { now: 0 };
  const tell = (_: unknown, message: string) => void told.push(message);
  const ask = (images: readonly string[]) => {
    asked.push(images);
    return answer();
  };
  return { asked, told, clock, wishes: new ImageWishes(ask, { info: tell, warn: tell } as never, () => clock.now) };
}

it('asks for each image once a minute', () => {
  const { asked, clock, wishes } = create(async () => ({ taken: 1, refused: [] }));
  wishes.want(['a', 'b']);
  wishes.want(['b', 'c']);
  clock.now = 60_000;
  wishes.want(['a', 'c']);
  wishes.want([]);
  expect(asked).toEqual([['a', 'b'], ['c'], ['a', 'c']]);
});

it('asks for a hundred at most, and forgets made-up names', () => {
  const { asked, wishes } = create(async () => ({ taken: 1, refused: [] }));
  const names = Array.from({ length: 6000 }, (_, index) => `image-${index}`);
  for (let from = 0; from < names.length; from += 150) wishes.want(names.slice(from, from + 150));
  expect(asked.every(images => images.length === 100)).toBe(true);
  for (let from = 0; from < names.length; from += 100) wishes.want(names.slice(from, from + 100));
  const known = asked.length;
  wishes.want(names.slice(-100));
  expect(asked.length).toBe(known);
});

it.each([
  ['told', async () => ({ taken: 1, refused: [] as [] }), 'images that a request waits for are being asked for'],
  [
    'nobody there',
    async () => ({ taken: 0, refused: [] as [] }),
    'nobody can be asked to read the images that a request waits for: the sensor has no server',
  ],
  ['not reached', () => Promise.reject(new Error('away')), 'images that a request waits for could not be asked for'],
])('says what came of it: %s', async (_, answer, message) => {
  const { told, wishes } = create(answer);
  wishes.want(['a']);
  await vi.waitFor(() => expect(told).toEqual([message]), { timeout: 60_000 });
});
