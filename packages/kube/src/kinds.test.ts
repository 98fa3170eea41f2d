import { expect, it } from 'vitest';
import { kinds } from './kinds.generated.ts';
import type { Raw } from './raw.ts';

function keep(name: string, object: Raw): Raw {
  const kind = kinds.find(candidate => candidate.kind === name);
  if (kind === undefined) throw new Error(`no kind ${name}`);
  return kind.keep(object);
}

it('drops the values of a Secret and keeps keys and sizes', () => {
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 's' },
    type: 'Opaque',
    data: { token: 'c2VjcmV0', empty: '', a: 'YQ==', odd: 5 },
  };
  const kept = keep('Secret', secret);
  expect(kept).toEqual({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 's', annotations: { 'breakwater/data-sizes': '{"token":6,"empty":0,"a":1,"odd":0}' } },
    type: 'Opaque',
    data: { token: '', empty: '', a: '', odd: '' },
  });
});

it.each([
  ['stringData', { stringData: { password: 'top-secret' } }],
  ['a copy of kubectl', { metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': 'top-secret' } } }],
  ['data that is no text', { data: { password: { value: 'top-secret' } } }],
])('no value of a Secret gets through in %s', (_name, part) => {
  expect(JSON.stringify(keep('Secret', { kind: 'Secret', metadata: {}, ...part }))).not.toContain('top-secret');
});

it('keeps settings of a ConfigMap, cut at 64 KiB, and drops its binary files', () => {
  const kept = keep('ConfigMap', {
    kind: 'ConfigMap',
    metadata: {},
    data: { a: 'b', long: 'x'.repeat(70_000) },
    binaryData: { f: 'AAAA' },
  });
  expect(kept).toEqual({
    kind: 'ConfigMap',
    metadata: { annotations: { 'breakwater/data-sizes': '{"f":3}' } },
    data: { a: 'b', long: 'x'.repeat(65_536) },
    binaryData: { f: '' },
  });
});

it('keeps which image a pod runs, as which container and at which addresses, and nothing that changes by itself', () => {
  const containerStatuses = [
    {
      name: 'app',
      image: 'a:1',
      imageID: 'a@sha256:1',
      containerID: 'containerd://c',
      restartCount: 4,
      state: { running: {} },
      lastState: {},
    },
  ];
  const status = {
    phase: 'Running',
    podIP: '10.0.0.1',
    podIPs: [{ ip: '10.0.0.1' }, { ip: 'fd00::1' }],
    hostIP: '10.1.0.1',
    startTime: 't',
    conditions: [{}],
    qosClass: 'Burstable',
    containerStatuses,
  };
  expect(keep('Pod', { kind: 'Pod', metadata: {}, spec: { nodeName: 'n' }, status })).toEqual({
    kind: 'Pod',
    metadata: {},
    spec: { nodeName: 'n' },
    status: {
      phase: 'Running',
      podIP: '10.0.0.1',
      podIPs: [{ ip: '10.0.0.1' }, { ip: 'fd00::1' }],
      hostIP: '10.1.0.1',
      startTime: 't',
      containerStatuses: [{ name: 'app', image: 'a:1', imageID: 'a@sha256:1', containerID: 'containerd://c' }],
    },
  });
});

it('keeps conditions of a Node without heartbeats', () => {
  const conditions = [
    { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'm', lastHeartbeatTime: 't', lastTransitionTime: 't' },
  ];
  const status = { conditions, nodeInfo: { kubeletVersion: 'v1.36.3', bootID: 'b' }, images: [{}], volumesInUse: [] };
  expect(keep('Node', { kind: 'Node', metadata: {}, status })['status']).toEqual({
    conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady' }],
    nodeInfo: { kubeletVersion: 'v1.36.3' },
  });
});

it('drops schemas of a CustomResourceDefinition', () => {
  const versions = [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: {} }, additionalPrinterColumns: [] }];
  expect(keep('CustomResourceDefinition', { metadata: {}, spec: { group: 'g', versions } })['spec']).toEqual({
    group: 'g',
    versions: [{ name: 'v1', served: true, storage: true }],
  });
});

it('drops the certificates that a webhook configuration trusts', () => {
  const webhooks = [{ name: 'w', clientConfig: { url: 'https://w', caBundle: 'LS0t' }, failurePolicy: 'Fail' }];
  expect(keep('ValidatingWebhookConfiguration', { metadata: {}, webhooks })['webhooks']).toEqual([
    { name: 'w', clientConfig: { url: 'https://w' }, failurePolicy: 'Fail' },
  ]);
});

it('keeps who asked for a certificate and who approved it', () => {
  const spec = { signerName: 's', username: 'u', groups: ['g'], usages: ['client auth'], request: 'LS0t' };
  const status = { conditions: [{ type: 'Approved' }], certificate: 'LS0t' };
  expect(keep('CertificateSigningRequest', { metadata: {}, spec, status })).toEqual({
    metadata: {},
    spec: { signerName: 's', username: 'u', groups: ['g'], usages: ['client auth'] },
    status: { conditions: [{ type: 'Approved' }] },
  });
});

it('keeps keys of a SealedSecret', () => {
  expect(keep('SealedSecret', { metadata: {}, spec: { encryptedData: { token: 'AgB' }, template: {} } })['spec']).toEqual({
    encryptedData: { token: '' },
    template: {},
  });
});
