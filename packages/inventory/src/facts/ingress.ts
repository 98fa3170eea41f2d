import { defineFacts } from '../fact.ts';
import { type Backend, listBackends } from '../joins/routes.ts';
import type { InventoryObject } from '../model/object.ts';
import { readPath, toRecords, toText, toTexts } from '../raw.ts';

const ofIngress = defineFacts<InventoryObject>('Ingress', {
  kind: { type: 'string', doc: 'Ingress, or a Gateway API route', source: 'kind', native: 'object.kind', get: i => i.kind },
  name: {
    type: 'string',
    doc: 'Name',
    source: 'metadata.name',
    native: "object.?metadata.?name.orValue(object.?metadata.?generateName.orValue(''))",
    get: i => i.name,
  },
  namespace: {
    type: 'string',
    doc: 'Namespace',
    source: 'metadata.namespace',
    native: "object.?metadata.?namespace.orValue('')",
    get: i => i.namespace,
  },
  className: {
    type: 'string',
    doc: 'Ingress class, empty for the default one',
    source: 'spec.ingressClassName, else annotation kubernetes.io/ingress.class',
    native: "object.?spec.?ingressClassName.orValue(object.?metadata.?annotations[?'kubernetes.io/ingress.class'].orValue(''))",
    get: i => toText(i.spec['ingressClassName']) || (i.annotations['kubernetes.io/ingress.class'] ?? ''),
  },
  annotations: {
    type: 'map(string, string)',
    doc: 'Annotations',
    source: 'metadata.annotations',
    native: 'object.?metadata.?annotations.orValue({})',
    get: i => i.annotations,
  },
  hosts: {
    type: 'list(string)',
    doc: 'Hosts of its rules, an empty text for a rule without host',
    source: 'spec.rules[].host, spec.hostnames',
    native: "object.kind == 'Ingress' ? object.?spec.?rules.orValue([]).map(r, r.?host.orValue('')) : object.?spec.?hostnames.orValue([])",
    get: i => listHosts(i),
  },
  tlsHosts: {
    type: 'list(string)',
    doc: 'Hosts that its TLS entries cover',
    source: 'spec.tls[].hosts',
    native: 'object.?spec.?tls.orValue([]).map(t, t.?hosts.orValue([])).flatten()',
    get: i => toRecords(i.spec['tls']).flatMap(entry => toTexts(entry['hosts'])),
  },
  backends: {
    type: 'list(Backend)',
    doc: 'Services that it sends traffic to',
    source: 'rules and default backend',
    get: i => listBackends(i),
  },
});

const ofBackend = defineFacts<Backend>('Backend', {
  name: { type: 'string', doc: 'Name of the Service', source: 'backend', get: b => b.name },
  namespace: {
    type: 'string',
    doc: 'Namespace of the Service',
    source: 'backendRefs[].namespace, else of the route',
    get: b => b.namespace,
  },
  port: { type: 'dyn', doc: 'Port number or name; not set when none is written', source: 'backend', get: b => b.port },
  service: {
    type: 'Service',
    doc: 'The Service; not set when it is not in the set',
    source: 'Service objects',
    get: (b, inventory) => inventory.find('Service', b.namespace, b.name),
  },
});

function listHosts(route: InventoryObject): readonly string[] {
  if (route.kind === 'Ingress') return toRecords(route.spec['rules']).map(rule => toText(readPath(rule, 'host')));
  return toTexts(route.spec['hostnames']);
}

export const facts = [...ofIngress, ...ofBackend];
