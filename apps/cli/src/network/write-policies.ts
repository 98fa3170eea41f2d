import { describePolicy, type Generated, type MadePolicy } from '@breakwater/network';
import { toYaml } from '@breakwater/policy';
import { toYamlComment } from '../yaml-comment.ts';

/** YAML to be applied from top to bottom: what each workload needs first, then what denies the rest. Comments say what a rule rests on. */
export function writePolicies({ policies, deleted, tightness, skipped, remarks }: Generated): string {
  const head = [
    `${policies.length} policies; pairs of workload and port: ${tightness.before} possible before, ${tightness.after} with them, ${tightness.needed} needed (tightness ${tightness.score.toFixed(3)})`,
    'Apply from top to bottom: the policies that deny the rest come last.',
    ...skipped.map(({ workload, reason }) => `skipped: ${workload}: ${reason}`),
    ...remarks.map(remark => `note: ${remark}`),
    ...deleted.map(name => `to be deleted, last: ${name}`),
  ];
  return [head.map(toYamlComment).join(''), ...policies.map(writePolicy)].join('---\n');
}

function writePolicy(policy: MadePolicy): string {
  return `${describePolicy(policy).map(toYamlComment).join('')}${toYaml(policy.object)}`;
}
