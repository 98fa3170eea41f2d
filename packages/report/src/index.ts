export type { RenderOptions, ReportFormat } from './format.ts';
export { formats } from './formats.generated.ts';
