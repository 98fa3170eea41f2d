import type { Peer } from '@breakwater/behavior';
import type { Event } from '@breakwater/model';
import { expect, test } from 'vitest';
import { ObjectStore } from '../thread/object-store.ts';
import { NetworkJudge } from './network-judge.ts';

const deployment = (name: string) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'shop', uid: name },
  spec: {
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'app', image: 'x' }] } },
  },
});
const policy = (name: string, spec: object) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace: 'shop', uid: name },
  spec,
});
const DENY = policy('deny', { podSelector: { matchLabels: { app: 'db' } }, policyTypes: ['Ingress'] });
const ALLOW = policy('web', {
  podSelector: { matchLabels: { app: 'db' } },
  ingress: [{ from: [{ podSelector: { matchLabels: { app: 'web' } } }], ports: [{ port: 5432 }] }],
});

const accept = (port: number): Event => ({
  id: 'n/b/1',
  time: '',
  type: 'accept',
  cluster: 'c',
  node: 'n',
  namespace: 'shop',
  workload: 'Deployment/db',
  accept: { protocol: 'tcp', local: { address: '10.0.0.1', port }, remote: { address: '10.0.0.2', port: 40_000 } },
});
const from = (name: string): Peer => ({ kind: 'workload', namespace: 'shop', name: `Deployment/${name}` });

function open(...objects: readonly object[]) {
  const store = new ObjectStore();
  const put = (object: object) => store.put(object as Readonly<Record<string, unknown>>);
  for (const object of [deployment('web'), deployment('db'), deployment('job'), ...objects]) put(object);
  let now = 0;
  const judge = new NetworkJudge({ store, cluster: 'c', kubeMinor: 34, customWorkloads: [], now: () => now });
  const ask = (port: number, peer: Peer, at = now) => {
    now = at;
    return judge.judge(accept(port), peer);
  };
  return { ask, put };
}

test('a connection is allowed by the policies, or by there being none', () => {
  const { ask } = open();
  expect(ask(5432, from('job'))).toStrictEqual({ verdict: 'allowed' });
  const { ask: under } = open(DENY, ALLOW);
  expect(under(5432, from('web'))?.verdict).toBe('allowed');
});

test('what came about although it is denied is only told when it was denied for a while', () => {
  const { ask, put } = open();
  expect(ask(5432, from('job'), 0)?.verdict).toBe('allowed');
  put(DENY);
  expect([ask(5432, from('job'), 10_000)?.verdict, ask(5432, from('job'), 31_000), ask(5432, from('job'), 62_000)]).toStrictEqual([
    'allowed',
    undefined,
    { verdict: 'denied', by: ['NetworkPolicy shop/deny'] },
  ]);
});

test('of who is no workload, or is not known, nothing is said', () => {
  const { ask } = open(DENY);
  expect([ask(5432, { kind: 'external' }), ask(5432, from('gone')), ask(5432, { kind: 'node', name: 'n' })]).toStrictEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
