import { readdirSync, readFileSync } from 'node:fs';
import type { Policy } from '@breakwater/model';
import { CompiledPolicy, loadPolicy } from '@breakwater/policy';
import { readStandard } from '../test/content/read-standard.ts';
import { explainExample, runExample } from '../test/content/run-example.ts';

/** Compiles policies and runs their examples: `node scripts/try-policy.ts ID…`, all of them without an id. */
const folder = new URL('../content/', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, folder), 'utf8');
const names = readdirSync(new URL('policies', folder)).filter(name => name.endsWith('.yaml'));
const wanted = process.argv.slice(2);
const standard = readStandard('pod-security');

function load(name: string): Policy[] {
  try {
    return [loadPolicy(read(`policies/${name}`), name).policy];
  } catch (cause) {
    console.log(`BAD   ${name}: ${cause instanceof Error ? cause.message : cause}`);
    return [];
  }
}

const policies = names.flatMap(load);
let wrong = 0;
for (const policy of policies.filter(candidate => wanted.length === 0 || wanted.includes(candidate.id))) {
  const problems = listProblems(policy);
  wrong += problems.length;
  console.log(
    problems.length === 0 ? `ok    ${policy.id}` : `WRONG ${policy.id}\n${problems.map(problem => `      ${problem}`).join('\n')}`,
  );
}
process.exitCode = wrong === 0 && policies.length === names.length ? 0 : 1;

function listProblems(policy: Policy): readonly string[] {
  try {
    new CompiledPolicy(policy).compileAll();
    return (['comply', 'violate'] as const).flatMap(kind =>
      policy.examples[kind].flatMap(example => {
        const problem = explainExample(runExample(policy, example, policies, standard), example, kind);
        return problem === '' ? [] : [`${kind} '${example.name}': ${problem}`];
      }),
    );
  } catch (cause) {
    return [cause instanceof Error ? cause.message : String(cause)];
  }
}
