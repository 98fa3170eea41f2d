export type { Check, CheckFinding, Texts } from './check/check.ts';
export { checks } from './checks.generated.ts';
export { ClusterView, type ComplianceInput } from './cluster-view.ts';
export { createFindings, evaluateStandard } from './evaluate-standard.ts';
export { isConfiguration, listPaths } from './evidence/layout.ts';
export { ABSENT, UNREADABLE } from './evidence/node-files.ts';
export { isHostData, readHostData } from './host-data/read-host-data.ts';
export { explainNothing } from './nothing-judged.ts';
