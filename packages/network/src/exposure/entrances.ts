import {
  type Exposure,
  isInternal,
  listBackends,
  listExposures,
  listServicePorts,
  listSourceRanges,
  resolveTargetPort,
  type ServicePort,
  toText,
} from '@breakwater/inventory';
import type { Cluster, NetworkWorkload } from '../cluster/read-cluster.ts';
import { PROTOCOLS, type Protocol } from '../world.ts';

/** One way from outside of the cluster to a port of a workload, before any policy is asked. */
export interface Entrance {
  readonly workload: NetworkWorkload;
  readonly from: 'internet' | 'private-network' | 'node-port' | 'external-address' | 'ingress-controller';
  /** The kind that opens it, and its object: `LoadBalancer`, `Service shop/web`. */
  readonly via: string;
  readonly object: string;
  readonly protocol: Protocol;
  /** The port of the pod: policies never see that of the Service. */
  readonly port: number;
  /** Addresses that the load balancer lets in, as written; empty for all. */
  readonly ranges: readonly string[];
}

/** Entrances through Services, Ingresses, Gateway API and other routes; ports that resolve to nothing lead nowhere. */
export function listEntrances({ inventory, workloads }: Cluster): readonly Entrance[] {
  return workloads.flatMap(entry => listExposures(inventory, entry.workload).flatMap(exposure => listPorts(entry, exposure)));
}

function listPorts(entry: NetworkWorkload, exposure: Exposure): readonly Entrance[] {
  const { via, object, service } = exposure;
  return listOpened(exposure).flatMap((port): readonly Entrance[] => {
    const protocol = PROTOCOLS.find(known => known === (toText(port.raw['protocol']) || PROTOCOLS[0]));
    const number = resolveTargetPort(port, entry.workload);
    if (protocol === undefined || number === undefined || number < 1 || number > 65_535) return [];
    const ranges = via === 'LoadBalancer' ? listSourceRanges(service) : [];
    const name = `${object.kind} ${object.namespace}/${object.name}`;
    return [{ workload: entry, from: toOrigin(exposure), via, object: name, protocol, port: number, ranges }];
  });
}

/** A route opens the ports that it names; where it names none, and for Services themselves, all are. */
function listOpened({ object, service }: Exposure): readonly ServicePort[] {
  const ports = listServicePorts(service);
  if (object === service) return ports;
  const named = listBackends(object)
    .filter(({ namespace, name }) => namespace === service.namespace && name === service.name)
    .map(({ port }) => port);
  if (named.length === 0 || named.includes(undefined)) return ports;
  return ports.filter(({ raw }) => named.includes(raw['port']) || named.includes(raw['name']));
}

function toOrigin({ via, service }: Exposure): Entrance['from'] {
  if (via === 'LoadBalancer') return isInternal(service) ? 'private-network' : 'internet';
  if (via === 'NodePort') return 'node-port';
  return via === 'externalIPs' ? 'external-address' : 'ingress-controller';
}
