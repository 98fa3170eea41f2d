import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Raw } from '../raw.ts';
import { buildDeployment, buildInventory, buildObject } from '../testing/build.ts';
import { listKeyLiterals, listSecretEntries, listSecretVariables } from './secrets.ts';

const KEY = `${'AK'}IAIOSFODNN7EXAMPLE`;
const FORMAT = 'AWS access key id';
const container = (parts: Raw, name = 'app') => ({ name, image: 'app:1', ...parts });

test('variables: literal values under names that say secret, with their places', () => {
  const env = [
    { name: 'MODE', value: 'abc' },
    { name: 'DB_PASSWORD', value: 'abc' },
    { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'a', key: 'b' } } },
    null,
    { name: 'apiKey', value: 5 },
    { name: 'jwt', value: 'abc' },
  ];
  const [workload] = buildInventory([buildDeployment('web', { pod: { containers: [container({ env })] } })]).workloads;
  expect(workload?.pod.containers.map(listSecretVariables)).toStrictEqual([
    [
      { name: 'DB_PASSWORD', path: 'env[1].value' },
      { name: 'jwt', path: 'env[5].value' },
    ],
  ]);
});

test('keys: annotations, those of the template, env, command and args of all containers', () => {
  const inventory = buildInventory([
    buildDeployment('web', {
      metadata: { annotations: { 'a.b/c': KEY, 'kubectl.kubernetes.io/last-applied-configuration': KEY } },
      spec: {
        template: {
          metadata: { annotations: { d: KEY } },
          spec: {
            containers: [container({ env: [{ name: 'X', value: KEY }], args: ['--key', KEY] })],
            initContainers: [container({ command: [KEY] }, 'setup')],
          },
        },
      },
    }),
  ]);
  expect(inventory.objects.flatMap(object => listKeyLiterals(inventory, object))).toStrictEqual([
    { name: FORMAT, path: 'metadata.annotations["a.b/c"]' },
    { name: FORMAT, path: 'spec.template.metadata.annotations.d' },
    { name: FORMAT, path: 'spec.template.spec.containers[0].env[0].value' },
    { name: FORMAT, path: 'spec.template.spec.containers[0].args[1]' },
    { name: FORMAT, path: 'spec.template.spec.initContainers[0].command[0]' },
  ]);
});

test('keys: data of a ConfigMap but not of a Secret, a Pod through its owner, and no more than ten', () => {
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`k${index}`, KEY]));
  const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', controller: true };
  const inventory = buildInventory([
    buildObject('v1', 'ConfigMap', 'a', { data: many }),
    buildObject('v1', 'Secret', 'b', { stringData: many }),
    buildDeployment('web'),
    buildObject('v1', 'Pod', 'web-1', { spec: { containers: [container({ args: [KEY] })] } }, { ownerReferences: [owner] }),
  ]);
  expect(inventory.objects.map(object => listKeyLiterals(inventory, object).length)).toStrictEqual([10, 0, 0, 0]);
});

test('entries of a ConfigMap: by name, by a setting inside, by format; none of a Secret', () => {
  const data = { user: 'a', db_password: 'abc', 'app.properties': 'a=b\ntoken = abc', id: KEY, note: 'abc', secretName: 'db' };
  const inventory = buildInventory([
    buildObject('v1', 'ConfigMap', 'a', {
      data,
      binaryData: { 'tls.key': Buffer.from(`${'BEGIN'} PRIVATE KEY -----`).toString('base64') },
    }),
    buildObject('v1', 'Secret', 'b', { stringData: data }),
  ]);
  expect(inventory.objects.map(listSecretEntries)).toStrictEqual([
    [
      { name: 'db_password', path: 'data.db_password' },
      { name: 'app.properties (token)', path: 'data["app.properties"]' },
      { name: `id (${FORMAT})`, path: 'data.id' },
      { name: 'tls.key (private key)', path: 'binaryData["tls.key"]' },
    ],
    [],
  ]);
});

test('no value ever stands in what is told', () => {
  const value = fc.stringMatching(/^[!-~]{12,40}$/).map(text => `v4lue!${text}`);
  fc.assert(
    fc.property(value, text => {
      const inventory = buildInventory([
        buildObject('v1', 'ConfigMap', 'a', { data: { password: text, id: `${text} ${KEY}`, 'a.env': `TOKEN=${text}` } }),
        buildDeployment('web', { pod: { containers: [container({ env: [{ name: 'TOKEN', value: text }], args: [`${text} ${KEY}`] })] } }),
      ]);
      const told = [
        inventory.objects.map(object => listKeyLiterals(inventory, object)),
        inventory.objects.map(listSecretEntries),
        inventory.workloads.map(workload => workload.pod.containers.map(listSecretVariables)),
      ];
      expect(JSON.stringify(told)).not.toContain('v4lue!');
      expect(JSON.stringify(told)).not.toContain(KEY);
      expect(told.flat(3).length).toBeGreaterThan(4);
    }),
  );
});
