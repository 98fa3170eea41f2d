export type { PolicyText, RenderOptions, ReportFormat } from './format.ts';
export { formats } from './formats.generated.ts';
export { toFingerprint } from './order.ts';
export { ROW_FORMATS, type RowFormat, renderRows } from './render-rows.ts';
export { BETWEEN_RESULTS, type Report, type ResultList } from './result-list.ts';
export { type PageSection, renderTablePage, type TablePage } from './table-page.ts';
export { escapeXml } from './xml.ts';
