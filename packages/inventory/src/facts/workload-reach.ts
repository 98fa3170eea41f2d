import { Unknown } from '@breakwater/cel';
import { defineFacts } from '../fact.ts';
import type { Inventory, NetworkReach } from '../inventory.ts';
import type { Workload } from '../model/pod.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html; other clouds use the first as well. */
const METADATA = ['169.254.169.254', 'fd00:ec2::254'];
const HTTP = 80;
const FACT = 'workload.reachesMetadata';
const BRIDGES = 'workload.namespaceBridges';
const NOT_EVALUATED = 'network policies were not evaluated';

function reachesMetadata(workload: Workload, inventory: Inventory): boolean | Unknown {
  const reach = findReach(inventory);
  if (reach === undefined) return new Unknown(FACT, NOT_EVALUATED);
  const answers = new Set<boolean | undefined>();
  for (const address of METADATA) {
    const answer = reach.reachesAddress(workload, address, HTTP);
    if (answer === true) return true;
    answers.add(answer);
  }
  return answers.has(undefined) ? new Unknown(FACT, 'the network plug-in decides whether it is reached') : false;
}

function listBridges(workload: Workload, inventory: Inventory): readonly string[] | Unknown {
  const reach = findReach(inventory);
  if (reach === undefined) return new Unknown(BRIDGES, NOT_EVALUATED);
  return reach.listBridges(workload) ?? new Unknown(BRIDGES, 'the network plug-in decides what is apart');
}

function findReach(inventory: Inventory): NetworkReach | undefined {
  return inventory.join('network-reach', () => inventory.options.createReach?.(inventory));
}

export const facts = defineFacts<Workload>('Workload', {
  reachesMetadata: {
    type: 'bool',
    doc: 'Whether network policies let its pods connect to the metadata service of the cloud, which hands out credentials of the node',
    source: 'network policies of all tiers',
    get: reachesMetadata,
  },
  namespaceBridges: {
    type: 'list(string)',
    doc: 'Ways from one namespace to another, as `a → c`, that lead over it while network policies allow none directly; at most 20',
    source: 'network policies of all tiers, workloads of all namespaces',
    get: listBridges,
  },
});
