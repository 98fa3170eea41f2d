import type { Result } from '@breakwater/model';
import { escapeCell } from '../escape.ts';
import type { ReportFormat } from '../format.ts';

const COLUMNS: readonly (readonly [string, (result: Result) => string | number | undefined])[] = [
  ['state', result => result.state],
  ['severity', result => result.severity],
  ['policy', result => result.policy],
  ['kind', result => result.target.kind],
  ['namespace', result => result.target.namespace],
  ['name', result => result.target.name],
  ['container', result => result.container],
  ['file', result => result.location?.file],
  ['line', result => result.location?.line],
  ['column', result => result.location?.column],
  ['path', result => result.path],
  ['message', result => result.message],
  ['remediation', result => result.remediation],
];

export const format: ReportFormat = {
  name: 'csv',
  doc: 'Comma-separated values (RFC 4180), one line for each result',
  render: output => {
    const rows = output.results.map(result => COLUMNS.map(([, read]) => escapeCell(String(read(result) ?? '').toWellFormed())).join(','));
    return `${[COLUMNS.map(([name]) => name).join(','), ...rows].join('\r\n')}\r\n`;
  },
};
