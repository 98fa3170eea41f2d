import { expect, it } from 'vitest';
import { Agenda } from './agenda.ts';

function create(): { readonly agenda: Agenda; readonly clock: { now: number } } {
  const clock = { now: 0 };
  return { agenda: new Agenda(() => clock.now), clock };
}

it('gathers changes by slice, each key once, and gives those first that wait longest', () => {
  const { agenda } = create();
  agenda.addChange('b', 'k1');
  agenda.addChange('a', 'k2');
  agenda.addChange('b', 'k1');
  agenda.addChange('b', 'k3');
  expect(agenda.size).toBe(3);
  expect([...agenda.takeChanges(() => 10, 15)]).toEqual([['b', new Set(['k1', 'k3'])]]);
  expect([...agenda.takeChanges(() => 10, 15)]).toEqual([['a', new Set(['k2'])]]);
  expect([...agenda.takeChanges(() => 10, 15)]).toEqual([]);
});

it('takes as many slices as fit, and one that does not fit alone', () => {
  const { agenda } = create();
  for (const slice of ['a', 'b', 'c']) agenda.addChange(slice, 'k');
  expect([...agenda.takeChanges(() => 5, 10).keys()]).toEqual(['a', 'b']);
  expect([...agenda.takeChanges(() => 50, 10).keys()]).toEqual(['c']);
});

it('gives slices when their time has come, the most overdue first, and keeps the earlier time', () => {
  const { agenda, clock } = create();
  agenda.addSlice('a', 100);
  agenda.addSlice('b', 50);
  agenda.addSlice('b', 500);
  expect(agenda.takeSlice()).toBeUndefined();
  clock.now = 100;
  expect(agenda.listDue()).toEqual(['b', 'a']);
  expect([agenda.takeSlice(), agenda.takeSlice(), agenda.takeSlice()]).toEqual(['b', 'a', undefined]);
});

it('drops changes of a slice that is judged as a whole', () => {
  const { agenda } = create();
  agenda.addChange('a', 'k');
  expect(agenda.dropChanges('a')).toEqual(new Set(['k']));
  expect(agenda.hasChanges).toBe(false);
  expect(agenda.dropChanges('a')).toEqual(new Set());
});
