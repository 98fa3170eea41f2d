import { Inventory, listImageUses } from '@breakwater/inventory';
import type { Exception, ScannedVulnerability } from '@breakwater/model';
import { expect, test } from 'vitest';
import { createLocalAcceptance } from './local-acceptance.ts';

const NOW = '2026-12-01T00:00:00Z';
const FOUND: ScannedVulnerability = {
  id: 'CVE-2026-1',
  package: 'openssl',
  version: '3.0',
  severity: 'high',
  fixedIn: [],
  exploited: false,
  remote: false,
};
const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'cart', namespace: 'shop', labels: { team: 'a' } },
  spec: { containers: [{ name: 'app', image: 'registry.example/cart:1' }] },
};

function isAccepted(exception: Partial<Exception>, found: Partial<ScannedVulnerability> = {}): boolean | undefined {
  const options = { cluster: 'c1', kubeMinor: 36, complete: true, namespace: '' };
  const [workload] = new Inventory([{ value: POD }], options).workloads;
  const [use] = workload === undefined ? [] : listImageUses(workload.pod);
  const accepts = createLocalAcceptance([{ target: 'CVE-2026-1', scope: {}, reason: 'r', ...exception }], 'c1', NOW);
  return use === undefined ? undefined : accepts?.(use, { ...FOUND, ...found });
}

test.each<[string, Partial<Exception>, Partial<ScannedVulnerability>, boolean | undefined]>([
  ['everywhere: its scan has it no more', { scope: {} }, {}, undefined],
  ['an image everywhere', { scope: { images: ['registry.example/cart:1'] } }, {}, undefined],
  ['a policy in the namespace', { target: 'host-network', scope: { namespaces: ['shop'] } }, {}, undefined],
  ['the namespace', { scope: { namespaces: ['shop'] } }, {}, true],
  ['another namespace', { scope: { namespaces: ['bank'] } }, {}, false],
  ['another cluster', { scope: { clusters: ['c2'], namespaces: ['shop'] } }, {}, false],
  ['the workload', { scope: { workloads: ['Pod/cart'] } }, {}, true],
  ['the container', { scope: { containers: ['app'] } }, {}, true],
  ['the labels', { scope: { labels: { team: 'a' } } }, {}, true],
  ['another vulnerability', { scope: { namespaces: ['shop'] } }, { id: 'CVE-2026-2' }, false],
  ['the package', { scope: { namespaces: ['shop'], packages: ['openssl@3.0'] } }, {}, true],
  ['another package', { scope: { namespaces: ['shop'], packages: ['zlib'] } }, {}, false],
  ['the image there', { scope: { namespaces: ['shop'], images: ['registry.example/*'] } }, {}, true],
  ['until there is a fix, and there is none', { scope: { namespaces: ['shop'] }, until: 'fixable' }, {}, true],
  ['until there is a fix, and there is one', { scope: { namespaces: ['shop'] }, until: 'fixable' }, { fixedIn: ['3.1'] }, false],
  ['until yesterday', { scope: { namespaces: ['shop'] }, expiry: '2026-11-30T00:00:00Z' }, {}, undefined],
])('%s', (_, exception, found, expected) => {
  expect(isAccepted(exception, found)).toBe(expected);
});
