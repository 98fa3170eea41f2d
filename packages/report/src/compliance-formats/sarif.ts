import type { ComplianceFormat } from '../compliance/compliance-format.ts';
import { toRenderOptions, toReport } from '../compliance/to-report.ts';
import { format as checkFormat } from '../formats/sarif.ts';

export const format: ComplianceFormat = {
  name: 'sarif',
  doc: 'SARIF 2.1.0: what fails, is accepted, or is for people to decide',
  extension: 'sarif',
  mediaType: 'application/sarif+json',
  render: (record, { language }) => [checkFormat.render(toReport(record), toRenderOptions(record, language))],
};
