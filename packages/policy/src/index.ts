export { type CompiledAdmissionPolicy, compileAdmission } from './admission/compile-admission.ts';
export { evaluateAdmission } from './admission/evaluate-admission.ts';
export { type AdmissionJudgement, judgeAdmission } from './admission/judge-admission.ts';
export type {
  AdmissionAnswer,
  AdmissionFinding,
  AdmissionInput,
  ParamRef,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
} from './admission/shapes.ts';
export { CompiledPolicy, type Language } from './compiled-policy.ts';
export { PolicyError, type PolicyErrorCode } from './errors.ts';
export { type EvaluateOptions, type Evaluation, evaluate } from './evaluate.ts';
export { type ExampleProblem, listExampleProblems, runExample } from './examples.ts';
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
export { listAnnotated, readRemarks } from './local-exceptions.ts';
export { POLICY_ID, renderNewPolicy } from './new-policy.ts';
export { findParamFault } from './param-faults.ts';
export { createPodSecurity, NEWEST_MINOR, type PodSecurity, type PodSecurityLevel, parseMinor } from './pod-security.ts';
export { listPresets, type Selection, selectPreset } from './presets.ts';
