import fc from 'fast-check';
import { expect, it } from 'vitest';
import { KnownObjects } from './known-objects.ts';
import { isOlder } from './resource-version.ts';

const identity = (uid: string, resourceVersion: string, name = 'a') => ({ namespace: 'n', name, uid, resourceVersion });

it.each([
  ['1', '2', true],
  ['2', '1', false],
  ['2', '2', false],
  ['9', '10', true],
  ['99999999999999999998', '99999999999999999999', true],
  ['', '1', undefined],
  ['a', '1', undefined],
  ['01', '1', undefined],
])('%s is older than %s: %s', (a, b, older) => {
  expect(isOlder(a, b)).toBe(older);
});

it.each([
  ['a new object', [['put', 'u', '1', true]]],
  [
    'the same event twice',
    [
      ['put', 'u', '1', true],
      ['put', 'u', '1', false],
    ],
  ],
  [
    'a change',
    [
      ['put', 'u', '1', true],
      ['put', 'u', '2', true],
    ],
  ],
  [
    'an older version',
    [
      ['put', 'u', '2', true],
      ['put', 'u', '1', false],
    ],
  ],
  [
    'a deletion',
    [
      ['put', 'u', '1', true],
      ['delete', 'u', '2', true],
    ],
  ],
  [
    'a deletion twice',
    [
      ['put', 'u', '1', true],
      ['delete', 'u', '2', true],
      ['delete', 'u', '2', false],
    ],
  ],
  [
    'a late event of what is gone',
    [
      ['put', 'u', '1', true],
      ['delete', 'u', '3', true],
      ['put', 'u', '2', false],
    ],
  ],
  [
    'a deletion before the change',
    [
      ['delete', 'u', '3', false],
      ['put', 'u', '2', false],
    ],
  ],
  [
    'another object of the same name',
    [
      ['put', 'u', '1', true],
      ['delete', 'u', '2', true],
      ['put', 'v', '3', true],
    ],
  ],
  [
    'another object before the deletion',
    [
      ['put', 'u', '1', true],
      ['put', 'v', '3', true],
      ['delete', 'u', '2', false],
    ],
  ],
  [
    'an old object after the new one',
    [
      ['put', 'v', '3', true],
      ['put', 'u', '1', false],
    ],
  ],
  [
    'versions that cannot be compared',
    [
      ['put', 'u', 'x', true],
      ['put', 'u', 'w', true],
      ['put', 'u', 'w', false],
    ],
  ],
  [
    'a list that is older, as after a backup',
    [
      ['put', 'u', '9', true],
      ['list', 'u', '2', true],
      ['list', 'u', '2', false],
    ],
  ],
] as const)('%s', (_name, steps) => {
  const known = new KnownObjects();
  for (const [step, uid, version, news] of steps) expect(known[step](identity(uid, version)), `${step} ${uid} ${version}`).toBe(news);
});

it('forgets what a list does not hold', () => {
  const known = new KnownObjects();
  known.put(identity('u', '1', 'a'));
  known.put(identity('v', '1', 'b'));
  expect(known.retain(new Set(['n/b']))).toEqual(['n/a']);
  expect(known.size).toBe(1);
  expect(known.put(identity('u', '1', 'a'))).toBe(true);
});

/** One life after the other of objects with one name: each is created, changed and deleted, versions growing. */
const history = fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 4 }).map(lives => {
  let version = 0;
  return lives.flatMap((changes, life) => {
    const step = (type: 'put' | 'delete') => ({ type, identity: identity(`u${life}`, String(++version)) });
    const puts = Array.from({ length: changes + 1 }, () => step('put'));
    return life === lives.length - 1 ? puts : [...puts, step('delete')];
  });
});

it('ends with the newest object, however events are ordered and repeated', () => {
  fc.assert(
    fc.property(
      history.chain(events => fc.tuple(fc.constant(events), fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }))),
      ([events, shuffled]) => {
        const known = new KnownObjects();
        let last: string | undefined;
        for (const event of shuffled) {
          if (event.type === 'put' && known.put(event.identity)) last = event.identity.resourceVersion;
          if (event.type === 'delete' && known.delete(event.identity)) last = undefined;
        }
        expect(last).toBe(events.at(-1)?.identity.resourceVersion);
      },
    ),
  );
});
