import { expect, test } from 'vitest';
import { describeWithShared, sharedPath } from '../shared.ts';
import { explainDifference, isPartlyBuilt, judgeCase, type OracleCase, readCases, readCatalogue, readPolicies } from './agreement.ts';
import { deviations } from './deviations.ts';

describeWithShared('agreement with other checkers', ['oracles', 'config'], folder => {
  const policies = new Map(readPolicies().map(policy => [policy.id, policy]));
  const { oracles } = readCatalogue(sharedPath('design', 'field', 'configuration.json'));
  const cases = readCases(folder, oracles).filter(oracleCase => oracleCase.conditions.some(id => policies.has(id)));

  test.each(['regolibrary.jsonl', 'polaris.jsonl', 'kube-linter.jsonl'])(
    'every line of %s that maps to a policy agrees or stands among the deviations',
    file => {
      const judged = cases
        .filter(oracleCase => oracleCase.file === file)
        .map(oracleCase => ({ oracleCase, difference: differ(oracleCase) }));
      const undecided = judged
        .filter(({ oracleCase, difference }) => isUndecided(oracleCase, difference))
        .map(({ oracleCase }) => oracleCase.id);
      const different = judged.filter(({ oracleCase, difference }) => difference !== '' && !undecided.includes(oracleCase.id));
      const known = new Set(deviations.filter(deviation => deviation.file === file).map(deviation => deviation.line));
      console.log(
        `${file}: ${judged.length} lines, ${judged.length - different.length - undecided.length} agree, ${different.length} deviate with reason, ${undecided.length} wait for conditions that are no policy yet`,
      );
      expect(
        different
          .filter(({ oracleCase }) => !known.has(oracleCase.id))
          .map(({ oracleCase, difference }) => `${oracleCase.id}: ${difference}`),
      ).toEqual([]);
      const lines = new Set(different.map(({ oracleCase }) => oracleCase.id));
      expect([...known].filter(line => !lines.has(line))).toEqual([]);
    },
  );

  function differ(oracleCase: OracleCase): string {
    return explainDifference(oracleCase, judgeCase(oracleCase, policies));
  }

  function isUndecided(oracleCase: OracleCase, difference: string): boolean {
    return (
      difference === 'upstream fails, ours passes' &&
      isPartlyBuilt(oracleCase, policies) &&
      !deviations.some(deviation => deviation.line === oracleCase.id)
    );
  }
});
