import { readManifest } from '@breakwater/manifest';
import { expect, test } from 'vitest';
import { run } from '../testing/terminal.ts';

test.each<[string[], object]>([
  [
    [],
    {
      apiVersion: 'apiserver.config.k8s.io/v1',
      kind: 'AdmissionConfiguration',
      plugins: [
        {
          name: 'ValidatingAdmissionWebhook',
          configuration: {
            apiVersion: 'apiserver.config.k8s.io/v1',
            kind: 'WebhookAdmissionConfiguration',
            kubeConfigFile: '/etc/kubernetes/breakwater/admission.kubeconfig',
          },
        },
      ],
    },
  ],
  [
    ['--print', 'kubeconfig', '--namespace', 'security', '--folder', '/srv/k8s'],
    {
      apiVersion: 'v1',
      kind: 'Config',
      users: [
        {
          name: 'breakwater-admission.security.svc',
          user: { 'client-certificate': '/srv/k8s/client.crt', 'client-key': '/srv/k8s/client.key' },
        },
      ],
    },
  ],
  [
    ['--print', 'kubeconfig', '--host', '127.0.0.1:9443'],
    {
      apiVersion: 'v1',
      kind: 'Config',
      users: [
        {
          name: '127.0.0.1:9443',
          user: { 'client-certificate': '/etc/kubernetes/breakwater/client.crt', 'client-key': '/etc/kubernetes/breakwater/client.key' },
        },
      ],
    },
  ],
])('%j is printed', async (words, value) => {
  const { code, out } = await run(['install', 'admission-config', ...words]);
  expect(code).toBe(0);
  expect(readManifest(out, { source: 'printed' }).documents.map(document => document.value)).toEqual([value]);
});

test('the steps name every file, the flags of both, and how the certificate is made', async () => {
  const { out } = await run(['install', 'admission-config', '--folder', '/srv/k8s']);
  const steps = out.split('\n').filter(line => line.startsWith('#'));
  for (const word of ['/srv/k8s/client.crt', '/srv/k8s/client.key', 'openssl req -x509', '--client-ca client.crt'])
    expect(steps.join('\n')).toContain(word);
  expect(steps).toContain('#        --admission-control-config-file=/srv/k8s/admission.yaml');
});

test.each([
  [['--folder', 'etc'], "--folder is a folder of the machine of the API server, from its root on, not 'etc'"],
  [['--host', 'https://a'], "'https://a' is no host"],
  [['--namespace', 'a b'], "'breakwater-admission.a b.svc' is no host"],
  [['--print', 'both'], '--print'],
])('%j is wrong usage', async (words, message) => {
  expect(await run(['install', 'admission-config', ...words])).toMatchObject({ code: 2, err: expect.stringContaining(message) });
});
