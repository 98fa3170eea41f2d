import type { Answer, agents } from '@breakwater/api';
import { renderAnswer } from '../answer.ts';

type Status = Answer<typeof agents.endpoints.status>;

/** Agents with what they cannot see, for a terminal; then nodes that nobody watches. */
export function renderAgents({ results, clusters }: Status): string {
  const nodes = clusters.reduce((sum, { nodes: count }) => sum + count, 0);
  const watched = clusters.reduce((sum, { watched: count }) => sum + count, 0);
  const table = renderAnswer('table', {
    schema: 'breakwater/agents',
    results: [],
    heading: `${watched} of ${nodes} nodes are watched`,
    columns: ['cluster', 'node', 'version', 'heard of', 'not covered'],
    rows: results.map(({ clusterName, node, version, heardAt, silent, capabilities }) => [
      clusterName,
      node,
      version,
      silent ? `silent since ${heardAt}` : heardAt,
      capabilities.flatMap(({ name, missing }) => (missing === undefined ? [] : [`${name} (${missing})`])).join(', ') || 'nothing',
    ]),
    problems: results.flatMap(({ clusterName, problems }) =>
      problems.map(problem => ({ ...problem, source: `${clusterName}/${problem.source}` })),
    ),
  });
  const unwatched = clusters.flatMap(({ clusterName, unwatched: names }) => names.map(name => `${clusterName}/${name}`));
  return unwatched.length === 0
    ? table
    : `${table}\nNobody watches ${unwatched.join(', ')}: no agent of these nodes was heard of; see whether its pod runs there\n`;
}
