import type { Event } from '@breakwater/model';
import { expect, test } from 'vitest';
import { joinEvent } from './join-event.ts';
import { ObjectStore } from './object-store.ts';

const owned = (kind: string, name: string) => ({ ownerReferences: [{ apiVersion: 'apps/v1', kind, name, uid: name, controller: true }] });
const store = new ObjectStore();
store.put({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'shop', uid: 'd' } });
store.put({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: { name: 'web-1', namespace: 'shop', uid: 'r', ...owned('Deployment', 'web') },
});
store.put({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web-1-a', namespace: 'shop', uid: 'p1', ...owned('ReplicaSet', 'web-1') },
  status: { containerStatuses: [{ name: 'app', containerID: `containerd://${'ab'.repeat(32)}` }] },
});
store.put({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'lone', namespace: 'shop', uid: 'mirror' } });

const EVENT: Event = { id: 'n/b/1', time: '', type: 'process-exit', cluster: '', node: 'n', containerId: 'ab'.repeat(32) };
const WEB = { namespace: 'shop', pod: 'web-1-a', workload: 'Deployment/web', container: 'app' };

test.each<readonly [name: string, event: Partial<Event>, expected: Partial<Event>]>([
  ['by the uid of its pod', { podUid: 'p1' }, { ...WEB, podUid: 'p1' }],
  ['by the names that its node knows', { namespace: 'shop', pod: 'web-1-a', podUid: 'p1', container: 'app' }, { ...WEB, podUid: 'p1' }],
  [
    'a pod of a file by its name',
    { namespace: 'shop', pod: 'lone', podUid: 'hash' },
    { namespace: 'shop', pod: 'lone', podUid: 'hash', workload: 'Pod/lone' },
  ],
  ['a pod that is gone', { namespace: 'shop', pod: 'old', podUid: 'p0' }, { namespace: 'shop', pod: 'old', podUid: 'p0' }],
  ['by its container, where no pod is named', {}, WEB],
  ['by the short id of its container', { containerId: 'ab'.repeat(6) }, { ...WEB, containerId: 'ab'.repeat(6) }],
  ['a beginning that may be of any', { containerId: 'ab' }, { containerId: 'ab' }],
  ['another container', { containerId: 'cd'.repeat(32) }, { containerId: 'cd'.repeat(32) }],
  ['a pod that others name is not looked for elsewhere', { namespace: 'shop', pod: 'old' }, { namespace: 'shop', pod: 'old' }],
  ['what is of no pod', { containerId: '' }, { containerId: '' }],
])('%s', (_, event, expected) => {
  expect(joinEvent({ ...EVENT, ...event }, store, 'c')).toStrictEqual({ ...EVENT, cluster: 'c', ...expected });
});

const AUDIT = { user: 'ann', groups: [], verb: 'get', resource: 'pods', subresource: 'exec', allowed: true, code: 101, sourceIps: [] };

test.each([
  ['of a pod that is there', { ...AUDIT, name: 'web-1-a' }, { pod: 'web-1-a', workload: 'Deployment/web' }],
  ['of one that is gone', { ...AUDIT, name: 'old' }, {}],
  ['of another kind', { ...AUDIT, name: 'web-1-a', resource: 'services' }, {}],
])('a request %s', (_, audit, expected) => {
  const { containerId: _id, ...event } = { ...EVENT, type: 'kube-audit' as const, namespace: 'shop', audit };
  expect(joinEvent(event, store, 'c')).toStrictEqual({ ...event, cluster: 'c', ...expected });
});
