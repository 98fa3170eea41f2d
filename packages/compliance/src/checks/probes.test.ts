import type { ProbeAnswer, ProbeRecord } from '@breakwater/model';
import { expect, it } from 'vitest';
import { ClusterView } from '../cluster-view.ts';
import { checks } from './probes.ts';

const TLS = {
  version: 'TLSv1.3',
  cipher: 'TLS_AES_128_GCM_SHA256',
  subject: 'CN=kube-apiserver',
  issuer: 'CN=kubernetes',
  notAfter: '2027-12-01T00:00:00Z',
};

function decide(check: string, change: Partial<ProbeAnswer> & Pick<ProbeAnswer, 'probe'>): string {
  const answer: ProbeAnswer = { kind: 'Cluster', name: 'cluster', address: '192.0.2.10:6443', outcome: 'answered', detail: '', ...change };
  const probes: ProbeRecord = { schema: 'probes/1', takenAt: '2026-12-01T00:00:00Z', answers: [answer], configz: {} };
  const view = new ClusterView({ objects: [], facts: [], probes });
  const [finding] = checks.find(({ id }) => id === check)?.decide(view) ?? [];
  return `${finding?.state} ${finding?.message.en}`;
}

it.each<[string, Partial<ProbeAnswer> & Pick<ProbeAnswer, 'probe'>, string]>([
  ['probe-api-anonymous', { probe: 'api-anonymous', status: 401 }, 'pass 192.0.2.10:6443 answered 401'],
  [
    'probe-api-anonymous',
    { probe: 'api-anonymous', status: 403, detail: 'system:anonymous' },
    'fail 192.0.2.10:6443 answered 403 (system:anonymous)',
  ],
  ['probe-api-anonymous', { probe: 'api-anonymous', status: 200 }, 'fail 192.0.2.10:6443 answered 200'],
  ['probe-api-anonymous', { probe: 'api-anonymous', status: 503 }, 'not-evaluated 192.0.2.10:6443 answered 503'],
  [
    'probe-api-anonymous',
    { probe: 'api-anonymous', outcome: 'unreachable' },
    'not-evaluated 192.0.2.10:6443 could not be reached from here',
  ],
  ['probe-invented-user-allowed', { probe: 'api-invented-user', detail: 'denied' }, 'pass an invented user may not read all Secrets'],
  ['probe-invented-user-allowed', { probe: 'api-invented-user', detail: 'allowed' }, 'fail an invented user may read all Secrets'],
  [
    'probe-invented-user-allowed',
    { probe: 'api-invented-user', outcome: 'failed', detail: 'forbidden' },
    'not-evaluated 192.0.2.10:6443 was not asked: forbidden',
  ],
  ['probe-kubelet-anonymous', { probe: 'kubelet-anonymous', status: 401 }, 'pass 192.0.2.10:6443 answered 401'],
  ['probe-kubelet-anonymous', { probe: 'kubelet-anonymous', status: 403 }, 'fail 192.0.2.10:6443 answered 403'],
  ['probe-kubelet-read-only', { probe: 'kubelet-read-only', outcome: 'refused' }, 'pass 192.0.2.10:6443 refused the connection'],
  ['probe-kubelet-read-only', { probe: 'kubelet-read-only', status: 200 }, 'fail 192.0.2.10:6443 answered 200'],
  [
    'probe-kubelet-read-only',
    { probe: 'kubelet-read-only', outcome: 'unreachable' },
    'not-evaluated 192.0.2.10:6443 could not be reached from here',
  ],
  ['probe-etcd-anonymous', { probe: 'etcd-anonymous', outcome: 'refused' }, 'pass 192.0.2.10:6443 refused the connection'],
  ['probe-etcd-anonymous', { probe: 'etcd-anonymous', status: 200 }, 'fail 192.0.2.10:6443 answered 200'],
  ['probe-etcd-anonymous', { probe: 'etcd-anonymous', status: 401 }, 'pass 192.0.2.10:6443 answered 401'],
  ['probe-tls-old', { probe: 'api-tls-old', outcome: 'refused' }, 'pass 192.0.2.10:6443 refuses TLS 1.1 and older'],
  ['probe-tls-old', { probe: 'api-tls-old', tls: { ...TLS, version: 'TLSv1.1' } }, 'fail 192.0.2.10:6443 agreed to TLSv1.1'],
  [
    'probe-metadata-reachable',
    { probe: 'metadata-service', outcome: 'unreachable' },
    'pass 192.0.2.10:6443 could not be reached from here',
  ],
  ['probe-metadata-reachable', { probe: 'metadata-service', status: 200 }, 'fail 192.0.2.10:6443 answered 200'],
  ['probe-certificate-expiring', { probe: 'api-tls', tls: TLS }, 'pass the certificate of 192.0.2.10:6443 ends in 365 days'],
  [
    'probe-certificate-expiring',
    { probe: 'kubelet-tls', tls: { ...TLS, notAfter: '2026-12-10T00:00:00Z' } },
    'fail the certificate of 192.0.2.10:6443 ends in 9 days',
  ],
  ['probe-certificate-expiring', { probe: 'api-tls', detail: 'timeout' }, 'not-evaluated 192.0.2.10:6443 showed no certificate (timeout)'],
])('%s of %j', (check, answer, said) => {
  expect(decide(check, answer)).toBe(said);
});

it('says nothing where nobody asked', () => {
  const view = new ClusterView({ objects: [], facts: [] });
  expect(checks.flatMap(check => check.decide(view)).map(({ state }) => state)).toStrictEqual(checks.map(() => 'not-evaluated'));
});
