import { isIP } from 'node:net';
import type { Place } from './ask.ts';

type Raw = Readonly<Record<string, unknown>>;

/** Nodes that are asked. */
const MAX_NODES = 200;
const KUBELET_PORT = 10_250;
const ETCD = /^--(?:advertise-client-urls|listen-client-urls)=(.*)$/;

export interface NodePlace extends Place {
  readonly node: string;
}

export interface EtcdPlace extends Place {
  readonly name: string;
  readonly isTls: boolean;
}

/** Addresses of kubelets, as nodes name them. */
export function listKubelets(nodes: readonly Raw[]): readonly NodePlace[] {
  return nodes.slice(0, MAX_NODES).flatMap((node): readonly NodePlace[] => {
    const { metadata = {}, status = {} } = node as { readonly metadata?: { readonly name?: string }; readonly status?: NodeStatus };
    const host = status.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '';
    const port = status.daemonEndpoints?.kubeletEndpoint?.Port;
    return mayAsk(host) ? [{ node: metadata.name ?? '', host, port: port === undefined || port <= 0 ? KUBELET_PORT : port }] : [];
  });
}

interface NodeStatus {
  readonly addresses?: readonly { readonly type: string; readonly address: string }[];
  readonly daemonEndpoints?: { readonly kubeletEndpoint?: { readonly Port?: number } };
}

/** Addresses of etcd for its clients, as its static pods name them; what listens on the loopback of its node is nothing to us. */
export function listEtcd(pods: readonly Raw[]): readonly EtcdPlace[] {
  const found = pods.slice(0, MAX_NODES).flatMap((pod): readonly EtcdPlace[] => {
    const { metadata = {}, spec = {} } = pod as {
      readonly metadata?: { readonly name?: string };
      readonly spec?: { readonly containers?: readonly Raw[] };
    };
    const words = (spec.containers ?? []).flatMap(container => [container['command'], container['args']].flat()).map(String);
    return words.flatMap(word => ETCD.exec(word)?.[1]?.split(',') ?? []).flatMap(url => toPlace(url, metadata.name ?? ''));
  });
  return [...new Map(found.map(place => [`${place.host}:${place.port}`, place])).values()];
}

function toPlace(url: string, name: string): readonly EtcdPlace[] {
  if (!URL.canParse(url)) return [];
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const isLoopback = host === '::1' || host.startsWith('127.') || host === '0.0.0.0' || host === '::';
  if (isLoopback || !mayAsk(host) || (protocol !== 'https:' && protocol !== 'http:')) return [];
  return [{ name, host, port: Number(port || '2379'), isTls: protocol === 'https:' }];
}

/** Addresses only, and none that are link-local: whoever may write a Node could lead us to the metadata of the cloud. */
function mayAsk(host: string): boolean {
  return isIP(host) !== 0 && !host.startsWith('169.254.') && !/^fe[89ab]/i.test(host);
}
