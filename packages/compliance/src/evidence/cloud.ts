import { isMap, readAt, type Yaml } from './yaml.ts';

export type CloudProvider = 'eks' | 'gke' | 'aks';

/** What a provider says of a cluster that it runs. */
export interface CloudFacts {
  readonly provider: CloudProvider;
  /** The cluster as its API describes it; keys begin with a small letter, however they were written. */
  readonly cluster: Yaml;
  /** Name of the file. */
  readonly source: string;
}

/** Deeper than any provider nests. */
const MAX_DEPTH = 12;

const GROUPS: Readonly<Record<string, CloudProvider>> = {
  'eks.amazonaws.com': 'eks',
  'container.googleapis.com': 'gke',
  'management.azure.com': 'aks',
};

/**
 * What `aws eks describe-cluster`, `gcloud container clusters describe` and `az aks show` print as JSON, and what Kubescape makes of the same. Undefined for anything else.
 *
 * @param source name of the file, for evidence
 */
export function readCloudFacts(document: Yaml, source: string): CloudFacts | undefined {
  const plain = lower(document, 0) as Yaml;
  if (plain['kind'] === 'ClusterDescribe') {
    const provider = GROUPS[String(plain['apiVersion']).split('/')[0] ?? ''];
    const data = isMap(plain['data']) ? plain['data'] : plain;
    return provider === undefined ? undefined : { provider, cluster: unwrap(data), source };
  }
  const cluster = unwrap(plain);
  const provider = identify(cluster);
  return provider === undefined ? undefined : { provider, cluster, source };
}

function identify(cluster: Yaml): CloudProvider | undefined {
  if (String(cluster['arn'] ?? '').includes(':eks:')) return 'eks';
  if (String(cluster['selfLink'] ?? '').includes('container.googleapis.com')) return 'gke';
  return /\/managedclusters\//i.test(String(cluster['id'] ?? '')) ? 'aks' : undefined;
}

/** One has the cluster below a key of its own, another its settings below `properties`. */
function unwrap(document: Yaml): Yaml {
  const inner = readAt(document, ['cluster']);
  const cluster = isMap(inner) ? inner : document;
  const properties = cluster['properties'];
  return isMap(properties) ? { ...cluster, ...properties } : cluster;
}

/** SDKs write keys with a capital, command lines do not; abbreviations differ as well: enableAzureRBAC, authorizedIPRanges. */
function lower(value: unknown, depth: number): unknown {
  if (depth > MAX_DEPTH) return undefined;
  if (Array.isArray(value)) return value.map(element => lower(element, depth + 1));
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [toKey(key), lower(inner, depth + 1)]));
}

function toKey(key: string): string {
  return `${key.slice(0, 1).toLowerCase()}${key.slice(1)}`
    .replace(/RBAC/, 'Rbac')
    .replace(/IPRanges$/, 'IpRanges')
    .replace(/PublicIP$/, 'PublicIp')
    .replace(/PublicFQDN$/, 'PublicFqdn')
    .replace(/^kubernetesAlpha$/, 'enableKubernetesAlpha');
}
