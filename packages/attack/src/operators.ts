/** Custom resources that a controller acts upon with its own rights, and how its workload is recognised. */
interface Operator {
  readonly group: string;
  readonly resources: readonly string[];
  /** In the name or an image of the workload. */
  readonly pattern: RegExp;
}

export const OPERATORS: readonly Operator[] = [
  { group: 'kustomize.toolkit.fluxcd.io', resources: ['kustomizations'], pattern: /kustomize-controller/ },
  { group: 'helm.toolkit.fluxcd.io', resources: ['helmreleases'], pattern: /helm-controller/ },
  {
    group: 'argoproj.io',
    resources: ['applications', 'applicationsets', 'workflows', 'cronworkflows'],
    pattern: /argocd|argo-cd|workflow-controller/,
  },
  { group: 'tekton.dev', resources: ['pipelineruns', 'taskruns'], pattern: /tekton-pipelines/ },
  { group: 'cert-manager.io', resources: ['certificates', 'certificaterequests', 'issuers', 'clusterissuers'], pattern: /cert-manager/ },
  { group: 'external-secrets.io', resources: ['externalsecrets', 'secretstores', 'clustersecretstores'], pattern: /external-secrets/ },
  { group: 'kyverno.io', resources: ['policies', 'clusterpolicies'], pattern: /kyverno/ },
  { group: 'velero.io', resources: ['restores', 'backups'], pattern: /velero/ },
  {
    group: 'operators.coreos.com',
    resources: ['subscriptions', 'catalogsources', 'installplans'],
    pattern: /olm-operator|catalog-operator/,
  },
  { group: 'kubevirt.io', resources: ['virtualmachines', 'virtualmachineinstances'], pattern: /virt-controller/ },
  { group: 'karpenter.sh', resources: ['nodepools'], pattern: /karpenter/ },
  { group: 'monitoring.coreos.com', resources: ['servicemonitors', 'podmonitors'], pattern: /prometheus-operator/ },
];
