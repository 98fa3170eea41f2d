export type { AdmissionRules } from './admission/judge/admission-rules.ts';
export { type AdmissionOptions, type RunningAdmission, startAdmission } from './admission/start-admission.ts';
