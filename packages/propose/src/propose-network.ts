import { nameObject } from '@breakwater/inventory';
import type { Problem } from '@breakwater/model';
import { type Cluster, describePolicy, findNeeds, type Generated, generatePolicies, readCluster } from '@breakwater/network';
import { isProposed, type Proposal, shorten } from './proposal.ts';

export interface NetworkProposals {
  readonly proposals: readonly Proposal[];
  readonly problems: readonly Problem[];
}

/** Policies for what workloads of some namespaces are declared to need, and those that deny the rest; in the order in which they are to be applied. */
export function proposeNetwork(inventory: Cluster['inventory'], namespaces: readonly string[], isLive: boolean): NetworkProposals {
  const cluster = readCluster(inventory);
  const found = findNeeds(cluster);
  const wanted = new Set(namespaces);
  const generated = generatePolicies(cluster, found.needs, {
    isWanted: ({ pod }) => wanted.has(pod.namespace),
    denyRest: true,
    existing: 'keep',
    emptyNamespaces: namespaces.filter(name => cluster.workloads.every(({ pod }) => pod.namespace !== name)),
  });
  const policies = generated.policies.map(policy => ({
    namespace: policy.object.metadata.namespace,
    object: { ...policy.object, spec: spellOut(policy.object.spec) },
    because: describePolicy(policy),
  }));
  const heads = namespaces.map(namespace => ({ namespace, because: describeAll(namespace, generated, cluster, isLive) }));
  return { proposals: [...heads, ...policies], problems: [...cluster.problems, ...found.problems, ...generated.problems] };
}

/** A direction that is left out would keep, in a policy that is there, the rules that somebody else applied. */
function spellOut(spec: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return { ...spec, ingress: spec['ingress'] ?? [], egress: spec['egress'] ?? [] };
}

function describeAll(namespace: string, { policies, skipped, remarks }: Generated, cluster: Cluster, isLive: boolean): readonly string[] {
  const own = policies.filter(({ object }) => object.metadata.namespace === namespace);
  const isDenied = own.some(({ workload }) => workload === undefined);
  return [
    `network of ${namespace}: ${own.length} policies for what is declared; connections that nothing declares end with them, so watch the flows before`,
    ...(isDenied || own.length === 0
      ? []
      : ['the rest is not denied: pods of the DNS run in this namespace and are not among what was read, so it might be cut off']),
    ...(isLive
      ? ['Secrets of a cluster are not read: what only a Secret names is not opened; `network generate` takes flows or manifests']
      : []),
    ...skipped
      .filter(({ workload }) => workload.startsWith(`${namespace}/`))
      .map(({ workload, reason }) => `skipped: ${workload}: ${reason}`),
    ...remarks.map(remark => `note: ${remark}`),
    ...shorten(listStaying(cluster, namespace)),
  ];
}

/** What is allowed by any policy is allowed, so those that stay may undo the new ones. */
function listStaying({ policies, inventory }: Cluster, namespace: string): readonly string[] {
  return policies
    .filter(({ tier, source }) => tier === 'NetworkPolicy' && source.namespace === namespace)
    .filter(({ source }) => !isProposed(inventory.find(source.kind, source.namespace, source.name)?.labels ?? {}))
    .map(
      ({ source }) =>
        `${nameObject(source)} stays, and so does all that it allows: delete it once these are in place, unless it is still wanted`,
    );
}
