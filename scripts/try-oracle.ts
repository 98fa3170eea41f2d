import { explainDifference, isPartlyBuilt, judgeCase, readCases, readCatalogue, readPolicies } from '../test/oracles/agreement.ts';
import { sharedPath } from '../test/shared.ts';

/** Compares our verdicts with the corpora of other tools: `node scripts/try-oracle.ts CONDITION…`, all built ones without a name. */
const wanted = process.argv.slice(2);
const policies = new Map(readPolicies().map(policy => [policy.id, policy]));
const catalogue = readCatalogue(sharedPath('design', 'field', 'configuration.json'));
const cases = readCases(sharedPath('oracles', 'config'), catalogue.oracles).filter(
  oracleCase =>
    oracleCase.conditions.some(id => policies.has(id)) && (wanted.length === 0 || oracleCase.conditions.some(id => wanted.includes(id))),
);
let agreed = 0;
let undecided = 0;
for (const oracleCase of cases) {
  const difference = explainDifference(oracleCase, judgeCase(oracleCase, policies));
  if (difference === '') agreed++;
  else if (difference === 'upstream fails, ours passes' && isPartlyBuilt(oracleCase, policies)) undecided++;
  else
    console.log(
      `${oracleCase.suspect ? 'suspect ' : ''}${oracleCase.file} ${oracleCase.id} [${oracleCase.conditions.join(', ')}]\n    ${difference}`,
    );
}
console.log(`${agreed} of ${cases.length} lines agree, ${undecided} wait for other conditions`);
