import {
  type InventoryObject,
  listServicePorts,
  listServiceWorkloads,
  parseIpRange,
  resolveTargetPort,
  toText,
} from '@breakwater/inventory';
import type { Problem } from '@breakwater/model';
import type { Cluster, NetworkWorkload } from '../cluster/read-cluster.ts';
import type { NetworkErrorCode } from '../errors.ts';
import { listEntrances } from '../exposure/entrances.ts';
import { PROTOCOLS } from '../world.ts';
import type { Need, NeedPeer } from './need.ts';
import { type HostMention, listMentions, listTexts } from './service-texts.ts';

export interface FoundNeeds {
  readonly needs: readonly Need[];
  readonly problems: readonly Problem[];
}

/** What manifests say that workloads connect to: names of Services in their texts, and everything that opens them to the outside. */
export function findNeeds(cluster: Cluster): FoundNeeds {
  const byService = indexServices(cluster);
  const found = cluster.workloads.map(entry => findTextNeeds(cluster, entry, byService));
  return {
    needs: [...found.flatMap(({ needs }) => needs), ...listEntranceNeeds(cluster)],
    problems: found.flatMap(({ problems }) => problems),
  };
}

type Services = ReadonlyMap<string, InventoryObject>;

function indexServices({ inventory }: Cluster): Services {
  return new Map(inventory.listKind('Service').map(service => [`${service.namespace}/${service.name}`, service]));
}

function findTextNeeds(cluster: Cluster, entry: NetworkWorkload, services: Services): FoundNeeds {
  const needs: Need[] = [];
  const problems = new Map<string, Problem>();
  for (const { text, where, isSecret } of listTexts(cluster, entry.workload)) {
    for (const mention of listMentions(text)) {
      const service = findService(mention, entry.pod.namespace, services);
      // Of a Secret it is said whom it names, never how.
      const shown = isSecret ? nameMeant(service) : formatMention(mention);
      if (service !== undefined) needs.push(...toNeeds(cluster, entry, service, mention, `${where}: ${shown}`));
      else if (isPublic(mention)) needs.push(toPublicNeed(entry, mention, `${where}: ${shown}`));
      else if (isMissing(mention) && !isSecret) problems.set(mention.host, describeMissing(entry, mention, where));
    }
  }
  return { needs, problems: [...problems.values()] };
}

function nameMeant(service: InventoryObject | undefined): string {
  return service === undefined ? 'a public address' : `Service ${service.namespace}/${service.name}`;
}

function formatMention({ scheme, host, port }: HostMention): string {
  return `${scheme === '' ? '' : `${scheme}://`}${host}${port === undefined ? '' : `:${port}`}`;
}

const SUFFIX = /\.svc(?:\.cluster\.local)?$/;

/** `service`, `service.namespace`, with or without `svc.cluster.local`; a word alone names a Service only where nothing stands beside it. */
function findService({ host, port, scheme, isWhole }: HostMention, namespace: string, services: Services): InventoryObject | undefined {
  const [name = '', where = namespace, ...more] = host.replace(SUFFIX, '').split('.');
  const isHost = host.includes('.') || scheme !== '' || port !== undefined || isWhole;
  return isHost && more.length === 0 ? services.get(`${where}/${name}`) : undefined;
}

function toNeeds(
  cluster: Cluster,
  source: NetworkWorkload,
  service: InventoryObject,
  { port }: HostMention,
  because: string,
): readonly Need[] {
  const targets = new Set(listServiceWorkloads(cluster.inventory, service));
  const all = listServicePorts(service);
  const named = all.filter(({ raw }) => raw['port'] === port);
  return cluster.workloads
    .filter(({ workload }) => targets.has(workload) && workload !== source.workload)
    .flatMap(workload =>
      (named.length > 0 ? named : all).flatMap(servicePort => {
        const number = resolveTargetPort(servicePort, workload.workload);
        const protocol = PROTOCOLS.find(known => known === (toText(servicePort.raw['protocol']) || PROTOCOLS[0]));
        if (number === undefined || protocol === undefined) return [];
        return [
          {
            source: { kind: 'workload', workload: source },
            destination: { kind: 'workload', workload },
            protocol,
            port: number,
            because,
          } as const,
        ];
      }),
    );
}

const SCHEME_PORTS: Readonly<Record<string, number>> = {
  http: 80,
  https: 443,
  ws: 80,
  wss: 443,
  ftp: 21,
  smtp: 25,
  smtps: 465,
  ldaps: 636,
  ldap: 389,
};

/** A name of the public tree under a scheme whose port is known. Plain words with dots are file names as often as hosts. */
function isPublic({ host, port, scheme }: HostMention): boolean {
  if (scheme === '' || SUFFIX.test(host) || host.endsWith('.local') || host.endsWith('.internal')) return false;
  const isName = /\.[a-z]{2,}$/.test(host) || (parseIpRange(host) !== undefined && !/^(?:127|0)\./.test(host));
  return isName && (port ?? SCHEME_PORTS[scheme]) !== undefined;
}

function toPublicNeed(entry: NetworkWorkload, { host, port, scheme }: HostMention, because: string): Need {
  const range = parseIpRange(host);
  const destination: NeedPeer = range === undefined ? { kind: 'public' } : { kind: 'address', range };
  return {
    source: { kind: 'workload', workload: entry },
    destination,
    protocol: 'TCP',
    port: port ?? SCHEME_PORTS[scheme] ?? 443,
    because,
  };
}

function isMissing({ host, scheme, port }: HostMention): boolean {
  return SUFFIX.test(host) || (scheme !== '' && !host.includes('.') && host !== 'localhost' && port !== undefined);
}

function describeMissing({ name }: NetworkWorkload, { host }: HostMention, where: string): Problem {
  const code: NetworkErrorCode = 'address-unresolved';
  return { code, message: `${where} names ${host}, and the set has no such Service: nothing is opened for it.`, source: name };
}

/** A node port and a load balancer may be used by everybody; routes by their controller, from its namespace where that is in the set. */
function listEntranceNeeds(cluster: Cluster): readonly Need[] {
  const controllers = cluster.workloads.filter(({ pod }) => CONTROLLERS.has(pod.labels['app.kubernetes.io/name'] ?? ''));
  return listEntrances(cluster).flatMap(({ workload, from, object, protocol, port }) => {
    const destination = { kind: 'workload', workload } as const;
    const because = `opened by ${object}`;
    if (from !== 'ingress-controller') return [{ source: { kind: 'anybody' }, destination, protocol, port, because } as const];
    const sources: readonly NeedPeer[] =
      controllers.length === 0 ? [{ kind: 'cluster' }] : controllers.map(controller => ({ kind: 'workload', workload: controller }));
    return sources.map(source => ({ source, destination, protocol, port, because }));
  });
}

/** Well-known controllers, by the label that their charts set. */
const CONTROLLERS = new Set([
  'ingress-nginx',
  'traefik',
  'contour',
  'haproxy-ingress',
  'kubernetes-ingress',
  'envoy-gateway',
  'kong',
  'nginx-gateway-fabric',
]);
