import { bindTarget } from '@breakwater/inventory';
import { expect, it } from 'vitest';
import { findPlan } from './plan.ts';
import { buildInventory, buildPolicy } from './testing/build.ts';

const OBJECTS = ['Service', 'Widget', 'Service'].map((kind, index) => ({
  ...{ apiVersion: 'v1', kind, metadata: { name: `o${index}`, labels: index === 0 ? {} : { app: 'x' } } },
}));

/** Which objects of the set a policy over objects is asked about, by their names. */
function listAsked(matchConditions: readonly string[]): readonly string[] {
  const params = { kinds: { type: 'list(string)', default: ['Service'], doc: 'd' } } as const;
  const policy = buildPolicy({ target: 'object', params, matchConditions: [...matchConditions] });
  const inventory = buildInventory(OBJECTS);
  const plan = findPlan([policy]);
  const [target] = plan.targets;
  if (target === undefined) return [];
  return target.list(inventory).flatMap(instance => {
    const { applicable } = plan.group(target, instance, bindTarget(inventory, target, instance));
    return applicable.includes(policy) ? [instance.object.name] : [];
  });
}

const ALL = ['o0', 'o1', 'o2'];

it.each([
  ['nothing', [], ALL],
  ['the kind', ["resource.kind == 'Service'"], ['o0', 'o2']],
  ['the kind by a parameter', ['resource.kind in params.kinds'], ['o0', 'o2']],
  ['what differs between objects of a kind', ['has(object.metadata.labels.app)'], ALL],
  ['the kind, then more', ["resource.kind == 'Service'", 'has(object.metadata.labels.app)'], ['o0', 'o2']],
  // What comes before may fail, and then it is an error rather than not applicable.
  ['more, then the kind', ['has(object.metadata.labels.app)', "resource.kind == 'Service'"], ALL],
  ['a failure that only the kind decides', ["resource.kind == 'Service' || 1 / size(resource.group) == 1"], ALL],
])('by %s', (_, conditions, expected) => {
  expect(listAsked(conditions)).toEqual(expected);
});
