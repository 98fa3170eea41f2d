import { listServicePorts, listServiceWorkloads, parseIpRange, resolveTargetPort } from '@breakwater/inventory';
import type { BehaviorBaseline, LearnedPeer, Problem } from '@breakwater/model';
import type { Cluster, Need, NetworkWorkload } from '@breakwater/network';
import { PROTOCOLS } from '@breakwater/network';
import type { BehaviorErrorCode } from '../errors.ts';
import { nameSubject } from './to-seccomp.ts';

type NeedPeer = Need['source'];

/** What keeps a connection from being written, in words. */
type Obstacle = string;

export interface BaselineNeeds {
  readonly needs: readonly Need[];
  /** Workloads of the set that have a baseline. */
  readonly workloads: ReadonlySet<NetworkWorkload>;
  readonly problems: readonly Problem[];
}

/** The connections that baselines know, between the workloads of a set of manifests; what no NetworkPolicy can say is told. */
export function toNeeds(baselines: readonly BehaviorBaseline[], cluster: Cluster): BaselineNeeds {
  const needs: Need[] = [];
  const problems: Problem[] = [];
  const workloads = new Set<NetworkWorkload>();
  for (const { subject, peers } of baselines) {
    const workload = findWorkload(subject.namespace, subject.workload, cluster);
    const source = nameSubject(subject);
    const tell = (message: string): void => {
      const code: BehaviorErrorCode = 'peer-not-written';
      problems.push({ code, source, message });
    };
    if (workload === undefined) {
      tell('the manifests hold no workload of this name: give those of the cluster');
      continue;
    }
    workloads.add(workload);
    for (const peer of peers) {
      const made = toNeed(workload, peer, cluster);
      if (typeof made === 'string')
        tell(`${peer.direction} ${peer.protocol} ${peer.port} ${peer.kind} ${peer.peer}`.trimEnd().concat(`: ${made}`));
      else needs.push(...made);
    }
  }
  return { needs, workloads, problems };
}

function toNeed(workload: NetworkWorkload, learned: LearnedPeer, cluster: Cluster): readonly Need[] | Obstacle {
  const { direction, port, kind, firstSeen } = learned;
  const protocol = PROTOCOLS.find(known => known === learned.protocol.toUpperCase());
  if (kind === 'loopback') return [];
  if (protocol === undefined) return 'policies know TCP, UDP and SCTP only';
  if (port === '⋯') return 'it uses many ports from 32768 on: open them by hand where they are meant';
  const others = listPeers(learned, cluster);
  if (typeof others === 'string') return others;
  const own: NeedPeer = { kind: 'workload', workload };
  const because = `${learned.kind}${learned.peer === '' ? '' : ` ${learned.peer}`}, seen since ${firstSeen}`;
  return others.map(({ peer, port: other }) => ({
    source: direction === 'egress' ? own : peer,
    destination: direction === 'egress' ? peer : own,
    protocol,
    port: other ?? Number(port),
    because,
  }));
}

function listPeers(
  { kind, peer, port }: LearnedPeer,
  cluster: Cluster,
): readonly { readonly peer: NeedPeer; readonly port?: number }[] | Obstacle {
  if (kind === 'name') return [{ peer: { kind: 'public' } }];
  if (kind === 'api-server') return [{ peer: { kind: 'anybody' } }];
  if (kind === 'metadata') return 'the address at which a cloud tells of a machine is not opened: give the workload an identity of its own';
  if (kind === 'node') return 'selectors do not name nodes: open their addresses by hand where they are meant';
  if (kind === 'address') {
    const range = parseIpRange(peer);
    return range === undefined ? 'this is no address' : [{ peer: { kind: 'address', range } }];
  }
  const [namespace = '', ...name] = peer.split('/');
  if (kind === 'service') return listServed(namespace, name.join('/'), Number(port), cluster);
  const workload = findWorkload(namespace, name.join('/'), cluster);
  if (workload !== undefined) return [{ peer: { kind: 'workload', workload } }];
  return cluster.world.namespaces.has(namespace) ? 'the manifests hold no such workload' : [{ peer: { kind: 'namespace', namespace } }];
}

/** Policies speak of the pods behind a service, and of their ports. */
function listServed(
  namespace: string,
  name: string,
  port: number,
  { inventory, workloads }: Cluster,
): readonly { readonly peer: NeedPeer; readonly port?: number }[] | Obstacle {
  const service = inventory.listKind('Service').find(one => one.namespace === namespace && one.name === name);
  const servicePort = service === undefined ? undefined : listServicePorts(service).find(({ raw }) => raw['port'] === port);
  if (service === undefined || servicePort === undefined) return 'the manifests hold no such Service with this port';
  const served = listServiceWorkloads(inventory, service).flatMap(behind => {
    const workload = workloads.find(one => one.workload === behind);
    const target = resolveTargetPort(servicePort, behind);
    return workload === undefined || target === undefined ? [] : [{ peer: { kind: 'workload' as const, workload }, port: target }];
  });
  return served.length === 0 ? 'no workload of the manifests is behind this Service' : served;
}

/** `Deployment/web` */
function findWorkload(namespace: string, name: string, { workloads }: Cluster): NetworkWorkload | undefined {
  return workloads.find(({ pod, workload }) => pod.namespace === namespace && `${workload.object.kind}/${workload.object.name}` === name);
}
