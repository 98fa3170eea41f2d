import type { ComplianceRecord, RecordedControl, RecordedItem } from '@breakwater/model';
import type { ComplianceFormat } from '../compliance/compliance-format.ts';
import { escapeCell } from '../escape.ts';

const COLUMNS: readonly (readonly [string, (control: RecordedControl, item: RecordedItem | undefined) => string | undefined])[] = [
  ['framework', control => control.framework],
  ['control', control => control.control],
  ['level', control => control.level],
  ['title', control => control.title],
  ['control_state', control => control.state],
  ['check', (_, item) => item?.check],
  ['state', (_, item) => item?.state],
  ['severity', (_, item) => item?.severity],
  ['kind', (_, item) => item?.subject.kind],
  ['namespace', (_, item) => item?.subject.namespace],
  ['name', (_, item) => item?.subject.name],
  ['container', (_, item) => item?.subject.container],
  ['message', (control, item) => item?.message ?? control.reason],
  ['evidence', (_, item) => item?.evidence.map(({ source, path, value }) => `${source} ${path} = ${JSON.stringify(value)}`).join('; ')],
  ['evidence_sha256', (_, item) => item?.evidenceHash],
  ['first_seen', (_, item) => item?.firstSeen],
  ['since', (_, item) => item?.since],
  ['last_seen', (_, item) => item?.lastSeen],
  ['before', (_, item) => item?.change?.from],
  ['cause', (_, item) => item?.change?.cause],
  ['exception_reason', (_, item) => item?.exception?.reason],
  ['exception_expiry', (_, item) => item?.exception?.expiry],
  ['remediation', (_, item) => item?.remediation],
];

export const format: ComplianceFormat = {
  name: 'csv',
  doc: 'Comma-separated values (RFC 4180), one line for each object of each control',
  extension: 'csv',
  mediaType: 'text/csv',
  render: listLines,
};

function* listLines({ results }: ComplianceRecord): Generator<string> {
  yield `${COLUMNS.map(([name]) => name).join(',')}\r\n`;
  for (const control of results) {
    if (control.items.length === 0) yield toLine(control, undefined);
    for (const item of control.items) yield toLine(control, item);
  }
}

function toLine(control: RecordedControl, item: RecordedItem | undefined): string {
  return `${COLUMNS.map(([, read]) => escapeCell((read(control, item) ?? '').toWellFormed())).join(',')}\r\n`;
}
