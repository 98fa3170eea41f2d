import { listServicePorts, listServiceWorkloads, resolveTargetPort } from '@breakwater/inventory';
import type { Pod, PortQuery } from '../world.ts';
import type { Cluster } from './read-cluster.ts';

/** The pods that answer for names, and the ports on which they do. */
export interface ClusterDns {
  readonly pods: readonly Pod[];
  readonly ports: readonly PortQuery[];
  /** Whether the set holds them; if not, it is the usual CoreDNS in kube-system that is meant. */
  readonly isKnown: boolean;
}

const LABEL = 'k8s-app';
const VALUE = 'kube-dns';
const PORT = 53;

/** Ports are those of the pods: OpenShift's listen on 5353. */
export function findDns({ inventory, workloads }: Cluster): ClusterDns {
  const services = inventory
    .listKind('Service')
    .filter(service => service.labels[LABEL] === VALUE || service.labels['dns.operator.openshift.io/owning-dns'] !== undefined);
  const podOf = new Map(workloads.map(({ workload, pod }) => [workload, pod]));
  const found = services.flatMap(service =>
    listServiceWorkloads(inventory, service).flatMap(workload => {
      const pod = podOf.get(workload);
      if (pod === undefined) return [];
      return listServicePorts(service).flatMap(port => {
        const protocol = port.raw['protocol'] === 'UDP' ? 'UDP' : 'TCP';
        const number = resolveTargetPort(port, workload);
        return port.raw['port'] !== PORT || number === undefined ? [] : [{ pod, query: { protocol, port: number } }];
      });
    }),
  );
  if (found.length === 0) return USUAL;
  const ports = new Map(found.map(({ query }) => [`${query.protocol} ${query.port}`, query]));
  return { pods: [...new Set(found.map(({ pod }) => pod))], ports: [...ports.values()], isKnown: true };
}

const USUAL: ClusterDns = {
  pods: [
    {
      kind: 'pod',
      namespace: 'kube-system',
      name: 'coredns',
      labels: { [LABEL]: VALUE },
      addresses: [],
      ports: [
        { name: 'dns', number: PORT, protocol: 'UDP' },
        { name: 'dns-tcp', number: PORT, protocol: 'TCP' },
      ],
      hostNetwork: false,
    },
  ],
  ports: [
    { protocol: 'UDP', port: PORT },
    { protocol: 'TCP', port: PORT },
  ],
  isKnown: false,
};
