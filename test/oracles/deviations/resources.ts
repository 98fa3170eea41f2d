import type { Deviation } from '../deviation.ts';

const LIMIT_IS_REQUEST = 'the API server takes the limit as the request when only the limit is written';

export const deviations: readonly Deviation[] = [
  {
    file: 'regolibrary.jsonl',
    line: 'pod-security-admission-applied-2/test',
    upstream: 'pass',
    ours: 'fail',
    reason: 'half of a pair of rules: the namespace has no level, and the webhook beside it only adds labels, so nothing guards it',
  },
  { file: 'regolibrary.jsonl', line: 'resources-cpu-requests/pod-only-requests', upstream: 'fail', ours: 'pass', reason: LIMIT_IS_REQUEST },
  {
    file: 'regolibrary.jsonl',
    line: 'resources-memory-requests/pod-only-requests',
    upstream: 'fail',
    ours: 'pass',
    reason: LIMIT_IS_REQUEST,
  },
  {
    file: 'polaris.jsonl',
    line: 'hpaMinAvailability/success.minReplicaAbsent',
    upstream: 'success',
    ours: 'failure',
    reason: 'minReplicas is 1 by API default when it is absent',
  },
  {
    file: 'polaris.jsonl',
    line: 'pdbMinAvailableGreaterThanHPAMinReplicas/success.no-min-replicas',
    upstream: 'success',
    ours: 'failure',
    reason: 'minReplicas is 1 by API default when it is absent, below the minAvailable of the budget',
  },
  {
    file: 'kube-linter.jsonl',
    line: 'pdb-min-available/pdb-min-available',
    upstream: 'PodDisruptionBudget baz fails',
    ours: 'passes',
    reason: 'its Deployment has no pod template: labels of pods decide what a budget covers, not the selector of the Deployment',
  },
  {
    file: 'regolibrary.jsonl',
    line: 'pv-without-encryption/gke',
    upstream: 'pass',
    ours: 'fail',
    reason: "pdName is no parameter of pd.csi.storage.gke.io; a key of one's own is set by disk-encryption-kms-key",
  },
];
