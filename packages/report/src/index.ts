export type { PolicyText, RenderOptions, ReportFormat } from './format.ts';
export { formats } from './formats.generated.ts';
export { toFingerprint } from './order.ts';
