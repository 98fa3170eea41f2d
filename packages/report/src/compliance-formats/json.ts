import type { ComplianceFormat } from '../compliance/compliance-format.ts';

export const format: ComplianceFormat = {
  name: 'json',
  doc: 'The record itself, with its hash and signature',
  extension: 'json',
  mediaType: 'application/json',
  render: record => [`${JSON.stringify(record, null, 2)}\n`],
};
