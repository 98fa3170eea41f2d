export type { AdmissionRules } from './judge/admission-rules.ts';
export { type AdmissionOptions, type RunningAdmission, startAdmission } from './start-admission.ts';
