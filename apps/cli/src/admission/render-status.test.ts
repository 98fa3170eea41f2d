import { expect, test } from 'vitest';
import { renderStatus } from './render-status.ts';

const STATUS = {
  cluster: 'c1',
  clusterName: 'production',
  state: 'connected',
  native: 2,
  notNative: 1,
  requests: 12,
  denied: 3,
  failed: 0,
  revision: 14,
  lastDecision: '2026-12-01T11:59:00.000Z',
  notEvaluated: ['image-unsigned'],
  policySet: 14,
  replicas: [],
};
const REPLICA = {
  id: 'admission-a',
  revision: 14,
  behind: false,
  since: '2026-12-01T10:00:00.000Z',
  heardAt: '2026-12-01T12:00:00.000Z',
  silent: false,
  certificateEnd: '2027-01-01T00:00:00.000Z',
  policies: 3,
  unusable: [],
  unusableCount: 0,
};

test('no cluster', () => expect(renderStatus([])).toBe('no cluster is connected\n'));

test('clusters, their replicas, and what is wrong', () => {
  const { certificateEnd: _, ...untold } = REPLICA;
  const replicas = [
    REPLICA,
    { ...untold, id: 'admission-b', revision: 12, behind: true, unusable: ['ours'], unusableCount: 3 },
    { ...REPLICA, id: 'admission-c', revision: -1, behind: true, policies: 0, silent: true },
  ];
  const silent = { ...STATUS, clusterName: 'test', notEvaluated: [], silentSince: REPLICA.heardAt };
  expect(renderStatus([{ ...STATUS, replicas }, silent])).toBe(`\
cluster     sensor     native  not native  replicas  requests/h  refused/h  failed/d  revision  last decision
production  connected  2       1           2 of 3    12          3          0         14        2026-12-01T11:59:00.000Z
test        connected  2       1           0         12          3          0         14        2026-12-01T11:59:00.000Z

cluster     replica      policy set              policies  started                   certificate until         heard of
production  admission-a  14                      3         2026-12-01T10:00:00.000Z  2027-01-01T00:00:00.000Z  2026-12-01T12:00:00.000Z
production  admission-b  12, behind 14           3         2026-12-01T10:00:00.000Z  not told                  2026-12-01T12:00:00.000Z
production  admission-c  none yet, 14 is newest  0         2026-12-01T10:00:00.000Z  2027-01-01T00:00:00.000Z  silent since 2026-12-01T12:00:00.000Z

production: admission-b cannot use ours, 2 more; bring admission to the release of the server, or look at its log
production: not evaluated for want of facts: image-unsigned
test: admission is silent since 2026-12-01T12:00:00.000Z: requests are answered as the failurePolicy of its webhook says; look at its pods, and whether they reach the sensor
`);
});
