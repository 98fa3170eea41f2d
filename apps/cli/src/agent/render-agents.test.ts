import { expect, test } from 'vitest';
import { renderAgents } from './render-agents.ts';

const AGENT = {
  cluster: 'c1',
  clusterName: 'prod',
  node: 'n1',
  version: '0.1.0',
  since: '2026-12-01T08:00:00Z',
  heardAt: '2026-12-01T12:00:00Z',
  silent: false,
  capabilities: [{ name: 'exec' }, { name: 'deny-connect', missing: 'no cgroup v2' }],
  problems: [],
};

test('agents, what they cannot see, and nodes without one', () => {
  const silent = {
    ...AGENT,
    node: 'n2',
    silent: true,
    capabilities: [],
    problems: [{ code: 'events-lost', source: 'agent/n2', message: '7 events of type dns' }],
  };
  const text = renderAgents({
    results: [AGENT, silent],
    clusters: [{ cluster: 'c1', clusterName: 'prod', nodes: 3, watched: 1, unwatched: ['n2', 'n3'] }],
  });
  expect(text.split('\n').map(line => line.replace(/ {2,}/g, '  ').trimEnd())).toStrictEqual([
    '1 of 3 nodes are watched',
    '',
    'CLUSTER  NODE  VERSION  HEARD OF  NOT COVERED',
    'prod  n1  0.1.0  2026-12-01T12:00:00Z  deny-connect (no cgroup v2)',
    'prod  n2  0.1.0  silent since 2026-12-01T12:00:00Z  nothing',
    '',
    'events-lost  prod/agent/n2: 7 events of type dns',
    '',
    'Nobody watches prod/n2, prod/n3: no agent of these nodes was heard of; see whether its pod runs there',
    '',
  ]);
});

test('a server without clusters', () => {
  expect(renderAgents({ results: [], clusters: [] })).toBe('0 of 0 nodes are watched\n');
});
