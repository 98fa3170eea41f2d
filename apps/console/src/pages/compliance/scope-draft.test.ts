import { expect, it } from 'vitest';
import { toScope, toScopeDraft } from './scope-draft.ts';

const EMPTY = { namespaces: '', nodes: '', nodeLabels: '' };

it.each([
  ['nothing', EMPTY, {}],
  ['namespaces', { ...EMPTY, namespaces: 'shop, pay-*' }, { namespaces: ['shop', 'pay-*'] }],
  ['nodes', { ...EMPTY, nodes: 'edge-*' }, { nodes: ['edge-*'] }],
  [
    'labels',
    { ...EMPTY, nodeLabels: 'pool=blue, node-role.kubernetes.io/worker=' },
    { nodeLabels: { pool: 'blue', 'node-role.kubernetes.io/worker': '' } },
  ],
])('%s is what is meant, and written again as it was', (_, draft, scope) => {
  expect([toScope(draft), toScopeDraft(scope)]).toStrictEqual([scope, draft]);
});

it.each(['pool', 'pool!=blue', '=blue', 'a b=c'])('%s is no label', nodeLabels => {
  expect(toScope({ ...EMPTY, nodeLabels })).toBeUndefined();
});
