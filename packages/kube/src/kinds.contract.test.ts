import { describe, expect, it } from 'vitest';
import { toCollectionPath, toResourceName } from './kind.ts';
import { kinds } from './kinds.generated.ts';
import type { Raw } from './raw.ts';

/** Objects of any kind with everything that must not get through, and with something that must. */
function buildObject(apiVersion: string, kind: string): Raw {
  return {
    apiVersion,
    kind,
    metadata: {
      name: 'thing',
      namespace: 'shop',
      uid: 'u1',
      resourceVersion: '7',
      generation: 3,
      selfLink: '/x',
      creationTimestamp: '2026-01-01T00:00:00Z',
      labels: { app: 'thing' },
      annotations: { note: 'kept', 'kubectl.kubernetes.io/last-applied-configuration': '{"data":{"token":"c2VjcmV0"}}' },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'u0', controller: true }],
      managedFields: [{ manager: 'kubectl', fieldsV1: { 'f:spec': {} } }],
    },
    spec: { marker: 'kept' },
    status: { observedGeneration: 3, lastHeartbeatTime: '2026-01-01T00:00:00Z', conditions: [{ type: 'Ready', status: 'True' }] },
  };
}

describe.each(kinds)('$plural.$group', kind => {
  const [version = ''] = kind.versions;
  const apiVersion = kind.group === '' ? version : `${kind.group}/${version}`;
  const object = buildObject(apiVersion, kind.kind);

  it('says where it lives', () => {
    expect(kind.plural).toMatch(/^[a-z]+$/);
    expect(kind.versions.length).toBeGreaterThan(0);
    for (const name of kind.versions) expect(name).toMatch(/^v\d+((alpha|beta)\d+)?$/);
    expect(toCollectionPath(kind, version)).toBe(
      kind.group === '' ? `/api/${version}/${kind.plural}` : `/apis/${apiVersion}/${kind.plural}`,
    );
  });

  it('keeps who it is and drops what only makes noise', () => {
    const { metadata, ...rest } = kind.keep(object) as { readonly metadata: Raw; readonly [field: string]: unknown };
    expect(rest).toMatchObject({ apiVersion, kind: kind.kind });
    expect(metadata).toEqual({
      name: 'thing',
      namespace: 'shop',
      uid: 'u1',
      creationTimestamp: '2026-01-01T00:00:00Z',
      labels: { app: 'thing' },
      annotations: { note: 'kept' },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'u0', controller: true }],
    });
    expect(JSON.stringify(rest)).not.toMatch(/observedGeneration|Heartbeat/);
  });

  it('leaves what it was given as it is', () => {
    const before = structuredClone(object);
    kind.keep(object);
    expect(object).toEqual(before);
  });

  it.each([
    ['nothing', {}],
    ['null everywhere', { metadata: null, spec: null, status: null, data: null, webhooks: null }],
    ['texts everywhere', { metadata: 'x', spec: 'x', status: 'x', data: 'x', webhooks: 'x' }],
    ['lists everywhere', { metadata: [1], spec: [null], status: [1], data: [1], webhooks: [null, 'x', { clientConfig: 1 }] }],
    ['hostile names', JSON.parse('{"metadata":{"annotations":{"__proto__":"x"}},"data":{"__proto__":"c2VjcmV0","constructor":1}}')],
  ])('survives %s', (_name, hostile: Raw) => {
    expect(() => JSON.stringify(kind.keep({ apiVersion, kind: kind.kind, ...hostile }))).not.toThrow();
    expect(Object.getPrototypeOf(kind.keep({ ...hostile }))).toBe(Object.prototype);
  });
});

it('names every resource once', () => {
  const names = kinds.map(toResourceName);
  expect(names).toEqual([...new Set(names)]);
  expect(names.length).toBeGreaterThan(70);
});
