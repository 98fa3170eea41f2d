/** What somebody wants to do with a resource. Texts are empty where the request carries nothing of the kind. */
export interface ResourceRequest {
  readonly verb: string;
  /** The core group is the empty text. */
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  /** create, list, watch and deletecollection carry no name. */
  readonly name: string;
  /** Empty for cluster-scoped resources, and for all namespaces at once. */
  readonly namespace: string;
}

/** What somebody wants to do with a path that is no resource, as `/healthz`. */
export interface UrlRequest {
  readonly verb: string;
  readonly url: string;
}

/** https://kubernetes.io/docs/reference/access-authn-authz/authorization/#determine-the-request-verb */
export type AccessRequest = ResourceRequest | UrlRequest;

export function isUrlRequest(request: AccessRequest): request is UrlRequest {
  return 'url' in request;
}

/** The namespace whose RoleBindings count; empty where none does. */
export function toRequestNamespace(request: AccessRequest): string {
  return isUrlRequest(request) ? '' : request.namespace;
}

/** `pods`, `pods/exec`: the resource as rules write it. */
export function toResourcePath({ resource, subresource }: ResourceRequest): string {
  return subresource === '' ? resource : `${resource}/${subresource}`;
}
