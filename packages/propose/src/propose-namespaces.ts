import type { Inventory } from '@breakwater/inventory';
import type { Problem } from '@breakwater/model';
import type { PodSecurity } from '@breakwater/policy';
import type { Proposal } from './proposal.ts';
import { proposeLabels } from './propose-labels.ts';
import { proposeLimitRange } from './propose-limit-range.ts';
import { proposeNetwork } from './propose-network.ts';
import { proposeQuota } from './propose-quota.ts';

/** What may be proposed for a namespace: its Pod Security labels, its network policies, its LimitRange and ResourceQuota. */
export const PROPOSED_PARTS = ['labels', 'network', 'limits'] as const;
export type ProposedPart = (typeof PROPOSED_PARTS)[number];

export interface ProposeCase {
  /** Without LimitRanges and ResourceQuotas that were proposed before (`isProposedLimit`). */
  readonly inventory: Inventory;
  readonly podSecurity: PodSecurity;
  readonly namespaces: readonly string[];
  /** Whether all that there is could be read: what was not may be what a proposal would break. */
  readonly isWhole: boolean;
  /** Read from a cluster, and so without the values of Secrets. */
  readonly isLive: boolean;
  /** Nodes of the cluster, for DaemonSets; where undefined those of the inventory count. */
  readonly nodes: number | undefined;
}

export interface Proposals {
  /** In the order in which they are to be applied. */
  readonly proposals: readonly Proposal[];
  readonly problems: readonly Problem[];
}

/** Objects that namespaces can have without breaking what runs in them. */
export function proposeNamespaces(
  { inventory, podSecurity, namespaces, isWhole, isLive, nodes }: ProposeCase,
  parts: ReadonlySet<ProposedPart>,
): Proposals {
  const labels = namespaces.map(namespace => proposeLabels(namespace, { inventory, podSecurity, isWhole }));
  const limits = namespaces.flatMap((namespace): readonly Proposal[] => {
    const workloads = inventory.listWorkloads(namespace);
    const range = proposeLimitRange(inventory, namespace, workloads);
    return [range.proposal, proposeQuota(namespace, { inventory, workloads, defaults: range.defaults, nodes, isWhole })];
  });
  const network = parts.has('network') ? proposeNetwork(inventory, namespaces, isLive) : { proposals: [], problems: [] };
  const proposals = [...(parts.has('labels') ? labels : []), ...(parts.has('limits') ? limits : []), ...network.proposals];
  return { proposals, problems: network.problems };
}
