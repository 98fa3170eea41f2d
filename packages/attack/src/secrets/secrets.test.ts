import type { Raw } from '@breakwater/inventory';
import { Inventory } from '@breakwater/inventory';
import { readCluster } from '@breakwater/network';
import { Authorizer, readRbac } from '@breakwater/rbac';
import { describe, expect, test } from 'vitest';
import { buildObject, buildPod, buildService, give } from '../testing/build.ts';
import { decodeBase64, readExpiry } from './certificate.ts';
import { listLooseCredentials, listNeedlessTokens, listSecrets } from './list-secrets.ts';

const NOW = Date.parse('2026-12-01T00:00:00Z');
const encode = (text: string) => Buffer.from(text).toString('base64');

function read(objects: readonly Raw[], isFile = false) {
  const locate = () => ({ file: 'a.yaml', line: 1, column: 1 });
  const sources = objects.map(value => (isFile ? { value, locate } : { value }));
  const inventory = new Inventory(sources, { cluster: 'file:test', kubeMinor: 36, complete: true, namespace: 'default' });
  return { cluster: readCluster(inventory), authorizer: new Authorizer(readRbac(objects)), inventory };
}

function findingsOf(objects: readonly Raw[], isFile = false) {
  const { cluster, authorizer } = read(objects, isFile);
  return listSecrets(cluster, authorizer, NOW).flatMap(({ name, findings }) =>
    findings.map(({ name: finding, because }) => `${name} ${finding}: ${because}`),
  );
}

const secret = (name: string, rest: Raw = {}, metadata: Raw = {}) =>
  buildObject('v1', 'Secret', `shop/${name}`, { data: { user: 'dQ==', password: 'cA==' }, ...rest }, metadata);
const mounted = (source: Raw, mount: Raw = {}) =>
  buildPod(
    'shop/web',
    { volumes: [{ name: 's', secret: { secretName: 'db', ...source } }] },
    { volumeMounts: [{ name: 's', mountPath: '/s', ...mount }] },
  );
const ITEMS = { items: [{ key: 'user', path: 'user', mode: 0o400 }] };
const WHO = 'container app of shop/web[Pod]';

describe('a Secret', () => {
  test.each<[string, readonly Raw[], readonly string[]]>([
    ['mounted as it should be', [secret('db'), mounted({ ...ITEMS }, { readOnly: true })], []],
    [
      'mounted whole, writable, for everybody',
      [secret('db'), mounted({})],
      [
        `db whole-secret: ${WHO} mounts all 2 keys; items names those it needs`,
        `db readable-by-all: ${WHO} has its files with mode 0644, readable for every user of the container`,
        `db writable: ${WHO} does not mount it read-only`,
      ],
    ],
    [
      'mounted by one path',
      [secret('db'), mounted({ ...ITEMS }, { readOnly: true, subPath: 'user' })],
      [`db sub-path: ${WHO} mounts one path of it, which is not renewed when it changes`],
    ],
    [
      'in the environment',
      [
        secret('db'),
        buildPod(
          'shop/web',
          {},
          { env: [{ name: 'P', valueFrom: { secretKeyRef: { name: 'db', key: 'pin' } } }], envFrom: [{ secretRef: { name: 'db' } }] },
        ),
      ],
      [
        `db in-environment: ${WHO} has key pin in its environment, where children and dumps have it too`,
        `db missing-key: ${WHO} takes key pin, which it does not have`,
        `db in-environment: ${WHO} has all keys in its environment, where children and dumps have it too`,
      ],
    ],
    ['that nobody uses', [secret('db'), buildPod('shop/web')], ['db unused: nothing of the set refers to it']],
    ['of a namespace whose users are not shown', [secret('db')], []],
    ['for pulling images', [secret('db'), buildPod('shop/web', { imagePullSecrets: [{ name: 'db' }] })], []],
    [
      'of an Ingress',
      [
        secret('db'),
        buildPod('shop/web'),
        buildObject('networking.k8s.io/v1', 'Ingress', 'shop/web', { spec: { tls: [{ secretName: 'db' }] } }),
      ],
      [],
    ],
    ['of Helm', [secret('db', { type: 'helm.sh/release.v1' }), buildPod('shop/web')], []],
    [
      'that is not there',
      [mounted({ ...ITEMS }, { readOnly: true })],
      ['db missing: shop/web[Pod] refers to it, and the set does not hold it'],
    ],
    ['that need not be there', [mounted({ ...ITEMS, optional: true }, { readOnly: true })], []],
    [
      'that is a token without end',
      [secret('db', { type: 'kubernetes.io/service-account-token' })],
      ['db legacy-token: a token that does not end, for everybody who reads Secrets here'],
    ],
    [
      'that is old',
      [secret('db', {}, { creationTimestamp: '2024-01-01T00:00:00Z', managedFields: [{ time: '2025-01-01T00:00:00Z' }] })],
      ['db old: it was not changed for 699 days'],
    ],
  ])('%s', (_, objects, expected) => {
    expect(findingsOf(objects)).toStrictEqual(expected);
  });

  test('in a file', () => {
    expect(findingsOf([secret('db'), secret('empty', { data: {} })], true)).toStrictEqual([
      'db value-in-file: its values stand in a file, readable for everybody who has it',
    ]);
  });
});

