import { describe, expect, test } from 'vitest';
import type { Raw } from '../raw.ts';
import { buildInventory, buildObject } from '../testing/build.ts';
import { isInternal, isNarrowed, listPlainListeners } from './load-balancers.ts';

const AWS = 'service.beta.kubernetes.io/aws-load-balancer-';
const balancer = (annotations: Raw, spec: Raw = {}): Raw =>
  buildObject('v1', 'Service', 's', { spec: { type: 'LoadBalancer', ...spec } }, { annotations });
const first = (object: Raw) => {
  const inventory = buildInventory([object]);
  const [found] = inventory.objects;
  if (found === undefined) throw new TypeError('there is an object');
  return { inventory, found };
};

test.each<[Raw, boolean]>([
  [balancer({}), false],
  [balancer({ [`${AWS}internal`]: 'true' }), true],
  [balancer({ [`${AWS}internal`]: '0.0.0.0/0' }), true],
  [balancer({ [`${AWS}internal`]: 'false' }), false],
  [balancer({ [`${AWS}scheme`]: 'internet-facing' }), false],
  [balancer({ [`${AWS}type`]: 'external' }), true],
  [balancer({ [`${AWS}type`]: 'external', [`${AWS}scheme`]: 'internet-facing' }), false],
  [balancer({}, { loadBalancerClass: 'service.k8s.aws/nlb' }), true],
  [balancer({ 'networking.gke.io/load-balancer-type': 'Internal' }), true],
  [balancer({ 'service.beta.kubernetes.io/azure-load-balancer-internal': 'TRUE' }), true],
])('isInternal %j', (object, answer) => expect(isInternal(first(object).found)).toBe(answer));

test.each<[Raw, boolean]>([
  [balancer({}), false],
  [balancer({}, { loadBalancerSourceRanges: ['192.0.2.0/24', '2001:db8::/32'] }), true],
  [balancer({}, { loadBalancerSourceRanges: ['192.0.2.0/24', '::/0'] }), false],
  [balancer({}, { loadBalancerSourceRanges: ['office'] }), false],
  [balancer({ 'service.beta.kubernetes.io/load-balancer-source-ranges': '192.0.2.0/24, 198.51.100.0/24' }), true],
])('isNarrowed %j', (object, answer) => expect(isNarrowed(first(object).found)).toBe(answer));

describe('ports without TLS', () => {
  const ports = (...list: readonly Raw[]): Raw => ({ ports: list });
  test.each<[string, Raw, readonly unknown[] | undefined]>([
    ['no load balancer', balancer({}, { type: 'NodePort' }), undefined],
    ['internal', balancer({ [`${AWS}internal`]: 'true' }, ports({ port: 8080 })), undefined],
    [
      '80, 443, names of TLS and UDP',
      balancer(
        {},
        ports(
          { port: 80 },
          { port: 443 },
          { port: 9443, name: 'https-admin' },
          { port: 1, appProtocol: 'tls' },
          { port: 53, protocol: 'UDP' },
        ),
      ),
      [],
    ],
    ['80 alone', balancer({}, ports({ port: 80 })), [80]],
    ['80 alone, said to be plain', balancer({ [`${AWS}backend-protocol`]: 'http' }, ports({ port: 80 })), []],
    ['a name that only begins so', balancer({}, ports({ port: 9000, name: 'tlsless' })), [9000]],
    ['443 that ends nowhere', balancer({ [`${AWS}backend-protocol`]: 'http' }, ports({ port: 443 })), [443]],
    ['a certificate for all ports', balancer({ [`${AWS}ssl-cert`]: 'arn' }, ports({ port: 443 }, { port: 9000 })), []],
    [
      'a certificate for some ports',
      balancer({ [`${AWS}ssl-cert`]: 'arn', [`${AWS}ssl-ports`]: '443, admin' }, ports({ port: 9000 }, { port: 9001, name: 'admin' })),
      [9000],
    ],
    ['a port that is none', balancer({}, ports({ port: 'x' })), [undefined]],
  ])('%s', (_, object, expected) => {
    const { inventory, found } = first(object);
    expect(listPlainListeners(inventory, found)?.map(listener => listener.port)).toEqual(expected);
  });
});
