export { type AdmissionCompileOptions, type CompiledAdmissionPolicy, compileAdmission } from './admission/compile-admission.ts';
export { compileMutation, type MutationSpec } from './admission/compile-mutation.ts';
export { AdmissionError } from './admission/errors.ts';
export { evaluateAdmission } from './admission/evaluate-admission.ts';
export { type AdmissionJudgement, judgeAdmission } from './admission/judge-admission.ts';
export type {
  AdmissionAnswer,
  AdmissionFinding,
  AdmissionInput,
  Authorize,
  AuthorizerAnswer,
  AuthorizerQuestion,
  ParamRef,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
} from './admission/shapes.ts';
export {
  BREAK_GLASS,
  BREAK_GLASS_POLICY,
  findConfirmationFault,
  type GlassBroken,
  type GlassConfirmation,
  parseConfirmation,
  readBreakGlass,
  renderConfirmation,
} from './break-glass.ts';
export { CompiledPolicy, type Language } from './compiled-policy.ts';
export { type ControlExceptions, createControlExceptions, listOverbroad } from './control-exceptions.ts';
export { checkPolicy, type ExampleOutcome, POLICY_ISSUE_CODES, type PolicyCheck, type PolicyIssue } from './draft/check-policy.ts';
export { type PolicyText, splitPolicies } from './draft/split-policies.ts';
export { type Comparison, compareRegimes, type Difference } from './dry-run/compare-regimes.ts';
export { judgeReview, type ReviewVerdict } from './dry-run/judge-review.ts';
export { listRelated } from './dry-run/list-related.ts';
export type { Regime } from './dry-run/regime.ts';
export { PolicyError, type PolicyErrorCode } from './errors.ts';
export { type EvaluateOptions, type Evaluation, evaluate, evaluateByObject, type Recalled, type VerdictMemory } from './evaluate.ts';
export { toExampleContext, toExampleEvent } from './event-example.ts';
export { EventJudge, type EventJudgeOptions, type Uncovered } from './event-judge.ts';
export { type ExampleProblem, type ExampleTools, listExampleProblems, runExample } from './examples.ts';
export { isEnded, isOfVulnerability } from './exception-rules.ts';
export { createExceptionBook, type ExceptionBook, type LocalException } from './exceptions.ts';
export { exportDefault } from './export/export-default.ts';
export { exportPolicy } from './export/export-policy.ts';
export {
  ACTIONS,
  type Action,
  type ExportedBinding,
  type ExportedPolicy,
  type ExportOptions,
  type Obstacle,
  type Requirement,
} from './export/shapes.ts';
export { toYaml } from './export/to-yaml.ts';
export { explainBehaviour } from './fix/behaviour.ts';
export { type FixConflict, type FixPlan, type PlannedFix, planFixes } from './fix/plan-fixes.ts';
export { readFixPath } from './fix/resolve-fix.ts';
export { type LoadedPolicy, loadPolicy } from './load.ts';
export { createLocalAcceptance, type LocalAcceptance } from './local-acceptance.ts';
export { listAnnotated, readRemarks } from './local-exceptions.ts';
export { planNative, readWantedActions } from './native/plan-native.ts';
export type { NativeAction, NativePair, NativePlan, NativeQuestion } from './native/shapes.ts';
export { POLICY_ID, renderNewPolicy } from './new-policy.ts';
export { findParamFault } from './param-faults.ts';
export { createPodSecurity, NEWEST_MINOR, type PodSecurity, type PodSecurityLevel, parseMinor } from './pod-security.ts';
export {
  ENFORCE_LABEL,
  judgeLevel,
  readEnforcedLevel,
  STANDARD_LEVELS,
  type StandardLevel,
  type Standing,
} from './pod-security-standing.ts';
export {
  type ImageKnowledge,
  isOfImageContent,
  isOfImageScan,
  listPresets,
  RUNTIME_PRESETS,
  type Selection,
  selectPreset,
  selectRuntimePreset,
} from './presets.ts';
export { matchPattern } from './settings/scope.ts';
export { fitsVariant, listVariants, type ScopedSetting, type Variant } from './settings/variants.ts';
export { type Statements, toVexStatements, type VexStatementDraft, type VexSubject } from './vex-statements.ts';
export { createVulnerabilityExceptions, isOfImage, type VulnerabilityExceptions } from './vulnerability-exceptions.ts';
