import type { AdmissionInput, AdmissionRequest, Raw } from './shapes.ts';

/** The request of an input: what was given, completed from the object as a client's plain CREATE, UPDATE or DELETE. */
export function toRequest(input: AdmissionInput): AdmissionRequest & Raw {
  const object = input.object ?? input.oldObject ?? {};
  const metadata = toRecord(object['metadata']);
  const apiVersion = String(object['apiVersion'] ?? '');
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : apiVersion.slice(0, slash);
  const version = apiVersion.slice(slash + 1);
  const kind = String(object['kind'] ?? '');
  const made = {
    uid: '',
    kind: { group, version, kind },
    resource: { group, version, resource: toResource(kind) },
    requestKind: { group, version, kind },
    requestResource: { group, version, resource: toResource(kind) },
    subResource: '',
    requestSubResource: '',
    name: String(metadata['name'] ?? ''),
    namespace: String(metadata['namespace'] ?? ''),
    operation: input.oldObject === undefined || input.oldObject === null ? 'CREATE' : input.object ? 'UPDATE' : 'DELETE',
    userInfo: { username: '', groups: [] },
    dryRun: false,
  };
  return { ...made, ...input.request } as AdmissionRequest & Raw;
}

export function toRecord(value: unknown): Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : {};
}

/** Kinds whose name is its own plural. */
const PLURALS = new Set(['endpoints', 'k8sallowedrepos', 'securitycontextconstraints']);

/** Plural as Kubernetes names resources of its own kinds; custom ones follow the same rules nearly always. */
function toResource(kind: string): string {
  const lower = kind.toLowerCase();
  if (PLURALS.has(lower)) return lower;
  if (/(?:s|x|ch|sh)$/.test(lower)) return `${lower}es`;
  return /[^aeiou]y$/.test(lower) ? `${lower.slice(0, -1)}ies` : `${lower}s`;
}
