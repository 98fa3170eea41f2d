import { describe, expect, test } from 'vitest';
import type { Raw } from '../raw.ts';
import { buildInventory, buildObject } from '../testing/build.ts';
import { listBackends, listParents, listServiceBackends } from './routes.ts';

const ingress = (name: string, spec: Raw) => buildObject('networking.k8s.io/v1', 'Ingress', name, { spec });
const route = (kind: string, spec: Raw) => buildObject('gateway.networking.k8s.io/v1', kind, 'route', { spec });
const rules = (...backends: readonly unknown[]) => ({ rules: [{ http: { paths: backends.map(backend => ({ path: '/', backend })) } }] });

function readBackends(object: Raw): readonly (readonly unknown[])[] {
  return buildInventory([object])
    .objects.flatMap(listBackends)
    .map(({ namespace, name, port, path }) => [namespace, name, port, path.join('.')]);
}

describe('backends', () => {
  test.each<[string, Raw, readonly (readonly unknown[])[]]>([
    [
      'an Ingress',
      ingress('a', rules({ service: { name: 'web', port: { number: 80 } } })),
      [['shop', 'web', 80, 'spec.rules.0.http.paths.0.backend.service']],
    ],
    [
      'a port by name',
      ingress('a', rules({ service: { name: 'web', port: { name: 'http' } } })),
      [['shop', 'web', 'http', 'spec.rules.0.http.paths.0.backend.service']],
    ],
    [
      'the default backend',
      ingress('a', { defaultBackend: { service: { name: 'web' } } }),
      [['shop', 'web', undefined, 'spec.defaultBackend.service']],
    ],
    ['a resource backend', ingress('a', rules({ resource: { kind: 'Bucket', name: 'x' } })), []],
    [
      'v1beta1',
      ingress('a', { backend: { serviceName: 'old', servicePort: 'http' }, ...rules({ serviceName: 'web', servicePort: 80 }) }),
      [
        ['shop', 'old', 'http', 'spec.backend'],
        ['shop', 'web', 80, 'spec.rules.0.http.paths.0.backend'],
      ],
    ],
    [
      'rules that are none',
      ingress('a', { rules: [null, { http: 'x' }, { http: { paths: [null, { backend: [] }, { backend: { service: 'x' } }] } }] }),
      [],
    ],
    [
      'an HTTPRoute',
      route('HTTPRoute', { rules: [{ backendRefs: [{ name: 'web', port: 80 }] }] }),
      [['shop', 'web', 80, 'spec.rules.0.backendRefs.0']],
    ],
    [
      'another namespace',
      route('GRPCRoute', { rules: [{}, { backendRefs: [{ name: 'web', namespace: 'other' }] }] }),
      [['other', 'web', undefined, 'spec.rules.1.backendRefs.0']],
    ],
    [
      'other kinds and groups',
      route('TCPRoute', {
        rules: [
          {
            backendRefs: [
              { kind: 'Bucket', name: 'a' },
              { group: 'example.com', name: 'b' },
              null,
              { kind: 'Service', group: '', name: 'c' },
            ],
          },
        ],
      }),
      [['shop', 'c', undefined, 'spec.rules.0.backendRefs.3']],
    ],
  ])('%s', (_, object, expected) => {
    expect(readBackends(object)).toStrictEqual(expected);
  });
});

test('a Service finds the routes that lead to it, each once', () => {
  const inventory = buildInventory([
    buildObject('v1', 'Service', 'web'),
    buildObject('v1', 'Service', 'api'),
    buildObject('v1', 'Service', 'web', {}, { namespace: 'other' }),
    ingress('twice', rules({ service: { name: 'web' } }, { service: { name: 'web' } })),
    route('HTTPRoute', { rules: [{ backendRefs: [{ name: 'web' }, { name: 'web', namespace: 'other' }] }] }),
  ]);
  const found = inventory.listKind('Service').map(service => listServiceBackends(inventory, service).map(object => object.name));
  expect(found).toStrictEqual([['twice', 'route'], [], ['route']]);
});

test('parents of a route', () => {
  expect(buildInventory([route('HTTPRoute', { parentRefs: [{ name: 'edge' }, null, 'x'] })]).objects.flatMap(listParents)).toStrictEqual([
    { name: 'edge' },
  ]);
});
