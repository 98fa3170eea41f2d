import { Inventory } from '@breakwater/inventory';
import { expect, it } from 'vitest';
import { listBrokenGlass } from './broken-glass.ts';

const NOW = Date.parse('2026-12-03T00:00:00Z');

function list(annotations: Readonly<Record<string, string>>) {
  const metadata = { name: 'web', namespace: 'shop', creationTimestamp: '2026-12-01T00:00:00Z' };
  const value = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: { template: { metadata: { annotations }, spec: { containers: [] } } },
  };
  const { objects, workloads } = new Inventory([{ value }], { cluster: 'c', kubeMinor: 36, complete: true, namespace: '' });
  return listBrokenGlass(objects, new Map(workloads.map(workload => [workload.object, workload])), NOW);
}

const REASON = { 'break-glass.breakwater/reason': 'the shop is down' };

it('says nothing of what has none, or one that lasts', () => {
  expect(list({})).toEqual([]);
  expect(list({ ...REASON, 'break-glass.breakwater/until': '2026-12-04' })).toEqual([]);
});

it('tells of one that is over', () => {
  expect(list(REASON)).toEqual([
    {
      code: 'break-glass-ended',
      source: 'Deployment web',
      message:
        'Deployment \'web\' was let through by a break-glass ("the shop is down") that counts no longer: the break-glass ended on 2026-12-02T00:00:00.000Z, 24 hours after the object was made; break-glass.breakwater/until gives it another end. Put right what policies find in it and take the annotation away, or ask for an exception.',
    },
  ]);
});
