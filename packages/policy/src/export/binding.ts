import type { PolicyDefinition } from '@breakwater/model';
import type { Action, ExportedBinding, ExportedPolicy, ValidationAction } from './shapes.ts';

const ACTIONS: Readonly<Record<Action, readonly ValidationAction[]>> = { deny: ['Deny'], warn: ['Warn'], audit: ['Audit'] };

/** Nobody is locked out of a cluster by a policy that was exported without thought: the default tells, and refuses nothing. */
const DEFAULT: readonly ValidationAction[] = ['Audit', 'Warn'];

/** Control plane add-ons must come up even when a policy is wrong. */
const OUTSIDE_KUBE_SYSTEM = {
  namespaceSelector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['kube-system'] }] },
};

/** The binding of an exported policy. A policy that asks by itself which namespace it is in sees all of them. */
export function toBinding(
  policy: Pick<ExportedPolicy, 'metadata'>,
  definition: PolicyDefinition,
  facts: ReadonlySet<string>,
  action: Action | undefined,
): ExportedBinding {
  const { name, labels } = policy.metadata;
  const everywhere = [...facts].some(fact => /\.(?:system|namespace|inDefaultNamespace)$/.test(fact));
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name, labels },
    spec: {
      policyName: name,
      validationActions: action === undefined ? readActions(definition) : ACTIONS[action],
      ...(everywhere ? {} : { matchResources: OUTSIDE_KUBE_SYSTEM }),
    },
  };
}

function readActions({ enforcement }: PolicyDefinition): readonly ValidationAction[] {
  if (enforcement?.deploy === 'deny') return ['Deny'];
  return enforcement?.deploy === 'warn' ? ['Warn'] : DEFAULT;
}
