import { listServicePorts, listServiceWorkloads, resolveTargetPort } from '@breakwater/inventory';
import { type Cluster, type ObservedFlow, PROTOCOLS } from '@breakwater/network';
import { listAddresses, type Owner, toAddressKey } from '../addresses.ts';
import type { Question, Sight } from '../question.ts';
import { type FlowsOutput, judgeFlows } from './flows.ts';

export interface ObservedInput extends Sight {
  /** Connections that workloads opened, by where they led. */
  readonly rows: readonly ObservedRow[];
}

export interface ObservedRow {
  readonly namespace: string;
  /** Kind and name, as Deployment/web. */
  readonly workload: string;
  readonly address: string;
  readonly port: number;
  /** As tcp. */
  readonly protocol: string;
  readonly count: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
}

type Destination = Pick<ObservedFlow, 'dst' | 'port'>;

export const question: Question<ObservedInput, FlowsOutput> = {
  name: 'observed',
  answer: ({ network }, { rows, ...sight }) => {
    const owners = listAddresses(network);
    const flows = rows.flatMap(row => toFlows(row, owners.get(toAddressKey(row.address)), network));
    return judgeFlows(flows, [], network, sight);
  },
};

/** Agents see that a connection is begun; whether it came through is not counted by day. */
function toFlows(row: ObservedRow, owner: Owner | undefined, network: Cluster): readonly ObservedFlow[] {
  const { namespace, workload, count, firstSeen, lastSeen } = row;
  const protocol = PROTOCOLS.find(known => known === row.protocol.toUpperCase());
  if (protocol === undefined) return [];
  const src = { namespace, workload: toName(workload) };
  return listDestinations(row, owner, network).map(({ dst, port }) => ({
    src,
    dst,
    protocol,
    port,
    count,
    firstSeen,
    lastSeen,
    wasAllowed: true,
  }));
}

/** Policies speak of pods: of a Service what is behind it. */
function listDestinations({ address, port }: ObservedRow, owner: Owner | undefined, network: Cluster): readonly Destination[] {
  const { kind, namespace = '', name = '' } = owner ?? {};
  if (kind === 'workload') return [{ dst: { namespace, workload: toName(name) }, port }];
  const served = kind === 'service' ? listServed(namespace, name, port, network) : [];
  return served.length > 0 ? served : [{ dst: { address }, port }];
}

function listServed(namespace: string, name: string, port: number, { inventory }: Cluster): readonly Destination[] {
  const service = inventory.listKind('Service').find(one => one.namespace === namespace && one.name === name);
  const servicePort = service === undefined ? undefined : listServicePorts(service).find(({ raw }) => raw['port'] === port);
  if (service === undefined || servicePort === undefined) return [];
  return listServiceWorkloads(inventory, service).flatMap((behind): readonly Destination[] => {
    const target = resolveTargetPort(servicePort, behind);
    return target === undefined ? [] : [{ dst: { namespace: behind.object.namespace, workload: behind.object.name }, port: target }];
  });
}

function toName(workload: string): string {
  return workload.slice(workload.indexOf('/') + 1);
}
