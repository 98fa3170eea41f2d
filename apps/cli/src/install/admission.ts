import { type InstallOptions, type Manifest, PORTS, toLabels } from './install-options.ts';

/** What replicas of admission and the API server find each other by. */
export const ADMISSION = { service: 'breakwater-admission', secret: 'breakwater-admission-tls', webhook: 'breakwater' } as const;

/** Seconds before the API server gives up in which a review is answered in any case. */
const SPARE_SECONDS = 2;

/** Namespaces of Kubernetes itself: what must run for anything else to be put right. */
const SPARED = ['kube-system', 'kube-public', 'kube-node-lease'] as const;

/** Changed all the time, or asked by the API server itself, and judged by no policy. */
const CONDITIONS = [
  {
    name: 'spare-leases-and-events',
    expression:
      "!(request.resource.group in ['coordination.k8s.io', 'events.k8s.io'] || request.resource.resource in ['events', 'leases'])",
  },
  { name: 'spare-reviews', expression: "!(request.resource.group in ['authentication.k8s.io', 'authorization.k8s.io'])" },
  { name: 'spare-nodes', expression: "!('system:nodes' in request.userInfo.groups)" },
  {
    name: 'spare-ourselves',
    expression: `!(request.resource.resource == 'validatingwebhookconfigurations' && request.name == '${ADMISSION.webhook}')`,
  },
] as const;

/** Seconds from the arrival of a review until it has to be answered. */
export function toDeadline({ webhookTimeout }: InstallOptions): number {
  return webhookTimeout - SPARE_SECONDS;
}

/** Of an update the object as it was counts too: both have to have the label. */
function toExpression(label: string): object {
  const [key = '', value = ''] = label.split('=');
  return { key, operator: 'NotIn', values: [value] };
}

/** Empty: what admission keeps in it is its own, and it may write this one only. */
export function toAdmissionSecret({ namespace }: InstallOptions): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: ADMISSION.secret, namespace, labels: toLabels('admission') },
    type: 'Opaque',
  };
}

export function listAdmissionServices({ namespace }: InstallOptions): readonly Manifest[] {
  const labels = toLabels('admission');
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: ADMISSION.service, namespace, labels },
      spec: { type: 'ClusterIP', selector: labels, ports: [{ name: 'https', port: 443, targetPort: PORTS.admission, protocol: 'TCP' }] },
    },
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: ADMISSION.service, namespace, labels },
      spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
    },
  ];
}

/**
 * Every kind, since policies speak of every kind; in all namespaces but our own, those of Kubernetes, and those that were named. Who signs for it is
 * written by admission itself.
 */
export function toWebhook({ namespace, failurePolicy, sparedNamespaces, sparedLabels, webhookTimeout }: InstallOptions): Manifest {
  const spared = [...new Set([namespace, ...SPARED, ...sparedNamespaces])].toSorted();
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: ADMISSION.webhook, labels: toLabels('admission') },
    webhooks: [
      {
        name: 'admission.breakwater.dev',
        clientConfig: { service: { name: ADMISSION.service, namespace, path: '/validate', port: 443 } },
        rules: [
          { apiGroups: ['*'], apiVersions: ['*'], resources: ['*', '*/scale'], operations: ['CREATE', 'UPDATE', 'DELETE'], scope: '*' },
          {
            apiGroups: [''],
            apiVersions: ['v1'],
            // Each of those of a namespace writes annotations too, by which break-glasses are confirmed.
            resources: ['pods/ephemeralcontainers', 'namespaces/status', 'namespaces/finalize'],
            operations: ['UPDATE'],
            scope: '*',
          },
          {
            apiGroups: [''],
            apiVersions: ['v1'],
            resources: ['pods/exec', 'pods/attach', 'pods/portforward', 'pods/proxy'],
            operations: ['CONNECT'],
            scope: '*',
          },
        ],
        namespaceSelector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: spared }] },
        ...(sparedLabels.length === 0 ? {} : { objectSelector: { matchExpressions: sparedLabels.map(toExpression) } }),
        matchConditions: CONDITIONS,
        failurePolicy,
        matchPolicy: 'Equivalent',
        sideEffects: 'NoneOnDryRun',
        timeoutSeconds: webhookTimeout,
        admissionReviewVersions: ['v1'],
      },
    ],
  };
}
