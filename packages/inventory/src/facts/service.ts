import { defineFacts } from '../fact.ts';
import { listServiceBackends } from '../joins/routes.ts';
import { listServicePorts, listServiceWorkloads, type ServicePort } from '../joins/services.ts';
import type { InventoryObject } from '../model/object.ts';
import { toRecord, toText, toTexts } from '../raw.ts';

const ofService = defineFacts<InventoryObject>('Service', {
  name: {
    type: 'string',
    doc: 'Name',
    source: 'metadata.name',
    native: "object.?metadata.?name.orValue(object.?metadata.?generateName.orValue(''))",
    get: s => s.name,
  },
  namespace: {
    type: 'string',
    doc: 'Namespace',
    source: 'metadata.namespace',
    native: "object.?metadata.?namespace.orValue('')",
    get: s => s.namespace,
  },
  type: {
    type: 'string',
    doc: 'ClusterIP, NodePort, LoadBalancer or ExternalName',
    source: 'spec.type, default ClusterIP',
    native: "object.?spec.?type.orValue('ClusterIP')",
    get: s => toText(s.spec['type']) || 'ClusterIP',
  },
  headless: {
    type: 'bool',
    doc: 'Has no cluster address',
    source: 'spec.clusterIP',
    native: "object.?spec.?clusterIP.orValue('') == 'None'",
    get: s => s.spec['clusterIP'] === 'None',
  },
  selector: {
    type: 'dyn',
    doc: 'Selector as written; an empty map when absent',
    source: 'spec.selector',
    native: 'object.?spec.?selector.orValue({})',
    get: s => toRecord(s.spec['selector']),
  },
  externalIPs: {
    type: 'list(string)',
    doc: 'Addresses that it claims',
    source: 'spec.externalIPs',
    native: 'object.?spec.?externalIPs.orValue([])',
    get: s => toTexts(s.spec['externalIPs']),
  },
  annotations: {
    type: 'map(string, string)',
    doc: 'Annotations',
    source: 'metadata.annotations',
    native: 'object.?metadata.?annotations.orValue({})',
    get: s => s.annotations,
  },
  ports: {
    type: 'list(ServicePort)',
    doc: 'Ports',
    source: 'spec.ports',
    native: 'object.?spec.?ports.orValue([])',
    get: s => listServicePorts(s),
  },
  workloads: {
    type: 'list(Workload)',
    doc: 'Workloads of the set that it selects',
    source: 'spec.selector against pod template labels of the namespace',
    get: (s, inventory) => listServiceWorkloads(inventory, s),
  },
  routes: {
    type: 'list(Ingress)',
    doc: 'Ingresses and Gateway API routes that send traffic to it',
    source: 'backends of Ingresses and routes',
    get: (s, inventory) => listServiceBackends(inventory, s),
  },
});

const ofPort = defineFacts<ServicePort>('ServicePort', {
  name: {
    type: 'string',
    doc: 'Name, empty when absent',
    source: 'spec.ports[].name',
    native: "port.?name.orValue('')",
    get: p => toText(p.raw['name']),
  },
  port: { type: 'dyn', doc: 'Port of the Service', source: 'spec.ports[].port', native: 'port.?port', get: p => p.raw['port'] },
  targetPort: {
    type: 'dyn',
    doc: 'Port of the pod as written: number or name',
    source: 'spec.ports[].targetPort, default port',
    native: 'port.?targetPort.or(port.?port)',
    get: p => p.raw['targetPort'] ?? p.raw['port'],
  },
  protocol: {
    type: 'string',
    doc: 'TCP, UDP or SCTP',
    source: 'spec.ports[].protocol, default TCP',
    native: "port.?protocol.orValue('TCP')",
    get: p => toText(p.raw['protocol']) || 'TCP',
  },
  service: { type: 'Service', doc: 'The Service it belongs to', source: 'the object it stands in', get: p => p.service },
});

export const facts = [...ofService, ...ofPort];
