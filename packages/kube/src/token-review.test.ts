import { expect, test } from 'vitest';
import { readReview } from './token-review.ts';

const AUDIENCE = 'breakwater-sensor';
const NAME = 'system:serviceaccount:breakwater:breakwater-agent';
const extra = (values: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [`authentication.kubernetes.io/${key}`, value]));
const review = (user: object, audiences: unknown = [AUDIENCE]) => ({ status: { authenticated: true, audiences, user } });

test.each([
  ['a token that is bound to nothing', review({ username: NAME }), { name: NAME }],
  [
    'of a pod on a node, as from 1.30 on',
    review({ username: NAME, extra: extra({ 'node-name': ['n1'], 'pod-name': ['a'], 'pod-uid': ['u'] }) }),
    { name: NAME, node: 'n1', pod: { name: 'a', uid: 'u' } },
  ],
  [
    'of a pod, as before',
    review({ username: NAME, extra: extra({ 'pod-name': ['a'], 'pod-uid': ['u'] }) }),
    { name: NAME, pod: { name: 'a', uid: 'u' } },
  ],
  ['one that says several nodes says none', review({ username: NAME, extra: extra({ 'node-name': ['n1', 'n2'] }) }), { name: NAME }],
  [
    'extras of another shape',
    review({ username: NAME, extra: extra({ 'node-name': 'n1', 'pod-name': [''], 'pod-uid': [7] }) }),
    { name: NAME },
  ],
  ['for somebody else', review({ username: NAME }, ['other']), undefined],
  ['from a server that knows no audiences', { status: { authenticated: true, user: { username: NAME } } }, undefined],
  ['of nobody', review({}), undefined],
])('%s', (_, value, expected) => {
  expect(readReview(value, AUDIENCE)).toStrictEqual(expected);
});
