import type { Raw } from '@breakwater/inventory';
import { expect, it } from 'vitest';
import { ObjectStore } from './object-store.ts';

const object = (apiVersion: string, kind: string, name: string, more: Raw = {}, metadata: Raw = {}): Raw => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'shop', uid: `uid-${name}`, ...metadata },
  ...more,
});
const ownedBy = (kind: string, name: string): Raw => ({ ownerReferences: [{ apiVersion: 'apps/v1', kind, name, controller: true }] });
const deployment = object('apps/v1', 'Deployment', 'web', { spec: {} });
const replicaSet = object('apps/v1', 'ReplicaSet', 'web-1', { spec: {} }, ownedBy('Deployment', 'web'));
const pod = object('v1', 'Pod', 'web-1-x', { spec: { nodeName: 'n' }, status: { phase: 'Running' } }, ownedBy('ReplicaSet', 'web-1'));

function fill(...objects: readonly Raw[]): ObjectStore {
  const store = new ObjectStore();
  for (const each of objects) store.put(each);
  return store;
}

const names = (entries: readonly { readonly name: string }[]): readonly string[] => entries.map(({ name }) => name).sort();

it('says what is new', () => {
  const store = fill(deployment);
  expect(store.put(structuredClone(deployment))).toBeUndefined();
  expect(store.put({ ...deployment, spec: { replicas: 2 } })?.key).toBe('apps/Deployment/shop/web');
  expect(store.size).toBe(1);
});

it.each([
  ['owners first', [deployment, replicaSet, pod]],
  ['owners last', [pod, replicaSet, deployment]],
])('judges pods through the workload that owns them: %s', (_name, objects) => {
  const store = fill(...objects);
  store.dropOwned();
  const root = store.find('apps/Deployment/shop/web');
  if (root === undefined) throw new Error('no root');
  expect(names(store.listJudged('shop'))).toEqual(['web']);
  expect(names(store.listPods(root))).toEqual(['web-1-x']);
  expect(store.find('/Pod/shop/web-1-x')).toMatchObject({ text: '', run: { node: 'n', phase: 'Running' } });
});

it('judges a pod whose owner is not known, or makes no pods', () => {
  const store = fill(
    pod,
    object('v1', 'Pod', 'own', {}, { ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: 'n', controller: true }] }),
  );
  expect(names(store.listJudged('shop'))).toEqual(['own', 'web-1-x']);
});

it('survives owners that own each other', () => {
  const a = object('apps/v1', 'ReplicaSet', 'a', {}, ownedBy('ReplicaSet', 'b'));
  const b = object('apps/v1', 'ReplicaSet', 'b', {}, ownedBy('ReplicaSet', 'a'));
  const store = fill(a, b);
  expect(names(store.listJudged('shop'))).toEqual(['a', 'b']);
  for (const entry of store.listJudged('shop')) expect(store.listPods(entry)).toEqual([]);
});

it('shows a slice what is elsewhere, without what is local there', () => {
  const elsewhere = { namespace: 'other' };
  const store = fill(
    deployment,
    object('v1', 'Service', 's', {}, elsewhere),
    object('v1', 'Secret', 'x', {}, elsewhere),
    object('apps/v1', 'Deployment', 'd', {}, elsewhere),
    object('v1', 'ConfigMap', 'aws-auth', {}, { namespace: 'kube-system' }),
    object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'r', {}, { namespace: undefined }),
    object('v1', 'Namespace', 'shop', {}, { namespace: undefined }),
  );
  expect(names(store.listContext(new Set(['shop'])))).toEqual(['aws-auth', 'd', 'r', 's']);
  expect(names(store.listJudged('shop'))).toEqual(['shop', 'web']);
  expect(names(store.listJudged(''))).toEqual(['r']);
});

it('keeps a slice until it was said that it is empty', () => {
  const store = fill(deployment);
  expect(store.delete('apps/Deployment/shop/web')?.name).toBe('web');
  expect([...store.slices]).toEqual(['shop']);
  store.dropEmpty('shop');
  expect([...store.slices]).toEqual([]);
});

it('reads objects again that it has forgotten, and forgets more than it may keep', () => {
  const large = Array.from({ length: 20 }, (_, index) => object('v1', 'ConfigMap', `m${index}`, { data: { key: 'x'.repeat(1_000_000) } }));
  const store = fill(...large);
  const entries = store.listJudged('shop');
  for (const entry of entries) expect(store.read(entry)).toMatchObject({ kind: 'ConfigMap' });
  expect(entries.filter(({ value }) => value !== undefined).length).toBeLessThanOrEqual(6);
  expect(entries.map(entry => store.read(entry))).toEqual(large);
});
