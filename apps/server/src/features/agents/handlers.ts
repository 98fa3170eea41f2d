import { agents } from '@breakwater/api';
import type { ServerContext } from '../../context.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { readPolicySet } from '../../policy-set/store.ts';
import { findGaps } from './gaps/find-gaps.ts';
import { listEventPolicies, readSigns } from './gaps/store.ts';
import { type ClusterAgents, readAgents } from './store.ts';

/** Nodes without an agent that are named. */
const MAX_NAMED = 100;

export function createAgentsFeature({ query, pool }: ServerContext): Feature {
  return defineFeature(agents, {
    gaps: async ({ principal, language }) => {
      const clusters = await readAgents(query, principal);
      const signs = await readSigns(
        query,
        clusters.map(({ cluster }) => cluster),
      );
      const gaps = await Promise.all(
        clusters.map(async one => {
          const { hasAudit = false, undecided = [] } = signs.get(one.cluster) ?? {};
          const policies = listEventPolicies(await readPolicySet(pool, one.cluster), language);
          return findGaps({ ...one, policies, hasAudit, undecided });
        }),
      );
      return { gaps: gaps.flat() };
    },
    status: async ({ principal }) => {
      const clusters = await readAgents(query, principal);
      return { results: clusters.flatMap(toAgents), clusters: clusters.map(toCoverage) };
    },
  });
}

function toAgents({ cluster, clusterName, agents: known }: ClusterAgents) {
  return known.map(({ bootId: _, capabilities, problems, ...agent }) => ({
    cluster,
    clusterName,
    ...agent,
    capabilities: [...capabilities],
    problems: [...problems],
  }));
}

function toCoverage({ cluster, clusterName, nodes, agents: known }: ClusterAgents) {
  const heard = new Set(known.filter(({ silent }) => !silent).map(({ node }) => node));
  const unwatched = nodes.filter(node => !heard.has(node));
  return { cluster, clusterName, nodes: nodes.length, watched: nodes.length - unwatched.length, unwatched: unwatched.slice(0, MAX_NAMED) };
}
