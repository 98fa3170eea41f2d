import { expect, it } from 'vitest';
import type { ItemChange } from './messages.ts';
import { Outbox } from './outbox.ts';

function create(): { readonly outbox: Outbox; readonly batches: (readonly ItemChange[])[]; readonly tooLarge: string[] } {
  const batches: (readonly ItemChange[])[] = [];
  const tooLarge: string[] = [];
  return {
    outbox: new Outbox(
      items => batches.push(items),
      (type, key, fits) => tooLarge.push(`${type} ${key} ${fits}`),
    ),
    batches,
    tooLarge,
  };
}

const toTexts = (items: readonly ItemChange[] = []): readonly string[] => items.map(({ action, key }) => `${action} ${key}`);

it('tells changes only, and of those that wait the last', () => {
  const { outbox, batches } = create();
  outbox.put('object', 'a', '1');
  outbox.put('object', 'b', '1');
  outbox.put('object', 'a', '2');
  outbox.flush();
  expect(batches.map(toTexts)).toEqual([['put a', 'put b']]);
  expect(batches[0]?.[0]).toMatchObject({ body: '2' });
  outbox.put('object', 'a', '2');
  outbox.delete('object', 'unknown');
  outbox.flush();
  expect(batches).toHaveLength(1);
});

it('tells everything again after it was told to forget, and nothing that is gone', () => {
  const { outbox, batches } = create();
  outbox.put('object', 'a', '1');
  outbox.put('object', 'b', '1');
  outbox.flush();
  outbox.forget();
  outbox.put('object', 'a', '1');
  outbox.delete('object', 'b');
  outbox.flush();
  expect(batches.map(toTexts)).toEqual([
    ['put a', 'put b'],
    ['put a', 'delete b'],
  ]);
});

it('has three batches under way at most, and makes whoever fills it wait', async () => {
  const { outbox, batches } = create();
  for (let index = 0; index < 1000; index++) outbox.put('object', `k${index}`, 'x'.repeat(6000));
  let hasRoom = false;
  const waiting = outbox.wait().then(() => {
    hasRoom = true;
  });
  expect(batches).toHaveLength(3);
  await Promise.resolve();
  expect(hasRoom).toBe(false);
  expect(outbox.isIdle).toBe(false);
  while (!outbox.isIdle) outbox.take();
  await waiting;
  expect(batches.flat()).toHaveLength(1000);
  for (const batch of batches) expect(batch.length).toBeLessThanOrEqual(100);
});

it('does not tell what nobody may send, and says so', () => {
  const { outbox, batches, tooLarge } = create();
  outbox.put('object', 'a', '1');
  outbox.put('object', 'a', 'x'.repeat(3_000_000));
  outbox.put('object', 'k'.repeat(3000), '1');
  outbox.flush();
  expect(batches.map(toTexts)).toEqual([['delete a']]);
  outbox.put('object', 'a', '2');
  outbox.delete('object', 'k'.repeat(3000));
  expect(tooLarge).toEqual(['object a false', `object ${'k'.repeat(3000)} false`, 'object a true', `object ${'k'.repeat(3000)} true`]);
});
