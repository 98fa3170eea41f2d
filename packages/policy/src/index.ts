export { CompiledPolicy, type Language } from './compiled-policy.ts';
export { PolicyError, type PolicyErrorCode } from './errors.ts';
export { type EvaluateOptions, type Evaluation, evaluate } from './evaluate.ts';
export { type ExampleProblem, listExampleProblems, runExample } from './examples.ts';
export { createExceptionBook, type ExceptionBook } from './exceptions.ts';
export { type LoadedPolicy, loadPolicy } from './load.ts';
export { createPodSecurity, NEWEST_MINOR, type PodSecurity, type PodSecurityLevel, parseMinor } from './pod-security.ts';
export { PRESETS, type Selection, selectPreset } from './presets.ts';
