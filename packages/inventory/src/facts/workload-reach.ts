import { Unknown } from '@breakwater/cel';
import { defineFacts } from '../fact.ts';
import type { Inventory } from '../inventory.ts';
import type { Workload } from '../model/pod.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html; other clouds use the first as well. */
const METADATA = ['169.254.169.254', 'fd00:ec2::254'];
const HTTP = 80;
const FACT = 'workload.reachesMetadata';

function reachesMetadata(workload: Workload, inventory: Inventory): boolean | Unknown {
  const ask = inventory.join('outside-reach', () => inventory.options.createReach?.(inventory));
  if (ask === undefined) return new Unknown(FACT, 'network policies were not evaluated');
  const answers = new Set<boolean | undefined>();
  for (const address of METADATA) {
    const answer = ask(workload, address, HTTP);
    if (answer === true) return true;
    answers.add(answer);
  }
  return answers.has(undefined) ? new Unknown(FACT, 'the network plug-in decides whether it is reached') : false;
}

export const facts = defineFacts<Workload>('Workload', {
  reachesMetadata: {
    type: 'bool',
    doc: 'Whether network policies let its pods connect to the metadata service of the cloud, which hands out credentials of the node',
    source: 'network policies of all tiers',
    get: reachesMetadata,
  },
});
