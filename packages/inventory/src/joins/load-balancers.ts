import type { Inventory } from '../inventory.ts';
import { parseIpRange } from '../ip-range.ts';
import type { InventoryObject } from '../model/object.ts';
import { type Path, toInteger, toList, toScalarText, toText, toTexts } from '../raw.ts';
import { readController } from './ingress-classes.ts';
import { isEverything } from './network-rules.ts';
import { listServicePorts, type ServicePort } from './services.ts';

const AWS = 'service.beta.kubernetes.io/aws-load-balancer-';
const SOURCE_RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges';

/** Annotations by which a provider makes a load balancer that only its private network reaches; an empty value means any but false. */
const INTERNAL: readonly (readonly [string, string])[] = [
  [`${AWS}internal`, ''],
  [`${AWS}scheme`, 'internal'],
  ['service.beta.kubernetes.io/azure-load-balancer-internal', 'true'],
  ['networking.gke.io/load-balancer-type', 'internal'],
  ['cloud.google.com/load-balancer-type', 'internal'],
  ['service.beta.kubernetes.io/openstack-internal-load-balancer', 'true'],
  ['service.beta.kubernetes.io/oci-load-balancer-internal', 'true'],
  ['service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type', 'intranet'],
  ['service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type', 'private'],
];

/** Whether the provider is told to keep a load balancer private. The AWS controller's own balancers are private unless told otherwise. */
export function isInternal({ annotations, spec }: InventoryObject): boolean {
  const says = ([key, wanted]: readonly [string, string]): boolean => {
    const value = annotations[key]?.toLowerCase() ?? '';
    return wanted === '' ? value !== '' && value !== 'false' : value === wanted;
  };
  if (INTERNAL.some(says)) return true;
  const byController =
    spec['loadBalancerClass'] === 'service.k8s.aws/nlb' || ['external', 'nlb-ip'].includes(annotations[`${AWS}type`] ?? '');
  return byController && annotations[`${AWS}scheme`] === undefined;
}

/** Addresses that may use a load balancer, as written in the spec or in the older annotation. */
export function listSourceRanges({ annotations, spec }: InventoryObject): readonly string[] {
  const written = toTexts(spec['loadBalancerSourceRanges']);
  return written.length > 0 ? written : (annotations[SOURCE_RANGES] ?? '').split(',').flatMap(text => text.trim() || []);
}

/** Whether source ranges narrow it: some are written, all can be read, and none is a whole address family. */
export function isNarrowed(service: InventoryObject): boolean {
  const ranges = listSourceRanges(service);
  return ranges.length > 0 && ranges.every(text => parseIpRange(text) !== undefined && !isEverything(text));
}

/** What a cloud load balancer serves without TLS. */
export interface PlainListener {
  /** Port of a Service; undefined for an Ingress as a whole. */
  readonly port: number | undefined;
  readonly path: Path;
}

/** Listeners of a public cloud load balancer that lack the provider's TLS settings; undefined for objects that make none. */
export function listPlainListeners(inventory: Inventory, object: InventoryObject): readonly PlainListener[] | undefined {
  if (object.kindName === 'Service')
    return object.spec['type'] === 'LoadBalancer' && !isInternal(object) ? listPlainPorts(object) : undefined;
  if (object.kindName !== 'Ingress') return undefined;
  const secure = hasCloudTls(inventory, object);
  return secure === undefined ? undefined : secure ? [] : [{ port: undefined, path: ['spec', 'tls'] }];
}

/** Port 80 beside an encrypted port redirects to it; where the protocol of the pods is declared, it is plain on purpose. */
function listPlainPorts(service: InventoryObject): readonly PlainListener[] {
  const ports = listServicePorts(service).filter(({ raw }) => (toText(raw['protocol']) || 'TCP') === 'TCP');
  const plain = ports.filter(port => !isCertified(service, port) && !isPassedThrough(service, port));
  const redirects = plain.length < ports.length || service.annotations[`${AWS}backend-protocol`] !== undefined;
  return plain
    .filter(({ raw }) => raw['port'] !== 80 || !redirects)
    .map(({ raw, index }) => ({ port: typeof raw['port'] === 'number' ? raw['port'] : undefined, path: ['spec', 'ports', index] }));
}

/** Whether the provider ends TLS for a port with a certificate. */
function isCertified({ annotations }: InventoryObject, { raw }: ServicePort): boolean {
  const listed = (annotations[`${AWS}ssl-ports`] ?? '*').split(',').map(entry => entry.trim());
  return (
    annotations[`${AWS}ssl-cert`] !== undefined &&
    ['*', toScalarText(raw['port']), toText(raw['name'])].some(entry => listed.includes(entry))
  );
}

/** Whether a port carries the TLS of the pods through, by its number or name; not when the pods are said to speak plain text. */
function isPassedThrough({ annotations }: InventoryObject, { raw }: ServicePort): boolean {
  if (['http', 'tcp'].includes(annotations[`${AWS}backend-protocol`] ?? '')) return false;
  return (
    [443, 8443].includes(toInteger(raw['port']) ?? 0) || /^(?:https|tls)(?:-|$)/.test(toText(raw['appProtocol']) || toText(raw['name']))
  );
}

const GOOGLE_TLS = ['ingress.gcp.kubernetes.io/pre-shared-cert', 'networking.gke.io/managed-certificates', 'networking.gke.io/certmap'];
const ALB = 'alb.ingress.kubernetes.io/';

/** Whether an Ingress that a cloud provider serves itself has TLS; undefined for other controllers and for private balancers. */
function hasCloudTls(inventory: Inventory, ingress: InventoryObject): boolean | undefined {
  const controller = readController(inventory, ingress).toLowerCase();
  const { annotations } = ingress;
  const tls = toList(ingress.spec['tls']).length > 0;
  if (controller === 'gce') return tls || GOOGLE_TLS.some(key => annotations[key] !== undefined);
  if (controller.includes('application-gateway')) {
    return tls || annotations['appgw.ingress.kubernetes.io/appgw-ssl-certificate'] !== undefined;
  }
  if (controller !== 'alb' && controller !== 'ingress.k8s.aws/alb') return undefined;
  if (annotations[`${ALB}scheme`] !== 'internet-facing') return undefined;
  return tls || annotations[`${ALB}certificate-arn`] !== undefined || listensOnHttps(annotations[`${ALB}listen-ports`] ?? '');
}

/** The certificate of an HTTPS listener is found by host name when none is named. */
function listensOnHttps(ports: string): boolean {
  return /"HTTPS"\s*:/.test(ports);
}
