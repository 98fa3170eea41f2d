import { describe, expect, it } from 'vitest';
import { declare, describeOutcome } from './testing/outcome.ts';
import { parseType } from './types.ts';
import { Unknown } from './values/failure.ts';

const environment = declare({
  variables: Object.fromEntries(['u', 'v', 'e', 't', 'f', 'list', 'map'].map(name => [name, parseType('dyn')])),
});

/** u, v: unknown; e.x: an error; t, f: true and false. */
const bindings = {
  u: new Unknown('u', 'not scanned'),
  v: new Unknown('v'),
  e: {},
  t: true,
  f: false,
  list: [1, new Unknown('list[1]'), 3],
  map: { a: new Unknown('map.a'), b: 2 },
};

const U = 'unknown: u is not known: not scanned';
const V = 'unknown: v is not known';
const E = 'evaluation-failed: no such key: x';

describe('errors and unknowns are absorbed where the rest decides, and unknown wins over error where it does not', () => {
  it.each([
    ['u || t', 'bool true'],
    ['t || u', 'bool true'],
    ['u && f', 'bool false'],
    ['f && u', 'bool false'],
    ['u || f', U],
    ['u && t', U],
    ['e.x || t', 'bool true'],
    ['e.x && f', 'bool false'],
    ['e.x || f', E],
    ['e.x || u', U],
    ['u || e.x', U],
    ['e.x && u', U],
    ['u || v', U],
    ['e.x || f || u || f', U],
    ['e.x || f || u || t', 'bool true'],
    ['f || e.x || f', E],
    ['u == 1', U],
    ['1 == u', U],
    ['u + 1', U],
    ['e.x + u', U],
    ['u + e.x', U],
    ['u > e.x', U],
    ['!u', U],
    ['-u', U],
    ['u ? 1 : 2', U],
    ['t ? 1 : u', 'int 1'],
    ['t ? u : 1', U],
    ['u.a.b', U],
    ['has(u.a)', U],
    ['u.?a', U],
    ['u[0]', U],
    ['[1][u]', U],
    ['u in [1]', U],
    ['1 in u', U],
    ['size(u)', U],
    ['e.x.contains(u)', U],
    ['string(u) == ""', U],
    ['[u]', U],
    ['{"a": u}', U],
    ['{u: 1}', U],
    ['u.all(x, x)', U],
    ['u.map(x, x)', U],
    ['cel.bind(x, u, t || x)', 'bool true'],
    ['cel.bind(x, u, f || x)', U],
    ['[1, 2].all(x, x == 1 && u)', 'bool false'],
    ['[1, 2].all(x, x == 1 || u)', U],
    ['[1, 2].exists(x, x == 2 || u)', 'bool true'],
    ['[1, 2].exists(x, x == 3 || (x == 1 ? u : e.x))', U],
    ['[1, 2].exists(x, x == 3 || (x == 1 ? e.x : u))', U],
    ['[1, 2].exists(x, e.x)', E],
    ['[1, 2].exists_one(x, u)', U],
    ['[1, 2].filter(x, u)', U],
    ['[1, 2].map(x, u)', U],
    ['[1, 2].map(x, u, x)', U],
    ['list[0]', 'int 1'],
    ['list.exists(x, x == 3)', 'bool true'],
    ['3 in list', 'bool true'],
    ['map.b == 2', 'bool true'],
    ['size(list)', 'int 3'],
    ['map.exists(k, map[k] == 2)', 'bool true'],
  ])('%s', (source, outcome) => {
    expect(describeOutcome(source, bindings, environment).replace(/\d+:\d+: /, '')).toBe(outcome);
  });

  it.each([
    ['list == [1, 2, 3]', 'unknown: list[1] is not known'],
    ['list == [1, 2]', 'bool false'],
    ['4 in list', 'unknown: list[1] is not known'],
    ['map == {"a": 1, "b": 2}', 'unknown: map.a is not known'],
    ['list.exists(x, x == 4)', 'unknown: list[1] is not known'],
    ['sets.contains(list, [3])', 'bool true'],
    ['list.sum() > 0', 'unknown: list[1] is not known'],
    ['list.indexOf(4)', 'unknown: list[1] is not known'],
  ])('an unknown inside a container: %s', (source, outcome) => {
    expect(describeOutcome(source, bindings, environment).replace(/\d+:\d+: /, '')).toBe(outcome);
  });

  it('lists all the facts that would decide', () => {
    expect(V).toBe('unknown: v is not known');
    expect(describeOutcome('e.x || v', bindings, environment)).toBe('unknown: 1:8: v is not known');
  });
});
