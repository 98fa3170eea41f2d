import { expect, test } from 'vitest';
import type { Raw } from '../raw.ts';
import { buildInventory, buildObject, buildPod } from '../testing/build.ts';
import { findMissing, listEnvReferences } from './env-references.ts';

const one = (kind: string, name: string, key: string) => ({ env: [{ name: 'A', valueFrom: { [kind]: { name, key } } }] });
const all = (kind: string, name: string) => ({ envFrom: [{ [kind]: { name } }] });

test('references with their places', () => {
  const pod = buildPod('web', {
    containers: [
      {
        name: 'app',
        env: [{ name: 'A', value: 'a' }, { name: 'B', valueFrom: { configMapKeyRef: { name: 'c', key: 'k', optional: true } } }, null],
        envFrom: [{ secretRef: { name: 's' } }, { secretRef: {} }, 'junk'],
      },
    ],
  });
  const [workload] = buildInventory([pod]).workloads;
  expect(workload?.pod.containers.flatMap(listEnvReferences)).toMatchObject([
    { kind: 'Secret', name: 's', key: '', optional: false, path: 'envFrom[0].secretRef' },
    { kind: 'ConfigMap', name: 'c', key: 'k', optional: true, path: 'env[1].valueFrom.configMapKeyRef' },
  ]);
});

test.each<[string, Raw, string]>([
  ['a key that is there', one('secretKeyRef', 'full', 'a'), ''],
  ['a key of stringData', one('secretKeyRef', 'full', 'b'), ''],
  ['a key that is not there', one('secretKeyRef', 'full', 'c'), 'key'],
  ['all keys', all('secretRef', 'full'), ''],
  ['an object of another namespace', all('secretRef', 'elsewhere'), 'object'],
  ['no such object', one('secretKeyRef', 'none', 'a'), 'object'],
  ['a Secret is no ConfigMap', all('configMapRef', 'full'), 'object'],
  ['a Secret without any data is filled by somebody', one('secretKeyRef', 'empty', 'a'), ''],
  ['a ConfigMap without any data is not', one('configMapKeyRef', 'empty', 'a'), 'key'],
  ['the keys of a token Secret come later', one('secretKeyRef', 'token', 'token'), ''],
  ['binary data', one('configMapKeyRef', 'binary', 'a'), ''],
  ['the certificate authority of the cluster', one('configMapKeyRef', 'kube-root-ca.crt', 'ca.crt'), ''],
  ['made by a SealedSecret', one('secretKeyRef', 'sealed', 'a'), ''],
  ['made by an ExternalSecret of the same name', all('secretRef', 'external'), ''],
  ['made by an ExternalSecret of another name', all('secretRef', 'target'), ''],
  ['whose own name is then none', all('secretRef', 'renamed'), 'object'],
  ['made by a Certificate', all('secretRef', 'web-tls'), ''],
])('%s', (_, parts, missing) => {
  const inventory = buildInventory([
    buildPod('web', { containers: [{ name: 'app', ...parts }] }),
    buildObject('v1', 'Secret', 'full', { data: { a: '' }, stringData: { b: '' } }),
    buildObject('v1', 'Secret', 'elsewhere', { data: { a: '' } }, { namespace: 'other' }),
    buildObject('v1', 'Secret', 'empty'),
    buildObject('v1', 'ConfigMap', 'empty'),
    buildObject('v1', 'Secret', 'token', { type: 'kubernetes.io/service-account-token', data: {} }),
    buildObject('v1', 'ConfigMap', 'binary', { binaryData: { a: '' } }),
    buildObject('bitnami.com/v1alpha1', 'SealedSecret', 'sealed'),
    buildObject('external-secrets.io/v1', 'ExternalSecret', 'external'),
    buildObject('external-secrets.io/v1', 'ExternalSecret', 'renamed', { spec: { target: { name: 'target' } } }),
    buildObject('cert-manager.io/v1', 'Certificate', 'web', { spec: { secretName: 'web-tls' } }),
  ]);
  const references = inventory.workloads.flatMap(workload => workload.pod.containers.flatMap(listEnvReferences));
  expect(references.map(reference => findMissing(inventory, reference))).toStrictEqual([missing]);
});