/** The first bytes of a certificate: enough to have a validity. */
function toCertificate(end: string): string {
  const der = (tag: number, ...parts: readonly Uint8Array[]) => {
    const body = Buffer.concat(parts);
    return Buffer.concat([Buffer.from(body.length < 128 ? [tag, body.length] : [tag, 0x81, body.length]), body]);
  };
  const time = (text: string) => der(text.length === 13 ? 0x17 : 0x18, Buffer.from(text));
  const part = der(0x30, Buffer.from([5, 0]));
  const inner = der(
    0x30,
    der(0xa0, Buffer.from([2, 1, 2])),
    Buffer.from([2, 1, 1]),
    part,
    part,
    der(0x30, time('200101000000Z'), time(end)),
  );
  return `-----BEGIN CERTIFICATE-----\n${der(0x30, inner).toString('base64')}\n-----END CERTIFICATE-----\n`;
}

describe('certificates', () => {
  test.each([
    ['261130120000Z', ['tls certificate-expired: its certificate ended on 2026-11-30']],
    ['261215000000Z', ['tls certificate-expires: its certificate ends on 2026-12-15, in 14 days']],
    ['20270615000000Z', []],
  ])('%s', (end, expected) => {
    const data = { 'tls.crt': encode(toCertificate(end)), 'tls.key': encode('key') };
    expect(findingsOf([buildObject('v1', 'Secret', 'shop/tls', { type: 'kubernetes.io/tls', data })])).toStrictEqual(expected);
  });

  test.each([
    '',
    'no PEM',
    '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----',
    '-----BEGIN CERTIFICATE-----\nMIQ/////\n-----END CERTIFICATE-----',
  ])('nothing is read from %j', pem => {
    expect(readExpiry(pem)).toBeUndefined();
  });

  test('base64', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    expect([decodeBase64(Buffer.from(bytes).toString('base64')), decodeBase64('a-b')]).toStrictEqual([bytes, undefined]);
  });
});

test('who reads a Secret, who runs commands beside it, and which of its pods are exposed', () => {
  const objects = [
    secret('db'),
    buildPod('shop/web', {}, { envFrom: [{ secretRef: { name: 'db' } }], ports: [{ containerPort: 80 }] }),
    buildService('shop/web', { type: 'LoadBalancer' }),
    ...give('shop', 'get secrets named db', 'create pods/exec'),
  ];
  const { cluster, authorizer } = read(objects);
  const ann = { kind: 'User', name: 'ann', namespace: '' };
  expect(listSecrets(cluster, authorizer, NOW).map(({ readers, execBy, exposed }) => ({ readers, execBy, exposed }))).toStrictEqual([
    { readers: [ann], execBy: [ann], exposed: ['shop/web[Pod]'] },
  ]);
  expect(read([secret('other'), ...objects]).authorizer.faults).toStrictEqual([]);
});

test('credentials elsewhere by place and kind', () => {
  const { inventory, authorizer } = read([
    buildPod('shop/web', {}, { env: [{ name: 'DB_PASSWORD', value: 'hunter2hunter2' }], args: ['--key=AKIAABCDEFGHIJKLMNOP'] }),
    buildObject('v1', 'ConfigMap', 'shop/c', { data: { api_token: 'abcdefgh12345678' } }),
  ]);
  expect(listLooseCredentials(inventory).map(({ object, path, name }) => `${object} ${path} ${name}`)).toStrictEqual([
    'Pod shop/web spec.containers[0].env[0].value DB_PASSWORD',
    'Pod shop/web spec.containers[0].args[0] AWS access key id',
    'ConfigMap shop/c data.api_token api_token',
  ]);
  expect(listNeedlessTokens(inventory, authorizer)).toStrictEqual([{ workload: 'shop/web[Pod]', account: 'shop/default' }]);
});

test('no value is kept', () => {
  const marker = 'SeCrEtMaRkEr99';
  const objects = [
    secret('db', { data: { password: encode(marker) }, stringData: { token: marker, 'tls.crt': marker } }),
    buildPod('shop/web', {}, { env: [{ name: 'PASSWORD', value: marker }], envFrom: [{ secretRef: { name: 'db' } }] }),
    buildObject('v1', 'ConfigMap', 'shop/c', { data: { password: marker, 'app.yaml': `password: ${marker}` } }),
  ];
  const { cluster, authorizer, inventory } = read(objects, true);
  const found = JSON.stringify([
    listSecrets(cluster, authorizer, NOW),
    listLooseCredentials(inventory),
    listNeedlessTokens(inventory, authorizer),
  ]);
  expect([found.includes(marker), found.includes(encode(marker)), found.length > 500]).toStrictEqual([false, false, true]);
});
