import { Inventory, type InventoryOptions } from '../inventory.ts';
import type { Raw } from '../raw.ts';
import { EVENT } from './event.ts';

const OPTIONS: InventoryOptions = { cluster: 'file:test', kubeMinor: 37, complete: true, namespace: '' };

/** An inventory of plain objects; a complete set at the newest version unless the options say otherwise. */
export function buildInventory(objects: readonly Raw[], options: Partial<InventoryOptions> = {}): Inventory {
  return new Inventory(
    objects.map(value => ({ value })),
    { ...OPTIONS, ...options },
  );
}

/** What an app adds to a set: answers where there would be none, so that every getter has something to say. */
export const ANSWERS: Partial<InventoryOptions> = {
  readImageEnvironment: reference => [reference],
  readImage: reference => ({
    user: reference,
    bytes: 1,
    ageDays: 1,
    labels: { [reference]: 'x' },
    volumes: [reference],
    ports: ['80/tcp'],
    base: reference,
    secrets: [reference],
    setuidFiles: ['usr/bin/su'],
    shells: ['bin/sh'],
    packageManagers: ['usr/bin/apt'],
    networkTools: ['usr/bin/curl'],
    remoteAccess: ['usr/sbin/sshd'],
    compilers: ['usr/bin/gcc'],
    worldWritable: ['srv'],
    credentialFiles: ['root/.npmrc'],
    surfaceScore: 50,
    remarks: ['sudo'],
    ended: ['debian 10'],
    licenses: [[['MIT']]],
    signature: 'verified',
    signers: [reference],
    attestations: ['provenance'],
    scanAgeHours: 1,
    sourceRepository: reference,
    sourceCommit: 'abcdef0',
    builder: reference,
  }),
  listPodSecurityViolations: (_workload, level) => [level],
  event: EVENT,
  request: {
    operation: 'UPDATE',
    group: 'apps',
    resource: 'deployments',
    subresource: 'scale',
    name: 'web',
    namespace: 'shop',
    user: 'ann',
    groups: ['devs'],
    old: { apiVersion: 'apps/v1', kind: 'Deployment' },
  },
};

/** An object of any kind; the namespace is `shop` unless the metadata say otherwise. */
export function buildObject(apiVersion: string, kind: string, name: string, rest: Raw = {}, metadata: Raw = {}): Raw {
  return { apiVersion, kind, metadata: { name, namespace: 'shop', ...metadata }, ...rest };
}

export function buildPod(name: string, spec: Raw = {}, metadata: Raw = {}): Raw {
  return buildObject('v1', 'Pod', name, { spec: { containers: [{ name: 'app', image: 'app:1' }], ...spec } }, metadata);
}

/** A Deployment whose pods carry the label `app` with its name, and whatever else is given. */
export function buildDeployment(name: string, parts: { spec?: Raw; pod?: Raw; labels?: Raw; metadata?: Raw } = {}): Raw {
  const template = {
    metadata: { labels: parts.labels ?? { app: name } },
    spec: { containers: [{ name: 'app', image: 'app:1' }], ...parts.pod },
  };
  return buildObject('apps/v1', 'Deployment', name, { spec: { template, ...parts.spec } }, parts.metadata);
}
