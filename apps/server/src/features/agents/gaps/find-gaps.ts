import type { Answer, agents } from '@breakwater/api';
import type { Event } from '@breakwater/model';
import type { ClusterAgents } from '../store.ts';

type Gap = Answer<typeof agents.endpoints.gaps>['gaps'][number];

/** A policy over events that is on somewhere in a cluster. */
export interface EventPolicy {
  readonly id: string;
  readonly title: string;
  readonly events: readonly Event['type'][];
}

export interface WatchedCluster extends ClusterAgents {
  readonly policies: readonly EventPolicy[];
  /** Whether the API server's audit events come in. */
  readonly hasAudit: boolean;
  /** Policies that could not decide, with the reason, as the sensor says. */
  readonly undecided: readonly { readonly policy: string; readonly message: string }[];
}

/** Nodes, and policies, of one gap that are named. */
const MAX_NAMED = 100;

/** What an agent has to see for an event of a type. Audit events come from the API server. */
const NEEDS: Readonly<Record<Exclude<Event['type'], 'kube-audit'>, string>> = {
  'process-exec': 'process-exec',
  'process-exit': 'process-exit',
  connect: 'tcp',
  accept: 'tcp',
  listen: 'tcp',
  dns: 'dns-questions',
  'file-open': 'system-calls',
  privilege: 'system-calls',
  syscalls: 'syscalls',
};

interface Cause {
  readonly reason: Gap['reason'];
  readonly capability: string;
  readonly detail: string;
}

/** Where policies over events cannot judge, and why; nodes with the same cause stand together. */
export function findGaps(cluster: WatchedCluster): readonly Gap[] {
  const { policies, hasAudit, undecided } = cluster;
  const titles = new Map(policies.map(({ id, title }) => [id, title] as const));
  const audited = policies.filter(({ events }) => events.includes('kube-audit'));
  return [
    ...findNodeGaps(cluster),
    ...(hasAudit || audited.length === 0 ? [] : [toGap(cluster, { reason: 'no-audit', capability: '', detail: '' }, [], audited)]),
    ...undecided.map(({ policy, message }) =>
      toGap(cluster, { reason: 'undecided', capability: '', detail: message }, [], [{ id: policy, title: titles.get(policy) ?? policy }]),
    ),
  ];
}

function findNodeGaps(cluster: WatchedCluster): readonly Gap[] {
  const { nodes, agents, policies } = cluster;
  const known = new Map(agents.map(agent => [agent.node, agent] as const));
  const places = [...new Set([...nodes, ...known.keys()])].toSorted();
  const causes = places.flatMap(node => listCauses(known.get(node), policies).map(cause => [node, cause] as const));
  const byCause = Map.groupBy(causes, ([, { reason, capability, detail }]) => [reason, capability, detail].join('\n'));
  return [...byCause.values()].flatMap(group => {
    const cause = group[0]?.[1];
    if (cause === undefined) return [];
    const held = policies.filter(({ events }) => events.some(type => isOf(type, cause.capability)));
    return held.length === 0
      ? []
      : [
          toGap(
            cluster,
            cause,
            group.map(([node]) => node),
            held,
          ),
        ];
  });
}

/** Everything on a node without an agent; else what the agent there cannot see, or was not told to look at. */
function listCauses(agent: ClusterAgents['agents'][number] | undefined, policies: readonly EventPolicy[]): readonly Cause[] {
  if (agent === undefined) return [{ reason: 'no-agent', capability: '', detail: '' }];
  if (agent.silent) return [{ reason: 'silent', capability: '', detail: '' }];
  const needed = new Set(policies.flatMap(({ events }) => events.flatMap(type => (type === 'kube-audit' ? [] : [NEEDS[type]]))));
  return [...needed].toSorted().flatMap((capability): readonly Cause[] => {
    const own = agent.capabilities.find(({ name }) => name === capability);
    if (own === undefined) return [{ reason: 'not-looked', capability, detail: '' }];
    return own.missing === undefined ? [] : [{ reason: 'cannot', capability, detail: own.missing }];
  });
}

/** Without a capability all that needs an agent. */
function isOf(type: Event['type'], capability: string): boolean {
  if (type === 'kube-audit') return false;
  return capability === '' || NEEDS[type] === capability;
}

function toGap(
  { cluster, clusterName }: ClusterAgents,
  { reason, capability, detail }: Cause,
  nodes: readonly string[],
  policies: readonly Pick<EventPolicy, 'id' | 'title'>[],
): Gap {
  return {
    cluster,
    clusterName,
    reason,
    ...(capability === '' ? {} : { capability }),
    detail,
    nodes: nodes.slice(0, MAX_NAMED),
    nodeCount: nodes.length,
    policies: policies.slice(0, MAX_NAMED).map(({ id, title }) => ({ id, title })),
    policyCount: policies.length,
  };
}
