import { describe, expect, test } from 'vitest';
import type { Raw } from '../raw.ts';
import { buildDeployment, buildInventory, buildObject } from '../testing/build.ts';
import { listExposures } from './exposure.ts';

const service = (spec: Raw = {}): Raw => buildObject('v1', 'Service', 'web', { spec: { selector: { app: 'web' }, ...spec } });
const route = (spec: Raw, metadata: Raw = {}): Raw =>
  buildObject(
    'gateway.networking.k8s.io/v1',
    'HTTPRoute',
    'r',
    { spec: { parentRefs: [{ name: 'gw', namespace: 'infra' }], ...spec } },
    metadata,
  );
const gateway = (...listeners: readonly Raw[]): Raw =>
  buildObject('gateway.networking.k8s.io/v1', 'Gateway', 'gw', { spec: { listeners } }, { namespace: 'infra' });
const grant = (from: Raw, to: Raw): Raw =>
  buildObject('gateway.networking.k8s.io/v1beta1', 'ReferenceGrant', 'g', { spec: { from: [from], to: [to] } });
const virtual = (spec: Raw, name = 'v', metadata: Raw = {}): Raw =>
  buildObject('networking.istio.io/v1', 'VirtualService', name, { spec }, metadata);
const to = (host: string): Raw => ({ route: [{ destination: { host } }] });
const TO_WEB = { rules: [{ backendRefs: [{ name: 'web', port: 80 }] }] };
const FROM_EDGE = { rules: [{ backendRefs: [{ name: 'web', namespace: 'shop', port: 80 }] }] };
const EDGE_ROUTE = { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'edge' };
const EDGE = { namespace: 'edge' };
const SHOP = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { public: 'yes' } } };
const BY_LABEL = { namespaces: { from: 'Selector', selector: { matchLabels: { public: 'yes' } } } };

/** Ways to Deployment web of namespace shop, as `via name (gateway)`. */
function readExposures(...objects: readonly Raw[]): string {
  const inventory = buildInventory([SHOP, buildDeployment('web'), ...objects]);
  return inventory.workloads
    .flatMap(workload => listExposures(inventory, workload))
    .map(({ via, object, gateway: of }) => `${via} ${object.name} (${of})`)
    .join(', ');
}

describe('ways to a workload', () => {
  test.each<[string, readonly Raw[], string]>([
    ['ClusterIP', [service()], ''],
    [
      'NodePort with external addresses',
      [service({ type: 'NodePort', externalIPs: ['192.0.2.1'] })],
      'NodePort web (), externalIPs web ()',
    ],
    ['a Service that selects others', [service({ type: 'LoadBalancer', selector: { app: 'api' } })], ''],
    [
      'Ingress, told once',
      [
        service(),
        buildObject('networking.k8s.io/v1', 'Ingress', 'i', {
          spec: { defaultBackend: { service: { name: 'web' } }, rules: [{ http: { paths: [{ backend: { service: { name: 'web' } } }] } }] },
        }),
      ],
      'Ingress i ()',
    ],
    [
      'OpenShift Route and its alternates',
      [
        service(),
        buildObject('route.openshift.io/v1', 'Route', 'r', {
          spec: { to: { name: 'api' }, alternateBackends: [{ kind: 'Service', name: 'web' }] },
        }),
      ],
      'Route r ()',
    ],
    ['gateway outside the set', [service(), route(TO_WEB)], 'HTTPRoute r (infra/gw)'],
    ['no parent', [service(), route({ ...TO_WEB, parentRefs: [] })], ''],
    ['a Service as parent', [service(), route({ ...TO_WEB, parentRefs: [{ group: '', kind: 'Service', name: 'web' }] })], ''],
    ['gateway for its own namespace', [service(), gateway({ name: 'a' }), route(TO_WEB)], ''],
    [
      'gateway for all namespaces',
      [service(), gateway({ name: 'a', allowedRoutes: { namespaces: { from: 'All' } } }), route(TO_WEB)],
      'HTTPRoute r (infra/gw)',
    ],
    [
      'gateway for labelled namespaces',
      [service(), gateway({ name: 'a', allowedRoutes: BY_LABEL }), route(TO_WEB)],
      'HTTPRoute r (infra/gw)',
    ],
    [
      'gateway for other kinds of routes',
      [service(), gateway({ name: 'a', allowedRoutes: { ...BY_LABEL, kinds: [{ kind: 'TCPRoute' }] } }), route(TO_WEB)],
      '',
    ],
    [
      'another listener',
      [
        service(),
        gateway({ name: 'a', allowedRoutes: BY_LABEL }),
        route({ ...TO_WEB, parentRefs: [{ name: 'gw', namespace: 'infra', sectionName: 'b' }] }),
      ],
      '',
    ],
    ['other namespace without grant', [service(), route(FROM_EDGE, EDGE)], ''],
    [
      'other namespace with grant',
      [service(), route(FROM_EDGE, EDGE), grant(EDGE_ROUTE, { group: '', kind: 'Service' })],
      'HTTPRoute r (infra/gw)',
    ],
    ['grant for another Service', [service(), route(FROM_EDGE, EDGE), grant(EDGE_ROUTE, { group: '', kind: 'Service', name: 'api' })], ''],
    [
      'grant for another namespace',
      [service(), route(FROM_EDGE, EDGE), grant({ ...EDGE_ROUTE, namespace: 'x' }, { group: '', kind: 'Service' })],
      '',
    ],
    ['Istio, short name', [service(), virtual({ gateways: ['gw'], http: [to('web')] })], 'VirtualService v (gw)'],
    [
      'Istio, full name beside the mesh',
      [service(), virtual({ gateways: ['mesh', 'infra/gw'], tcp: [to('web.shop.svc.cluster.local')] }, 'v', EDGE)],
      'VirtualService v (infra/gw)',
    ],
    ['Istio, mesh only', [service(), virtual({ http: [to('web')] }), virtual({ gateways: ['mesh'], http: [to('web')] }, 'u')], ''],
    ['Istio, a host outside', [service(), virtual({ gateways: ['gw'], http: [to('web.shop.example.com')] })], ''],
    [
      'Istio, delegate',
      [
        service(),
        virtual({ gateways: ['gw'], http: [{ delegate: { name: 'd', namespace: 'shop' } }] }, 'v', EDGE),
        virtual({ http: [to('web')] }, 'd'),
      ],
      'VirtualService v (gw)',
    ],
  ])('%s', (_, objects, ways) => expect(readExposures(...objects)).toBe(ways));
});
