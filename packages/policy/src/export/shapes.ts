import type { ResourceRule, ValidatingAdmissionPolicy } from '../admission/shapes.ts';

/** What the binding of an exported policy does with a violation. */
export const ACTIONS = ['deny', 'warn', 'audit'] as const;
export type Action = (typeof ACTIONS)[number];

export type ValidationAction = 'Deny' | 'Warn' | 'Audit';

interface Metadata {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy, whole, as it is applied. */
export interface ExportedPolicy extends ValidatingAdmissionPolicy {
  readonly apiVersion: 'admissionregistration.k8s.io/v1';
  readonly kind: 'ValidatingAdmissionPolicy';
  readonly metadata: Metadata;
  readonly spec: ValidatingAdmissionPolicy['spec'] & { readonly matchConstraints: { readonly resourceRules: readonly ResourceRule[] } };
}

/** admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBinding of one exported policy. */
export interface ExportedBinding {
  readonly apiVersion: 'admissionregistration.k8s.io/v1';
  readonly kind: 'ValidatingAdmissionPolicyBinding';
  readonly metadata: Metadata;
  readonly spec: {
    readonly policyName: string;
    readonly validationActions: readonly ValidationAction[];
    readonly matchResources?: { readonly namespaceSelector: unknown };
  };
}

/** One template path of an exported policy, with its binding. */
export interface ExportedPair {
  readonly policy: ExportedPolicy;
  readonly binding: ExportedBinding;
}

/** Why a policy cannot be enforced by the API server alone. */
export interface Obstacle {
  /** The fact or function that is in the way, where one is: `container.effective.limits`, `grants()`. */
  readonly fact?: string;
  readonly reason: string;
}

/** The oldest Kubernetes minor version whose API server takes an exported policy, and what asks for it. */
export interface Requirement {
  readonly minor: number;
  readonly feature: string;
}

export type Export =
  | { readonly exportable: true; readonly pairs: readonly ExportedPair[]; readonly needs: Requirement }
  | { readonly exportable: false; readonly obstacles: readonly Obstacle[] };

export interface ExportOptions {
  /** Parameters that differ from the policy's defaults; all are written into the expressions as literals. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** Kubernetes minor version that `cluster.minor` stands for. */
  readonly kubeMinor: number;
  /** What the bindings do; the policy's own enforcement at deploy time when absent. */
  readonly action?: Action;
}

/** admissionregistration.k8s.io/v1 MutatingAdmissionPolicy, whole, as it is applied. */
export interface MutatingPolicy {
  readonly apiVersion: 'admissionregistration.k8s.io/v1';
  readonly kind: 'MutatingAdmissionPolicy';
  readonly metadata: Metadata;
  readonly spec: {
    readonly failurePolicy: 'Ignore';
    readonly reinvocationPolicy: 'IfNeeded';
    readonly matchConstraints: { readonly resourceRules: readonly ResourceRule[] };
    readonly variables: readonly { readonly name: string; readonly expression: string }[];
    readonly mutations: readonly {
      readonly patchType: 'ApplyConfiguration';
      readonly applyConfiguration: { readonly expression: string };
    }[];
  };
}

/** admissionregistration.k8s.io/v1 MutatingAdmissionPolicyBinding. */
export interface MutatingBinding {
  readonly apiVersion: 'admissionregistration.k8s.io/v1';
  readonly kind: 'MutatingAdmissionPolicyBinding';
  readonly metadata: Metadata;
  readonly spec: Omit<ExportedBinding['spec'], 'validationActions'>;
}

export type DefaultExport =
  | { readonly exportable: true; readonly policy: MutatingPolicy; readonly binding: MutatingBinding; readonly needs: Requirement }
  | { readonly exportable: false; readonly obstacles: readonly Obstacle[] };
