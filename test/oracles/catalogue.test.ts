import { expect, test } from 'vitest';
import { describeWithShared } from '../shared.ts';
import { type CatalogueCondition, readCatalogue, readPolicies } from './agreement.ts';

/** Issue 6 names it, and no tool has it as a check. */
const BESIDE = new Set(['cross-namespace-bridge']);
/** About what only Breakwater has, and on by itself: whoever answers for a cluster has to hear of it. */
const OWN = new Set(['break-glass-used']);

describeWithShared('catalogue of conditions', ['design', 'field', 'configuration.json'], path => {
  const { conditions } = readCatalogue(path);
  /** Decided by objects: one alone, several together, a request about one, or one of an API or flag that is gone. */
  const decidable = conditions.filter(({ scope }) => ['O', 'X', 'Q', 'Z'].includes(scope));
  const wanted = decidable.filter(({ use }) => use === 'on');
  // Policies over events have a catalogue of their own, the note about runtime.
  const policies = new Map(
    readPolicies()
      .filter(({ target }) => target !== 'event')
      .map(policy => [policy.id, policy]),
  );

  test('every condition that objects and requests decide is a policy', () => {
    expect(decidable.filter(condition => !policies.has(condition.name)).map(condition => condition.name)).toEqual([]);
    const counts = Map.groupBy(decidable, ({ scope }) => scope);
    expect([...counts].map(([scope, members]) => `${scope}: ${members.length}`).toSorted()).toEqual(['O: 264', 'Q: 9', 'X: 49', 'Z: 18']);
    expect(wanted).toHaveLength(219);
  });

  test('what is asked at request time asks about requests, and nothing else does', () => {
    const asking = [...policies.values()].filter(policy => policy.target === 'request').map(policy => policy.id);
    expect(asking.toSorted()).toEqual(decidable.flatMap(({ name, scope }) => (scope === 'Q' ? [name] : [])).toSorted());
  });

  test('every policy is a condition, with its severity and reason', () => {
    const byName = new Map<string, CatalogueCondition>(conditions.map(condition => [condition.name, condition]));
    const wrong = [...policies.values()].flatMap(policy => {
      const condition = byName.get(policy.id);
      // Beside the catalogue there are policies over what was read of an image or found in it, which plain manifests never decide.
      const isOfImages = policy.target === 'image' && /\bimage\.(?:content|scan)\./.test(policy.expression);
      if (OWN.has(policy.id)) return [];
      if (condition === undefined && policy.recommended === false && (isOfImages || BESIDE.has(policy.id))) return [];
      if (condition === undefined) return [`${policy.id} is no condition`];
      const same = condition.severity === policy.severity && condition.reason === policy.reason;
      return same
        ? []
        : [`${policy.id}: ${policy.severity} (${policy.reason}), the catalogue says ${condition.severity} (${condition.reason})`];
    });
    expect(wrong).toEqual([]);
  });

  test('the recommended preset is that set', () => {
    const own = [...policies.values()].filter(({ id }) => !OWN.has(id));
    const recommended = own.filter(policy => policy.recommended !== false).map(policy => policy.id);
    expect(recommended.toSorted()).toEqual(wanted.map(condition => condition.name).toSorted());
  });
});
