import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuthority } from '@breakwater/daemon';
import { readManifest } from '@breakwater/manifest';
import { afterAll, expect, test } from 'vitest';
import { run } from '../testing/terminal.ts';

const folder = await mkdtemp(join(tmpdir(), 'breakwater-audit-'));
const ca = join(folder, 'ca.pem');
const { certificate, key } = await createAuthority('sensor', 1);
writeFileSync(ca, certificate);
writeFileSync(join(folder, 'both.pem'), certificate + key);

afterAll(() => rm(folder, { recursive: true }));

const read = (text: string): unknown => readManifest(text, { source: 'printed' }).documents[0]?.value;

test('the kubeconfig of the audit webhook names the sensor, and where the secret lies, not the secret', async () => {
  const { code, out } = await run([
    'install',
    'audit-webhook',
    '--url',
    'https://10.96.0.20:8445',
    '--ca',
    ca,
    '--tls-server-name',
    's.svc',
  ]);
  expect(code).toBe(0);
  expect(read(out)).toMatchObject({
    kind: 'Config',
    clusters: [
      {
        cluster: {
          server: 'https://10.96.0.20:8445/events',
          'certificate-authority-data': Buffer.from(certificate).toString('base64'),
          'tls-server-name': 's.svc',
        },
      },
    ],
    users: [{ user: { tokenFile: '/etc/kubernetes/breakwater/token' } }],
    'current-context': 'breakwater',
  });
});

test.each([
  [[], '--url is where the API server reaches the event port'],
  [['--url', 'http://sensor:8445'], '--url is where the API server reaches the event port'],
  [['--url', 'https://sensor:8445'], '--ca is needed'],
  [['--url', 'https://sensor:8445', '--ca', join(folder, 'none.pem')], 'no such file'],
  [['--url', 'https://sensor:8445', '--ca', join(folder, 'both.pem')], 'holds no certificate in PEM, or more than certificates'],
])('%j is wrong usage', async (words, message) => {
  expect(await run(['install', 'audit-webhook', ...words])).toMatchObject({ code: 2, err: expect.stringContaining(message) });
});

test('the audit policy records no body of what holds secrets by its nature', async () => {
  interface Rule {
    readonly level: string;
    readonly resources?: readonly { readonly group: string; readonly resources?: readonly string[] }[];
  }
  const { rules } = read((await run(['install', 'audit-policy'])).out) as { readonly rules: readonly Rule[] };
  const forAll = rules.filter(rule => Object.keys(rule).every(key => key === 'level' || key === 'resources'));
  const isOf = ({ resources }: Rule, group: string, resource: string): boolean =>
    resources?.some(one => one.group === group && (one.resources ?? [resource]).includes(resource)) ?? true;
  const find = (group: string, resource: string) => forAll.find(rule => isOf(rule, group, resource))?.level;
  expect([
    find('', 'secrets'),
    find('', 'serviceaccounts/token'),
    find('', 'pods/exec'),
    find('rbac.authorization.k8s.io', 'roles'),
    find('events.k8s.io', 'events'),
    find('example.com', 'things'),
  ]).toStrictEqual(['Metadata', 'Metadata', 'Request', 'Request', 'None', 'Metadata']);
});
