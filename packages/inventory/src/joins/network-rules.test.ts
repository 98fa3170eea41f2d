import { describe, expect, test } from 'vitest';
import type { Raw } from '../raw.ts';
import { buildInventory, buildObject } from '../testing/build.ts';
import { listPodPeers, selectsAnything } from './network-peers.ts';
import { isEverything, isOpenEgressRule, listEgressTo } from './network-rules.ts';

const policy = (spec: Raw): Raw => buildObject('networking.k8s.io/v1', 'NetworkPolicy', 'p', { spec: { podSelector: {}, ...spec } });
const block = (cidr: string, ...except: readonly string[]): Raw => ({ ipBlock: { cidr, except } });

describe('egress to 10.0.0.0/24 on TCP 10250', () => {
  test.each<[string, readonly unknown[], readonly string[]]>([
    ['every destination', [{}], ['0']],
    ['an empty list of peers', [{ to: [] }], ['0']],
    ['selectors', [{ to: [{ podSelector: {} }, { namespaceSelector: {} }] }], []],
    ['a wider block', [{ to: [block('10.0.0.0/8')] }], ['0']],
    ['one address', [{ to: [{ podSelector: {} }, block('10.0.0.7/32')] }], ['0']],
    ['another block', [{ to: [block('10.0.1.0/24')] }], []],
    ['another family', [{ to: [block('::/0')] }], []],
    ['all nodes excepted', [{ to: [block('10.0.0.0/8', '10.0.0.0/25', '10.0.0.128/25')] }], []],
    ['half of the nodes excepted', [{ to: [block('10.0.0.0/8', '10.0.0.0/25')] }], ['0']],
    ['another port', [{ ports: [{ port: 443 }] }], []],
    ['a range of ports', [{ ports: [{ port: 443 }, { port: 10000, endPort: 11000 }] }], ['0']],
    ['a name', [{ ports: [{ port: 'kubelet' }] }], []],
    ['all ports of UDP', [{ ports: [{ protocol: 'UDP' }] }], []],
    ['all ports of TCP', [{ ports: [{ protocol: 'TCP' }] }], ['0']],
    ['text that is no block', [{ to: [block('nodes')] }, 'x', { to: 'y' }], ['2']],
  ])('%s', (_, egress, rules) => {
    const found = buildInventory([policy({ egress, policyTypes: ['Egress'] })]).objects.flatMap(object =>
      listEgressTo(object, ['10.0.0.0/24'], 'TCP', [10250]),
    );
    expect(found.map(path => String(path.at(-1)))).toEqual(rules);
  });
});

describe('isOpenEgressRule', () => {
  test.each<[Raw, boolean]>([
    [{}, true],
    [{ to: [{}] }, true],
    [{ to: [{ ipBlock: {} }] }, true],
    [{ to: [block('1.2.3.4/0', '10.0.0.0/8')] }, true],
    [{ to: [block('10.0.0.0/8')] }, false],
    [{ to: [{ podSelector: {} }] }, true],
    [{ to: [{ podSelector: {}, namespaceSelector: { matchLabels: { a: 'b' } } }] }, false],
    [{ to: [{ podSelector: { matchLabels: { a: 'b' } }, namespaceSelector: {} }] }, false],
    [{ to: [{ podSelector: { matchLabels: { a: 'b' } } }, { namespaceSelector: {} }] }, true],
  ])('%j', (rule, open) => expect(isOpenEgressRule(rule)).toBe(open));
});

test.each([
  ['0.0.0.0/0', true],
  ['10.0.0.0/0', true],
  ['::/0', true],
  ['0.0.0.0/1', false],
  ['everything', false],
])('isEverything %s', (text, answer) => expect(isEverything(text)).toBe(answer));

test('peers with a pod selector and whether they take anything', () => {
  const web = { matchLabels: { app: 'web' } };
  const byTeam = (team: string): Raw => ({ matchLabels: { team } });
  const byName = (name: string): Raw => ({ matchLabels: { 'kubernetes.io/metadata.name': name } });
  const from = [
    { podSelector: web },
    { podSelector: {} },
    block('10.0.0.0/8'),
    { namespaceSelector: byTeam('x') },
    { podSelector: web, namespaceSelector: byTeam('x') },
    { podSelector: web, namespaceSelector: byTeam('y') },
    { podSelector: web, namespaceSelector: byName('other') },
    { podSelector: web, namespaceSelector: byName('shop') },
    { podSelector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] }, namespaceSelector: {} },
  ];
  const pod = buildObject('v1', 'Pod', 'web', { spec: { containers: [] } }, { namespace: 'other', labels: { app: 'web' } });
  const other = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other', labels: { team: 'x' } } };
  const inventory = buildInventory([other, pod, policy({ ingress: [{ from }, 'x'] })]);
  const peers = inventory.listKind('NetworkPolicy').flatMap(listPodPeers);
  expect(peers.map(peer => [peer.path.at(-1), selectsAnything(inventory, peer)])).toEqual([
    [0, false],
    [4, true],
    [5, false],
    [6, true],
    [7, false],
    [8, true],
  ]);
});
