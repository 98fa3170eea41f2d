import type { Unknown } from '@breakwater/cel';

/** Parts of the admission API that are read here; other fields pass through untouched. */
export interface ResourceRule {
  readonly operations?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly apiVersions?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly scope?: string;
}

export interface MatchResources {
  readonly namespaceSelector?: unknown;
  readonly objectSelector?: unknown;
  readonly resourceRules?: readonly ResourceRule[];
  readonly excludeResourceRules?: readonly ResourceRule[];
}

export interface Validation {
  readonly expression: string;
  readonly message?: string;
  readonly messageExpression?: string;
}

/** admissionregistration.k8s.io ValidatingAdmissionPolicy. */
export interface ValidatingAdmissionPolicy {
  readonly metadata?: { readonly name?: string };
  readonly spec: {
    readonly failurePolicy?: 'Fail' | 'Ignore';
    readonly paramKind?: { readonly apiVersion?: string; readonly kind?: string };
    readonly matchConstraints?: MatchResources;
    readonly matchConditions?: readonly { readonly name: string; readonly expression: string }[];
    readonly variables?: readonly { readonly name: string; readonly expression: string }[];
    readonly validations?: readonly Validation[];
    readonly auditAnnotations?: readonly { readonly key: string; readonly valueExpression: string }[];
  };
}

/** Which objects are the parameters: one by name, or all that a selector takes. */
export interface ParamRef {
  readonly name?: string;
  /** Where namespaced parameters lie; the namespace of the request when absent. */
  readonly namespace?: string;
  readonly selector?: unknown;
  readonly parameterNotFoundAction?: 'Allow' | 'Deny';
}

/** admissionregistration.k8s.io ValidatingAdmissionPolicyBinding. */
export interface ValidatingAdmissionPolicyBinding {
  readonly metadata?: { readonly name?: string };
  readonly spec: {
    readonly matchResources?: MatchResources;
    readonly policyName?: string;
    readonly paramRef?: ParamRef;
    readonly validationActions?: readonly ('Deny' | 'Warn' | 'Audit')[];
  };
}

export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** The parts of an AdmissionRequest that matching needs; CEL sees all of what was given. */
export interface AdmissionRequest {
  readonly operation: string;
  readonly kind: GroupVersionKind;
  readonly resource: { readonly group: string; readonly version: string; readonly resource: string };
  readonly subResource: string;
  readonly name: string;
  readonly namespace: string;
}

export type Raw = Readonly<Record<string, unknown>>;

/** What `authorizer` is asked: whether a user may do something with a resource, or with a path that is none. */
export type AuthorizerQuestion = {
  readonly user: { readonly name: string; readonly groups: readonly string[] };
  readonly verb: string;
} & (
  | {
      readonly group: string;
      readonly resource: string;
      readonly subresource: string;
      readonly name: string;
      readonly namespace: string;
    }
  | { readonly url: string }
);

export interface AuthorizerAnswer {
  readonly allowed: boolean;
  readonly reason: string;
  /** Why nobody could answer. */
  readonly error?: string;
}

/** Answers what `authorizer` is asked; Unknown where it cannot know. */
export type Authorize = (question: AuthorizerQuestion) => AuthorizerAnswer | Unknown;

/** One request and everything that a policy may look at. */
export interface AdmissionInput {
  readonly policy: ValidatingAdmissionPolicy;
  readonly binding?: ValidatingAdmissionPolicyBinding;
  /** Parameter objects that paramRef selects; undefined when none was given. */
  readonly params?: Raw | null;
  readonly object?: Raw | null;
  readonly oldObject?: Raw | null;
  /** Parts that are not given are made from the object. */
  readonly request?: Raw;
  readonly namespaceObject?: Raw | null;
  /** Without it `authorizer` is unknown. */
  readonly authorize?: Authorize;
}

/** What the API server would answer. */
export interface AdmissionAnswer {
  readonly allowed: boolean;
  readonly warnings: readonly string[];
  /** Why it was refused, in the order of the validations. */
  readonly messages: readonly string[];
}

/** Why a request does not comply; `error` and `not-evaluated` say that nobody knows whether it does. */
export interface AdmissionFinding {
  readonly state: 'fail' | 'error' | 'not-evaluated';
  readonly message: string;
}
