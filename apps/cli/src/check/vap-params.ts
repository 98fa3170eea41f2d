import { matchSelector } from '@breakwater/inventory';
import type { ParamRef, ValidatingAdmissionPolicy } from '@breakwater/policy';

type Raw = Readonly<Record<string, unknown>>;

const metadataOf = (object: Raw) =>
  (object['metadata'] ?? {}) as { readonly name?: unknown; readonly namespace?: unknown; readonly labels?: unknown };

/**
 * Objects that a binding's paramRef means for a request in a namespace; empty when it means none. One that names no namespace of its own
 * counts for every namespace: files often leave it out.
 * https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#parameter-resources
 */
export function listParams(
  policy: ValidatingAdmissionPolicy,
  ref: ParamRef,
  namespace: string,
  candidates: readonly Raw[],
): readonly Raw[] {
  const { apiVersion, kind } = policy.spec.paramKind ?? {};
  const wanted = ref.namespace ?? namespace;
  return candidates.filter(candidate => {
    const metadata = metadataOf(candidate);
    if (candidate['apiVersion'] !== apiVersion || candidate['kind'] !== kind) return false;
    if (metadata.namespace !== undefined && metadata.namespace !== wanted) return false;
    return ref.name === undefined ? matchSelector(ref.selector, readLabels(metadata.labels)) : metadata.name === ref.name;
  });
}

function readLabels(labels: unknown): Readonly<Record<string, string>> {
  return typeof labels === 'object' && labels !== null ? (labels as Readonly<Record<string, string>>) : {};
}
