import { expect, test } from 'vitest';
import { findGaps, type WatchedCluster } from './find-gaps.ts';

const SHELL = { id: 'shell', title: 'Shell', events: ['process-exec'] } as const;
const PEER = { id: 'peer', title: 'Peer', events: ['connect', 'dns'] } as const;
const SECRETS = { id: 'secrets', title: 'Secrets', events: ['kube-audit'] } as const;
const agent = (node: string, capabilities: readonly { readonly name: string; readonly missing?: string }[], silent = false) => ({
  node,
  bootId: 'b',
  version: '1',
  since: '',
  heardAt: '',
  silent,
  capabilities: [...capabilities],
  problems: [],
});
const SEES = [{ name: 'process-exec' }, { name: 'tcp' }, { name: 'dns-questions' }];
const build = (change: Partial<WatchedCluster>): WatchedCluster => ({
  cluster: 'c1',
  clusterName: 'production',
  nodes: ['n1'],
  agents: [agent('n1', SEES)],
  policies: [SHELL, PEER, SECRETS],
  hasAudit: true,
  undecided: [],
  ...change,
});
const describe = (change: Partial<WatchedCluster>) =>
  findGaps(build(change)).map(({ reason, capability = '', detail, nodes, policies }) =>
    [reason, capability, detail, nodes.join(','), policies.map(({ id }) => id).join(',')].join(' | '),
  );

test.each<readonly [name: string, change: Partial<WatchedCluster>, expected: readonly string[]]>([
  ['all is seen', {}, []],
  [
    'nodes without an agent, or with one that is silent',
    { nodes: ['n1', 'n2', 'n3'], agents: [agent('n3', SEES, true)] },
    ['no-agent |  |  | n1,n2 | shell,peer', 'silent |  |  | n3 | shell,peer'],
  ],
  [
    'what an agent cannot see, and what it was not told to look at',
    {
      nodes: ['n1', 'n2'],
      agents: ['n1', 'n2'].map(node => agent(node, [{ name: 'process-exec' }, { name: 'tcp', missing: 'no BTF' }])),
    },
    ['not-looked | dns-questions |  | n1,n2 | peer', 'cannot | tcp | no BTF | n1,n2 | peer'],
  ],
  ['no audit events', { hasAudit: false }, ['no-audit |  |  |  | secrets']],
  [
    'what the sensor could not decide',
    { undecided: [{ policy: 'peer', message: 'not decided for 3 events: x' }] },
    ['undecided |  | not decided for 3 events: x |  | peer'],
  ],
  ['no policy is on', { nodes: ['n1', 'n2'], hasAudit: false, policies: [] }, []],
])('%s', (_, change, expected) => {
  expect(describe(change)).toStrictEqual(expected);
});
