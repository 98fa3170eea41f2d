import { agents } from '@breakwater/api';
import type { ServerContext } from '../../context.ts';
import { defineFeature, type Feature } from '../../http/route.ts';
import { type ClusterAgents, readAgents } from './store.ts';

/** Nodes without an agent that are named. */
const MAX_NAMED = 100;

export function createAgentsFeature({ query }: ServerContext): Feature {
  return defineFeature(agents, {
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
