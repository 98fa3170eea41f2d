import type { ComplianceFormat } from '../compliance/compliance-format.ts';
import { toRenderOptions, toReport } from '../compliance/to-report.ts';
import { format as checkFormat } from '../formats/junit.ts';

export const format: ComplianceFormat = {
  name: 'junit',
  doc: 'JUnit XML: a suite for each object, a case for each check',
  extension: 'xml',
  mediaType: 'application/xml',
  render: (record, { language }) => [checkFormat.render(toReport(record), toRenderOptions(record, language))],
};
