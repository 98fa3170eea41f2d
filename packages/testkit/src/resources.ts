/** A JSON object. */
export type Raw = Readonly<Record<string, unknown>>;

/** Where a kind lives in the API. */
export interface Resource {
  /** Path of the collection, as `/apis/apps/v1/deployments`. */
  readonly path: string;
  readonly apiVersion: string;
  readonly kind: string;
}

const CLUSTER_SCOPED =
  /^(Namespace|Node|PersistentVolume|.*Class|Cluster.*|.*WebhookConfiguration|.*AdmissionPolicy(Binding)?|CustomResourceDefinition|CertificateSigningRequest|CSIDriver|.*AdminNetworkPolicy|GlobalNetworkPolicy|CiliumClusterwideNetworkPolicy|SecurityContextConstraints)$/;

/** Groups that a cluster serves only where something was installed. */
const CUSTOM = /^(gateway\.networking|policy\.networking|agents|.*\.agents|autoscaling)\..*k8s\.io$|^(?!.*\.k8s\.io$).*\./;

export function isNamespaced(kind: string): boolean {
  return !CLUSTER_SCOPED.test(kind);
}

/** Whether every API server serves a group. */
export function isBuiltIn(group: string): boolean {
  return !CUSTOM.test(group);
}

/** The resource of an object, its plural made as Kubernetes makes it. */
export function toResource(object: Raw): Resource {
  const apiVersion = String(object['apiVersion']);
  const kind = String(object['kind']);
  const root = apiVersion.includes('/') ? '/apis' : '/api';
  return { path: `${root}/${apiVersion}/${toPlural(kind)}`, apiVersion, kind };
}

function toPlural(kind: string): string {
  const name = kind.toLowerCase();
  if (name === 'endpoints' || name === 'securitycontextconstraints') return name;
  if (/(s|x|ch|sh)$/.test(name)) return `${name}es`;
  return /[^aeiou]y$/.test(name) ? `${name.slice(0, -1)}ies` : `${name}s`;
}
