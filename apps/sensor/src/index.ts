export type { AdmissionRules } from './admission/judge/admission-rules.ts';
export { type AdmissionOptions, type RunningAdmission, startAdmission } from './admission/start-admission.ts';
export { SensorError, type SensorErrorCode } from './errors.ts';
export { type RunningSensor, type SensorOptions, type SensorSource, startSensor } from './start-sensor.ts';
