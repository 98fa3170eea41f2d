import type { NodeFacts, State } from '@breakwater/model';
import { expect, it } from 'vitest';
import { findStandard } from '../catalogue.ts';
import { assess } from '../compliance/assess.ts';
import { HOST_LAYOUTS } from '../testing/host-layouts.ts';
import { createHost } from '../testing/host-tree.ts';
import { collectNode } from './collect-node.ts';

const NOW = '2026-12-01T00:00:00Z';

/** As root collects it: whoever runs the tests owns what they write. */
function collect(layout: keyof typeof HOST_LAYOUTS): NodeFacts {
  const facts = collectNode({ root: createHost(HOST_LAYOUTS[layout]), now: new Date(NOW) });
  return { ...facts, files: facts.files.map(file => ({ ...file, uid: 0, gid: 0, owner: 'root', group: 'root' })) };
}

function judge(layout: keyof typeof HOST_LAYOUTS, framework: string): ReadonlyMap<string, State> {
  const assessment = {
    objects: [],
    facts: [collect(layout)],
    standards: [findStandard(framework)],
    kubeMinor: 34,
    language: 'en',
    cluster: 'test',
    now: NOW,
  } as const;
  return new Map(assess(assessment).results.map(({ control, state }) => [control, state]));
}

const list = (states: ReadonlyMap<string, State>, wanted: State): string =>
  [...states].flatMap(([control, state]) => (state === wanted ? [control] : [])).join(' ');

/** What is truly wrong with each distribution as it comes; of what cannot be seen nothing is said. */
it.each<[keyof typeof HOST_LAYOUTS, string, string]>([
  [
    'kubeadm',
    'cis-1.12',
    '1.1.12 1.2.1 1.2.3 1.2.5 1.2.9 1.2.11 1.2.15 1.2.16 1.2.17 1.2.18 1.2.19 1.2.27 1.2.28 1.2.29 1.2.30 1.3.1 1.3.2 1.4.1 3.2.1 3.2.2 4.1.1 4.1.9 4.2.9 4.2.12 4.2.13 4.2.14',
  ],
  ['rke2', 'cis-1.12', '1.1.12 1.2.3 1.2.9 1.2.11 1.2.16 1.2.17 1.2.18 1.2.19 1.2.29 1.2.30 3.2.1 3.2.2 4.2.12 4.2.13 4.2.14'],
  ['k3s', 'cis-1.12', ''],
  [
    'microk8s',
    'cis-1.12',
    '1.2.1 1.2.3 1.2.9 1.2.11 1.2.16 1.2.17 1.2.18 1.2.19 1.2.23 1.2.26 1.2.27 1.2.28 1.2.29 1.2.30 1.3.1 3.2.1 3.2.2 4.2.9 4.2.12 4.2.13 4.2.14',
  ],
  // Admission plug-ins, the authority of kubelets and long tokens are left to whoever runs it.
  ['talos', 'cis-1.12', '1.2.3 1.2.5 1.2.9 1.2.11 1.2.30'],
  ['eks', 'cis-eks-1.8.0', ''],
  ['openshift', 'cis-1.12', '4.2.14'],
])('a node of %s fails %s where it is wrong, and nowhere else', (layout, framework, fails) => {
  const states = judge(layout, framework);
  expect(collect(layout).distribution).toBe(layout);
  expect(list(states, 'fail')).toBe(fails);
  expect(list(states, 'error')).toBe('');
});
