import { expect, test } from 'vitest';
import { describeWithShared } from '../shared.ts';
import { type CatalogueCondition, readCatalogue, readPolicies } from './agreement.ts';

describeWithShared('catalogue of conditions', ['design', 'field', 'configuration.json'], path => {
  const { conditions } = readCatalogue(path);
  const wanted = conditions.filter(condition => condition.use === 'on' && (condition.scope === 'O' || condition.scope === 'X'));
  const policies = new Map(readPolicies().map(policy => [policy.id, policy]));

  test('every condition of the quiet default set is a policy', () => {
    expect(wanted.filter(condition => !policies.has(condition.name)).map(condition => condition.name)).toEqual([]);
    expect(wanted).toHaveLength(215);
  });

  test('every policy is a condition, with its severity and reason', () => {
    const byName = new Map<string, CatalogueCondition>(conditions.map(condition => [condition.name, condition]));
    const wrong = [...policies.values()].flatMap(policy => {
      const condition = byName.get(policy.id);
      if (condition === undefined) return [`${policy.id} is no condition`];
      const same = condition.severity === policy.severity && condition.reason === policy.reason;
      return same
        ? []
        : [`${policy.id}: ${policy.severity} (${policy.reason}), the catalogue says ${condition.severity} (${condition.reason})`];
    });
    expect(wrong).toEqual([]);
  });

  test('the recommended preset is that set', () => {
    const recommended = [...policies.values()].filter(policy => policy.recommended !== false).map(policy => policy.id);
    expect(recommended.toSorted()).toEqual(wanted.map(condition => condition.name).toSorted());
  });
});
