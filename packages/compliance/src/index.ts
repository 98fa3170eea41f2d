export type { Check, CheckFinding, Texts } from './check/check.ts';
export { checks } from './checks.generated.ts';
export { ClusterView } from './cluster-view.ts';
export { countStates } from './count-states.ts';
export { type Agreements, decideByPeople } from './decision/decide-by-people.ts';
export { type CloudFacts, readCloudFacts } from './evidence/cloud.ts';
export { isConfiguration, listPaths } from './evidence/layout.ts';
export { ABSENT, UNREADABLE } from './evidence/node-files.ts';
export { isHostData, readHostData } from './host-data/read-host-data.ts';
export { judgeCluster } from './judge-cluster.ts';
export { areBenchNumbers, type BenchTest, compareBenchValues, holdsOnly, judgeBenchTests } from './kube-bench/judge-tests.ts';
export { compareRecords, type Drift, type DriftItem } from './record/compare-records.ts';
export { createRecord, type FinishedRun } from './record/create-record.ts';
export { type Score, scoreFrameworks } from './record/score.ts';
export { type Sha256, type Signer, toHead } from './record/seal-record.ts';
export { type ChainVerdict, createChainVerifier } from './record/verify-chain.ts';
export {
  CLUSTER_KINDS,
  describeResponsibility,
  findClusterKind,
  listResponsibilityFrameworks,
  type Responsibility,
} from './responsibility.ts';
