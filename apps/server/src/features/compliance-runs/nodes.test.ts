import type { RecordedItem } from '@breakwater/model';
import { expect, it } from 'vitest';
import { countStates, groupByNode, sortByState } from './nodes.ts';

const build = (parts: Partial<RecordedItem>): RecordedItem => ({
  framework: 'f-1',
  control: '1.1',
  check: 'kubelet-read-only-port',
  state: 'fail',
  severity: 'high',
  subject: { kind: 'Node', name: 'n1' },
  message: 'open',
  evidence: [],
  remediation: '',
  evidenceHash: '',
  firstSeen: '',
  since: '',
  lastSeen: '',
  ...parts,
});

it('has of each node what was said of it and of what runs there, each verdict once, the worst first', () => {
  const nodes = groupByNode([
    build({ state: 'pass', check: 'b' }),
    build({}),
    build({ control: '1.2' }),
    build({ subject: { kind: 'Pod', name: 'etcd-n1', namespace: 'kube-system', node: 'n1' }, state: 'not-evaluated' }),
    build({ subject: { kind: 'Node', name: 'n2' } }),
    build({ subject: { kind: 'Cluster', name: 'cluster' } }),
  ]);
  expect([...nodes].map(([node, items]) => [node, countStates(items)])).toStrictEqual([
    ['n1', { pass: 1, fail: 1, 'not-evaluated': 1 }],
    ['n2', { fail: 1 }],
  ]);
  const { items, more } = sortByState(nodes.get('n1') ?? []);
  expect([items.map(({ state }) => state), more]).toStrictEqual([['fail', 'not-evaluated', 'pass'], 0]);
});

it('is bounded, and says how much more there is', () => {
  const items = Array.from({ length: 1003 }, (_, index) => build({ message: String(index) }));
  expect([sortByState(items).items.length, sortByState(items).more]).toStrictEqual([1000, 3]);
});
